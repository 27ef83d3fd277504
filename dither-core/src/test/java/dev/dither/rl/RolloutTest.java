package dev.dither.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.Activation;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.rl.Episode.Ending;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RolloutTest {
    private static final RandomKey KEY = RandomKey.root(17);
    private static final Pass PASS = Pass.sampling(KEY.child("weights"));

    @AutoClose
    final Scope scope = Scope.open();

    /** A task of one's own: it shows how many steps are left, and pays the number of the action. */
    record Countdown(int length, int stepLimit) implements Environment {
        @Override
        public int observationSize() {
            return 1;
        }

        @Override
        public int actions() {
            return 3;
        }

        @Override
        public Trial start(RandomKey key) {
            return new Trial() {
                private int left = length;

                @Override
                public void observe(float[] target) {
                    target[0] = left;
                }

                @Override
                public Step step(int action) {
                    return new Step(action, --left == 0);
                }
            };
        }
    }

    private static Network policy(PolicyKind kind, Environment environment) {
        return new PolicyNetwork(kind, 64, Activation.RELU).build(environment, KEY);
    }

    private static Episode play(Environment environment) {
        try (Network policy = policy(PolicyKind.DETERMINISTIC, environment)) {
            return new Rollout(environment, Choice.SAMPLED).play(policy, PASS, KEY);
        }
    }

    @Test
    void theEndOfATaskAndTheLimitOfStepsAreToldApart() {
        assertThat(play(new Countdown(4, 5)).ending()).isEqualTo(Ending.TERMINATED);
        assertThat(play(new Countdown(4, 4)).ending()).isEqualTo(Ending.TERMINATED);
        assertThat(play(new Countdown(4, 3)).ending()).isEqualTo(Ending.TRUNCATED);
        assertThat(play(new Countdown(4, 3)).steps()).isEqualTo(3);
    }

    @Test
    void anEpisodeHoldsWhatWasSeenDoneAndPaid() {
        Episode episode = play(new Countdown(4, 9));
        assertThat(episode.steps()).isEqualTo(4);
        assertThat(episode.observations().shape()).isEqualTo(Shape.of(4, 1));
        assertThat(episode.observations().toFloats()).containsExactly(4, 3, 2, 1);
        double paid = 0;
        for (int t = 0; t < 4; t++) {
            assertThat(episode.rewards()[t]).isEqualTo(episode.actions()[t]);
            paid += episode.actions()[t];
        }
        assertThat(episode.totalReward()).isEqualTo(paid);
    }

    /** Sums of one row and of a batch may differ in their last bits; another draw is off by tenths. */
    @ParameterizedTest
    @EnumSource
    void theEpisodeAsOneBatchHasTheLogitsThatWerePlayedBy(PolicyKind kind) {
        try (Network policy = policy(kind, CartPole.V0)) {
            Tensor seen = new Rollout(CartPole.V0, Choice.SAMPLED)
                    .play(policy, PASS, KEY)
                    .observations();
            float[] batch = policy.forward(seen, PASS).toFloats();
            UnaryOperator<Tensor> played = policy.function(PASS);
            for (int t = 0; t < seen.shape().size(0); t++) {
                float[] row = played.apply(seen.narrow(0, t, 1)).toFloats();
                assertThat(row).containsExactly(new float[] {batch[2 * t], batch[2 * t + 1]}, within(1e-6f));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theActionsAreThoseOfTheLogitsAndTheKeyAlone(PolicyKind kind) {
        try (Network policy = policy(kind, CartPole.V0)) {
            Episode episode = new Rollout(CartPole.V0, Choice.GREEDY).play(policy, PASS, KEY);
            float[] logits = policy.forward(episode.observations(), PASS).toFloats();
            for (int t = 0; t < episode.steps(); t++) {
                assertThat(episode.actions()[t]).isEqualTo(logits[2 * t + 1] > logits[2 * t] ? 1 : 0);
            }
        }
    }

    @Test
    @Tag("determinism")
    void equalKeysPlayTheSameEpisodeAndOthersAnother() {
        try (Network policy = policy(PolicyKind.VARIANCE, Acrobot.V1)) {
            Rollout rollout = new Rollout(new Acrobot(40), Choice.SAMPLED);
            Episode once = rollout.play(policy, PASS, KEY);
            Episode again = rollout.play(policy, PASS, KEY);
            assertThat(again.actions()).isEqualTo(once.actions());
            assertThat(again.observations().toFloats())
                    .isEqualTo(once.observations().toFloats());
            assertThat(rollout.play(policy, PASS, KEY.child("other")).actions()).isNotEqualTo(once.actions());
        }
    }

    /** 20 000 draws: a right frequency is off by more than 4 standard errors with probability 6 · 10⁻⁵. */
    @Test
    @Tag("statistical")
    void actionsAreSampledByTheSoftmaxOfTheirLogits() {
        float[] logits = {1, -0.5f, 0.3f};
        double total = Math.exp(1) + Math.exp(-0.5) + Math.exp(0.3);
        var random = KEY.child("uniform").generator();
        int[] counts = new int[3];
        int n = 20_000;
        for (int i = 0; i < n; i++) {
            counts[Choice.SAMPLED.of(logits, random.nextDouble())]++;
        }
        for (int action = 0; action < 3; action++) {
            double p = Math.exp(logits[action]) / total;
            double error = Math.sqrt(p * (1 - p) / n);
            assertThat(Math.abs(counts[action] / (double) n - p)).isLessThan(4 * error);
            // teeth: a probability that is 8 % higher
            assertThat(Math.abs(counts[action] / (double) n - 1.08 * p)).isGreaterThan(4 * error);
        }
    }

    @Test
    void logitsOfAnySizeAreSampledFrom() {
        assertThat(Choice.SAMPLED.of(new float[] {-1e4f, 1e4f}, 0)).isEqualTo(1);
        assertThat(Choice.SAMPLED.of(new float[] {1e4f, -1e4f}, Math.nextDown(1.0)))
                .isZero();
    }

    @Test
    void greedyActionsAreTheFirstOfTheHighest() {
        assertThat(List.of(Choice.GREEDY.of(new float[] {0, 2, 2}, 0.9), Choice.GREEDY.of(new float[] {3, 2, 2}, 0.9)))
                .containsExactly(1, 0);
    }
}
