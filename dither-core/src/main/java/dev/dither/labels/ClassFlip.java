package dev.dither.labels;

import dev.dither.rng.RandomKey;
import java.util.SplittableRandom;

/**
 * Noise that turns the labels of each class into one other class, drawn at random for the class.
 *
 * <p>Formula: T[i][i] = 1 − p, T[i][j(i)] = p with j(i) uniform over the classes other than i.
 * <p>Two classes may share a target. Beyond p = 0.5 the true class cannot be identified from the labels.
 * <p>Differs: the original code always uses one pattern; here it follows the key, so it varies with the run.
 * <p>Reference: D. Hendrycks et al., Using Trusted Data to Train Deep Networks on Labels Corrupted by Severe Noise,
 * 2018.
 *
 * @param noiseRate p, in [0, 1]
 */
public record ClassFlip(double noiseRate) implements LabelNoise {
    /** Checks the rate. */
    public ClassFlip {
        Transitions.requireRate("classFlip", noiseRate);
    }

    @Override
    public TransitionMatrix transition(int classes, RandomKey key) {
        Transitions.requireClasses("classFlip", classes);
        SplittableRandom generator = key.generator();
        return Transitions.toTarget(classes, noiseRate, i -> (i + 1 + generator.nextInt(classes - 1)) % classes);
    }
}
