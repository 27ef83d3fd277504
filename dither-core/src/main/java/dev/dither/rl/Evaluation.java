package dev.dither.rl;

import dev.dither.nn.Network;
import dev.dither.nn.NoiseMode;
import dev.dither.nn.Pass;
import dev.dither.rng.RandomKey;
import java.util.stream.IntStream;

/**
 * How a policy is judged: the returns of some episodes, with starts and draws of their own.
 *
 * <p>Episode i takes everything from child i of the key, so evaluations by one key differ in the policy alone: the starts are the
 * same, and so are the random numbers behind weights and actions.
 *
 * @param episodes how many
 * @param choice how actions follow from logits
 * @param noise whether each episode draws weights of its own, or all play by their means
 */
public record Evaluation(int episodes, Choice choice, NoiseMode noise) {
    /** Ten episodes with sampled actions and weights. */
    public static final Evaluation SAMPLED = new Evaluation(10, Choice.SAMPLED, NoiseMode.SAMPLE);

    /** Checks. */
    public Evaluation {
        Require.positive("evaluation.episodes", episodes);
    }

    /** Returns this with another choice of actions. */
    public Evaluation with(Choice other) {
        return new Evaluation(episodes, other, noise);
    }

    /** Returns this with or without noise of weights. */
    public Evaluation with(NoiseMode other) {
        return new Evaluation(episodes, choice, other);
    }

    /** Returns how a network fares. */
    public Score of(Network policy, Environment environment, RandomKey key) {
        Rollout rollout = new Rollout(environment, choice);
        return new Score(IntStream.range(0, episodes)
                .mapToObj(key::child)
                .map(child -> rollout.play(policy, pass(child), child).totalReward())
                .toList());
    }

    private Pass pass(RandomKey key) {
        return noise == NoiseMode.MEAN ? Pass.mean() : Pass.sampling(key.child("weights"));
    }
}
