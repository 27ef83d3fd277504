package dev.dither.rl;

import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * Lets a network play an environment, one observation at a time, without gradients.
 *
 * <p>All steps of an episode are one pass: weights are drawn once and held. So the observations of the episode, given to the
 * network as one batch in the same pass, lead to the logits that were played by, but for the last bits of their sums. That is
 * true of random weights that examples share; noise of activations is not held.
 *
 * @param environment what is played
 * @param choice how actions follow from logits
 */
public record Rollout(Environment environment, Choice choice) {
    /**
     * Plays one episode.
     *
     * @param policy from observations to a logit for each action
     * @param pass the pass that all steps are
     * @param key where the start and the actions come from
     */
    public Episode play(Network policy, Pass pass, RandomKey key) {
        Environment.Trial trial = environment.start(key.child("start"));
        SplittableRandom random = key.child("actions").generator();
        Episode.Recording recording = new Episode.Recording(environment);
        float[] observation = new float[environment.observationSize()];
        try (Scope scope = Scope.open();
                Gradients.Off off = Gradients.off()) {
            UnaryOperator<Tensor> logits = policy.function(pass);
            while (!recording.ended()) {
                trial.observe(observation);
                int action = choice.of(at(observation, logits), random.nextDouble());
                recording.add(observation, action, trial.step(action));
            }
        }
        return recording.episode();
    }

    private static float[] at(float[] observation, UnaryOperator<Tensor> logits) {
        try (Scope step = Scope.open()) {
            return logits.apply(Tensor.of(observation, Shape.of(1, observation.length)))
                    .toFloats();
        }
    }
}
