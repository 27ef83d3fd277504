package dev.dither.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.data.Examples;
import dev.dither.nn.BatchNorm;
import dev.dither.nn.Conv;
import dev.dither.nn.Dense;
import dev.dither.nn.Init;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.StochasticDense;
import dev.dither.optim.Perturbation;
import dev.dither.optim.ScaleGroup;
import dev.dither.predict.NoisyWeights.Judged;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariabilityTest {
    private static final RandomKey KEY = RandomKey.root(71);
    private static final float[] WEIGHTS = {0.75f, -0.5f};
    private static final double B = 0.4;
    private static final float[] X = {2, -1, 0.5f};
    private static final int[] LABELS = {0, 1, 0};
    private static final Examples EXAMPLES = Examples.ofFloats("x", new int[] {1}, X, LABELS, 2);
    private static final Inference MEAN = new Inference.Mean();

    private static Network network(LayerSpec... specs) {
        return Network.build(Shape.of(1), List.of(specs), KEY);
    }

    /** Two logits w₀ x and w₁ x. */
    private static Network logistic() {
        Network network = network(new Dense(2, Init.FAN_IN_NORMAL, Conv.Bias.NONE));
        try (Scope scope = Scope.open()) {
            network.trained().assign(Map.of("0/weight", WEIGHTS));
        }
        return network;
    }

    private static Variability asked(double scale) {
        return new Variability(Perturbation.gaussian(scale), 5, MEAN, KEY);
    }

    /** What two weights make of the examples, by the formula of logistic regression. */
    private static Judged judged(double w0, double w1) {
        double nll = 0;
        double right = 0;
        for (int i = 0; i < X.length; i++) {
            double z = (w0 - w1) * X[i] * (LABELS[i] == 0 ? 1 : -1);
            nll += Math.log1p(Math.exp(-z)) / X.length;
            right += z > 0 ? 1 : 0;
        }
        return new Judged(right / X.length, nll);
    }

    private static void requireClose(Judged found, Judged expected) {
        assertThat(found.accuracy()).isEqualTo(expected.accuracy());
        assertThat(found.nll()).isCloseTo(expected.nll(), within(1e-6));
    }

    @Test
    void eachDrawIsJudgedAtTheWeightsPlusNoise() { // the noise from its address alone
        try (Network network = logistic()) {
            NoisyWeights found = asked(B).measure(network, EXAMPLES);
            requireClose(found.clean(), judged(WEIGHTS[0], WEIGHTS[1]));
            assertThat(found.noisy()).hasSize(5);
            for (int draw = 0; draw < 5; draw++) {
                float[] e = new float[2];
                KEY.child("weights").child(draw).child("0/weight").fillNormal(e);
                requireClose(found.noisy().get(draw), judged(WEIGHTS[0] + B * e[0], WEIGHTS[1] + B * e[1]));
            }
        }
    }

    @Test
    void theNetworkIsLeftAsItWasBitByBit() {
        try (Network network = network(Dense.of(4), BatchNorm.DEFAULT, Dense.of(2));
                Scope scope = Scope.open()) {
            Map<String, float[]> weights = network.trained().toArrays();
            Map<String, float[]> tracked = network.tracked().toArrays();
            NoisyWeights found = asked(10).measure(network, EXAMPLES);
            assertThat(found.noisy()).doesNotContain(found.clean());
            requireSame(network.trained().toArrays(), weights);
            requireSame(network.tracked().toArrays(), tracked);
        }
    }

    private static void requireSame(Map<String, float[]> found, Map<String, float[]> expected) {
        expected.forEach((name, values) -> assertThat(found.get(name)).as(name).isEqualTo(values));
    }

    @Test
    void cleanWeightsComeBackWhereTheQuestionThrows() {
        try (Network network = logistic();
                Scope scope = Scope.open()) {
            assertThatThrownBy(() -> Perturbation.gaussian(B).around(network.trained(), KEY, () -> {
                        assertThat(network.trained().toArrays().get("0/weight")).isNotEqualTo(WEIGHTS);
                        throw new IllegalStateException("no answer today");
                    }))
                    .hasMessage("no answer today");
            assertThat(network.trained().toArrays().get("0/weight")).isEqualTo(WEIGHTS);
        }
    }

    @Test
    void examplesThatDoNotFitLeaveTheWeightsAsTheyWere() {
        Examples wide = Examples.ofFloats("wide", new int[] {3}, new float[3], new int[1], 2);
        try (Network network = logistic();
                Scope scope = Scope.open()) {
            assertThatThrownBy(() -> asked(B).measure(network, wide)).isInstanceOf(IllegalArgumentException.class);
            assertThat(network.trained().toArrays().get("0/weight")).isEqualTo(WEIGHTS);
        }
    }

    @Test
    void noiseOfTheNetworkItselfIsTheSameForEveryDraw() { // so that scale 0 changes nothing
        Variability none = new Variability(Perturbation.gaussian(0), 3, new Inference.Draws(4), KEY);
        try (Network network = network(StochasticDense.of(8, -1), Dense.of(2))) {
            NoisyWeights found = none.measure(network, EXAMPLES);
            assertThat(found.noisy()).containsOnly(found.clean());
            assertThat(found.sharpness()).isEqualTo(new NoisyWeights.Estimate(0, 0));
            assertThat(new Variability(Perturbation.gaussian(B), 3, new Inference.Draws(4), KEY)
                            .measure(network, EXAMPLES)
                            .noisy())
                    .doesNotContain(found.clean());
        }
    }

    @Test
    void sharpnessIsTheMeanOverDrawsLessTheCleanLoss() {
        NoisyWeights found = new NoisyWeights(
                new Judged(0.9, 0.5), List.of(new Judged(0.8, 1), new Judged(0.6, 2), new Judged(0.7, 4)));
        assertThat(found.nll().mean()).isCloseTo(7 / 3.0, within(1e-12));
        assertThat(found.sharpness().mean()).isCloseTo(7 / 3.0 - 0.5, within(1e-12));
        assertThat(found.sharpness().stderr()).isCloseTo(Math.sqrt(7) / 3, within(1e-12)); // s² = 7/3 over 3 draws
        assertThat(found.accuracy().mean()).isCloseTo(0.7, within(1e-12));
        assertThat(found.accuracy().stderr()).isCloseTo(0.1 / Math.sqrt(3), within(1e-12));
    }

    @Test
    void variabilityHoldsFromItsSharpnessOn() {
        NoisyWeights worse = new NoisyWeights(new Judged(1, 1), List.of(new Judged(1, 1.25), new Judged(1, 1.25)));
        assertThat(worse.within(0.25)).isTrue();
        assertThat(worse.within(0.24)).isFalse();
        NoisyWeights better = new NoisyWeights(new Judged(1, 1), List.of(new Judged(1, 0.75), new Judged(1, 0.75)));
        assertThat(better.within(0.24))
                .as("noise that helps is a change as well")
                .isFalse();
    }

    @Test
    void fewerThanTwoDrawsAreRefused() {
        assertThatThrownBy(() -> new Variability(Perturbation.gaussian(B), 1, MEAN, KEY))
                .hasMessage("variability.draws must be at least 2, got 1");
        assertThatThrownBy(() -> new NoisyWeights(new Judged(1, 1), List.of(new Judged(1, 1))))
                .hasMessageContaining("at least 2 draws, got 1");
    }

    @Test
    void groupsWithoutMembersAreRefused() {
        Perturbation noise = Perturbation.gaussian(B).with(new ScaleGroup("nowhere", 0));
        try (Network network = logistic()) {
            assertThatThrownBy(() -> new Variability(noise, 2, MEAN, KEY).measure(network, EXAMPLES))
                    .hasMessageContaining("nowhere");
        }
    }
}
