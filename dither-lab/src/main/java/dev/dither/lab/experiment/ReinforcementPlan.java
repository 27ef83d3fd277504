package dev.dither.lab.experiment;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import dev.dither.rl.Choice;
import dev.dither.rl.Environment;
import dev.dither.rl.Environments;
import dev.dither.rl.PolicyKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A study of exploration, {@code kind: reinforcement}: policies of several kinds learn to act in an environment, and are judged
 * along the way.
 *
 * @param kind {@code reinforcement}
 * @param frame name, and how it is judged
 * @param environment name of the environment
 * @param hidden width of the two hidden layers; the second is the one whose kind is compared
 * @param methods policies that are compared, by name
 * @param episodes training episodes
 * @param evaluateEvery a policy is judged behind every so many of them
 * @param evaluationEpisodes episodes of one judgement
 * @param actions how actions follow from a policy when it is judged
 * @param learningRate of Adam
 * @param discount γ
 * @param seeds number of repetitions
 */
public record ReinforcementPlan(
        String kind,
        @JsonUnwrapped Frame frame,
        String environment,
        @Default("256") int hidden,
        Map<String, Policy> methods,
        @Default("1000") int episodes,
        @Default("50") int evaluateEvery,
        @Default("10") int evaluationEpisodes,
        @Default("sampled") Choice actions,
        @Default("0.001") double learningRate,
        @Default("0.99") double discount,
        @Default("9") int seeds)
        implements Study {
    /**
     * A policy.
     *
     * @param layer what is random in its second hidden layer
     */
    public record Policy(@Default("deterministic") String layer) {
        /** Checks. */
        public Policy {
            PolicyKind.named(layer);
        }

        PolicyKind kind() {
            return PolicyKind.named(layer);
        }
    }

    /** Checks what the types do not say. */
    public ReinforcementPlan {
        frame.requireFit(methods, seeds);
        Environments.named(environment);
        requireEpisodes(episodes, evaluateEvery, evaluationEpisodes);
        requireLearning(hidden, learningRate, discount);
        methods = Collections.unmodifiableMap(new LinkedHashMap<>(methods));
    }

    private static void requireEpisodes(int episodes, int evaluateEvery, int evaluationEpisodes) {
        Require.that(evaluateEvery >= 1, "evaluateEvery must be at least 1, got " + evaluateEvery);
        Require.that(
                episodes >= evaluateEvery && episodes % evaluateEvery == 0,
                "episodes must be a multiple of evaluateEvery, " + evaluateEvery + ", got " + episodes);
        Require.that(evaluationEpisodes >= 1, "evaluationEpisodes must be at least 1, got " + evaluationEpisodes);
    }

    private static void requireLearning(int hidden, double learningRate, double discount) {
        Require.that(hidden >= 1, "hidden must be at least 1, got " + hidden);
        Require.that(learningRate > 0, "learningRate must be positive, got " + learningRate);
        Require.that(0 <= discount && discount <= 1, "discount must be in [0, 1], got " + discount);
    }

    @Override
    public int steps() {
        return episodes;
    }

    @Override
    public String step() {
        return "episode";
    }

    @Override
    public List<String> headlines() {
        return List.of(Playing.LAST);
    }

    @Override
    public String lastMetric() {
        return Playing.LAST;
    }

    Environment task() {
        return Environments.named(environment);
    }

    PolicyKind policy(String method) {
        return Study.named(methods, method).kind();
    }
}
