package dev.dither.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.Activation;
import dev.dither.nn.Network;
import dev.dither.nn.NoiseMode;
import dev.dither.nn.Pass;
import dev.dither.optim.Sgd;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Scope;
import dev.dither.train.Checkpoint;
import dev.dither.train.DivergedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyGradientTest {
    private static final RandomKey ROOT = RandomKey.root(7);
    private static final Environment SHORT = new Acrobot(20);
    private static final Practice EIGHT = new Practice(8, 4, new Evaluation(2, Choice.SAMPLED, NoiseMode.SAMPLE));

    private static Network policy(PolicyKind kind, Environment environment) {
        return new PolicyNetwork(kind, 64, Activation.RELU).build(environment, ROOT);
    }

    /**
     * By hand for the biases b of the logits: b moves by rate · Σₜ wₜ (1{aₜ = k} − π(k | sₜ)), π of the weights that played the
     * episode.
     */
    @ParameterizedTest
    @EnumSource
    void aStepFollowsTheGradientInTheWeightsThatPlayed(PolicyKind kind) {
        try (Network policy = policy(kind, CartPole.V0);
                Network twin = policy(kind, CartPole.V0);
                PolicyGradient learner =
                        new PolicyGradient(policy, CartPole.V0, Reinforce.DEFAULT.with(Sgd.of(0.5, 0)), ROOT)) {
            learner.episode();
            float[] found = policy.trained().toArrays().get("4/bias");
            double[] expected = movedBiases(twin, 0.5);
            assertThat(found).hasSize(2);
            assertThat(Math.abs(expected[0])).isGreaterThan(0.01);
            for (int k = 0; k < 2; k++) {
                assertThat((double) found[k]).isCloseTo(expected[k], within(1e-4));
            }
        }
    }

    private static double[] movedBiases(Network policy, double rate) {
        try (Scope scope = Scope.open()) {
            Pass pass = Pass.sampling(ROOT.child(Stream.TRAIN_NOISE).child(0));
            RandomKey play = ROOT.child(Stream.PLAY).child(0);
            Episode episode = new Rollout(CartPole.V0, Choice.SAMPLED).play(policy, pass, play);
            float[] logits = policy.forward(episode.observations(), pass).toFloats();
            double[] weights = Returns.STANDARDIZED.of(episode.rewards(), 0.99);
            double[] biases = new double[2];
            for (int t = 0; t < weights.length; t++) {
                double right = 1 / (1 + Math.exp(logits[2 * t] - logits[2 * t + 1]));
                int action = episode.actions()[t];
                biases[0] += rate * weights[t] * ((action == 0 ? 1 : 0) - (1 - right));
                biases[1] += rate * weights[t] * (action - right);
            }
            return biases;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ADAPTIVE", "VARIANCE"})
    @Tag("determinism")
    void aTrainingThatGoesOnFromACheckpointIsTheUninterruptedOne(PolicyKind kind) {
        List<EpisodeEnded> whole = new ArrayList<>();
        List<EpisodeEnded> parts = new ArrayList<>();
        Map<String, float[]> expected;
        Checkpoint middle;
        try (Network policy = policy(kind, SHORT);
                PolicyGradient learner = new PolicyGradient(policy, SHORT, Reinforce.DEFAULT, ROOT)) {
            learner.train(EIGHT, whole::add);
            expected = learner.checkpoint().parameters();
        }
        try (Network policy = policy(kind, SHORT);
                PolicyGradient learner = new PolicyGradient(policy, SHORT, Reinforce.DEFAULT, ROOT)) {
            learner.train(new Practice(5, EIGHT.evaluateEvery(), EIGHT.evaluation()), parts::add);
            middle = learner.checkpoint();
        }
        try (Network policy = new PolicyNetwork(kind, 64, Activation.RELU).build(SHORT, ROOT.child("elsewhere"));
                PolicyGradient learner = new PolicyGradient(policy, SHORT, Reinforce.DEFAULT, ROOT)) {
            learner.resume(middle);
            learner.train(EIGHT, parts::add);
            learner.checkpoint()
                    .parameters()
                    .forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
        }
        assertThat(parts).isEqualTo(whole);
    }

    @Test
    void listenersHearOfEachEpisodeAndOfEvaluationsWhereDue() {
        List<EpisodeEnded> events = new ArrayList<>();
        try (Network policy = policy(PolicyKind.DETERMINISTIC, SHORT);
                PolicyGradient learner = new PolicyGradient(policy, SHORT, Reinforce.DEFAULT, ROOT)) {
            learner.train(EIGHT, events::add);
            assertThat(learner.episodesDone()).isEqualTo(8);
        }
        assertThat(events).extracting(EpisodeEnded::episode).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(events)
                .filteredOn(e -> e.evaluation().isPresent())
                .extracting(EpisodeEnded::episode)
                .containsExactly(4, 8);
        assertThat(events)
                .allMatch(e -> e.steps() == 20 && e.totalReward() == -20 && e.ending() == Episode.Ending.TRUNCATED);
    }

    @Test
    @Tag("determinism")
    void anEvaluationIsRepeatedBitByBitAndChangesNothing() {
        try (Network policy = policy(PolicyKind.VARIANCE, CartPole.V0);
                PolicyGradient learner = new PolicyGradient(policy, CartPole.V0, Reinforce.DEFAULT, ROOT)) {
            Checkpoint before = learner.checkpoint();
            Score once = learner.evaluate(Evaluation.SAMPLED);
            assertThat(learner.evaluate(Evaluation.SAMPLED)).isEqualTo(once);
            assertThat(once.returns()).hasSize(10);
            before.parameters()
                    .forEach((name, values) ->
                            assertThat(policy.trained().toArrays().get(name)).isEqualTo(values));
        }
    }

    /** The task always starts alike and actions are greedy, so returns can differ by the weights alone. */
    @Test
    void eachEpisodeOfAnEvaluationDrawsItsWeights() {
        Environment countdown = new RolloutTest.Countdown(4, 4);
        Evaluation greedy = Evaluation.SAMPLED.with(Choice.GREEDY);
        try (Network policy = policy(PolicyKind.VARIANCE, countdown)) {
            assertThat(Set.copyOf(greedy.of(policy, countdown, ROOT).returns())).hasSizeGreaterThan(1);
        }
        try (Network policy = policy(PolicyKind.ADAPTIVE, countdown)) {
            Evaluation clean = PolicyKind.ADAPTIVE.evaluation().with(Choice.GREEDY);
            assertThat(Set.copyOf(clean.of(policy, countdown, ROOT).returns())).hasSize(1);
        }
    }

    @Test
    void policiesAreJudgedByNewWeightsInEachEpisodeAndByCleanOnesWherePerturbed() {
        for (PolicyKind kind : PolicyKind.values()) {
            NoiseMode expected = kind == PolicyKind.ADAPTIVE ? NoiseMode.MEAN : NoiseMode.SAMPLE;
            assertThat(kind.evaluation()).isEqualTo(new Evaluation(10, Choice.SAMPLED, expected));
        }
    }

    /** A policy without training balances for about 20 steps. With a rate near 0 the same test fails. */
    @Test
    void aDeterministicPolicyLearnsToBalance() {
        assertThat(lastReturns(Reinforce.DEFAULT)).isGreaterThan(100);
        assertThat(lastReturns(Reinforce.DEFAULT.with(Sgd.of(1e-9, 0)))).isLessThan(40);
    }

    /** Returns the mean return of the last 20 of 160 episodes. */
    private static double lastReturns(Reinforce settings) {
        List<EpisodeEnded> events = new ArrayList<>();
        try (Network policy = policy(PolicyKind.DETERMINISTIC, CartPole.V0);
                PolicyGradient learner = new PolicyGradient(policy, CartPole.V0, settings, ROOT)) {
            learner.train(new Practice(160, 1000, Evaluation.SAMPLED), events::add);
        }
        return events.subList(140, 160).stream()
                .mapToDouble(EpisodeEnded::totalReward)
                .average()
                .orElseThrow();
    }

    @Test
    void aLossThatIsNotFiniteEndsTraining() {
        try (Network policy = policy(PolicyKind.DETERMINISTIC, SHORT);
                PolicyGradient learner = new PolicyGradient(policy, SHORT, Reinforce.DEFAULT, ROOT)) {
            Map<String, float[]> values = policy.trained().toArrays();
            values.get("4/bias")[0] = Float.NaN;
            policy.trained().assign(values);
            assertThatThrownBy(learner::episode)
                    .isInstanceOf(DivergedException.class)
                    .hasMessageContaining("step 1: {reinforce=NaN}");
        }
    }

    @Test
    void aPolicyForOtherObservationsIsRefused() {
        try (Network policy = policy(PolicyKind.DETERMINISTIC, CartPole.V0)) {
            assertThatThrownBy(() -> new PolicyGradient(policy, SHORT, Reinforce.DEFAULT, ROOT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the policy must take [6], got [4]");
        }
    }

    @Test
    void namesLeadToEnvironmentsAndKinds() {
        assertThat(Environments.named("Acrobot-v1")).isEqualTo(new Acrobot(500));
        assertThat(Environments.named("CartPole-v0")).isEqualTo(new CartPole(200));
        for (PolicyKind kind : PolicyKind.values()) {
            assertThat(PolicyKind.named(kind.label())).isEqualTo(kind);
        }
        assertThatThrownBy(() -> Environments.named("CartPole"))
                .hasMessage("no environment is called CartPole; there are [Acrobot-v1, CartPole-v0]");
        assertThatThrownBy(() -> PolicyKind.named("noisy"))
                .hasMessageStartingWith("no kind of policy is called noisy;");
    }

    @Test
    void aScoreHasAMeanAndItsStandardError() {
        Score score = new Score(List.of(1.0, 2.0, 6.0));
        assertThat(score.mean()).isEqualTo(3);
        // deviations −2, −1, 3: variance 14/2, divided by 3
        assertThat(score.standardError()).isCloseTo(Math.sqrt(7.0 / 3), within(1e-12));
    }
}
