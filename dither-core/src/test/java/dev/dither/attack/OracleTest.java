package dev.dither.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.BatchNorm;
import dev.dither.nn.Dense;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.StochasticDense;
import dev.dither.objective.Batch;
import dev.dither.predict.Inference;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OracleTest {
    private static final RandomKey KEY = RandomKey.root(6);
    private static final int N = 6;
    private static final int DRAWS = 8;
    private static final List<LayerSpec> NOISY = List.of(Dense.of(5), StochasticDense.of(7, 1), Dense.of(3));
    private static final int[] LABELS = {0, 1, 2, 0, 1, 2};
    private static final Threat THREAT = new Threat(Norm.LINF, 0.1, Bounds.UNIT);

    @Test
    void theGradientIsTheMeanOfTheDrawsBeforeAnySign() {
        try (Scope scope = Scope.open();
                Network network = Network.build(Shape.of(4), NOISY, KEY)) {
            Attempt attempt = attempt(Oracle.drawing(network, DRAWS), examples());
            RandomKey noise = KEY.child("noise");
            float[] found = attempt.gradient(attempt.x(), attempt.aim(), noise).toFloats();
            float[][] draws = gradientsOfSingleDraws(attempt, noise);
            int signsDiffer = 0;
            for (int i = 0; i < found.length; i++) {
                double mean = 0;
                double signs = 0;
                for (float[] draw : draws) {
                    mean += draw[i] / DRAWS;
                    signs += Math.signum(draw[i]);
                }
                assertThat((double) found[i]).isCloseTo(mean, within(1e-6));
                signsDiffer += signs * mean < 0 ? 1 : 0;
            }
            // so an attack that averaged signs would take other steps
            assertThat(signsDiffer).isPositive();
        }
    }

    private static float[][] gradientsOfSingleDraws(Attempt attempt, RandomKey noise) {
        float[][] gradients = new float[DRAWS][];
        for (int draw = 0; draw < DRAWS; draw++) {
            Tensor x = attempt.x().copy().variable();
            Tensor all = attempt.victim().ask(x, noise).logProbabilities();
            Tensor one = all.narrow(0, (long) draw * N, N).picked(Tensor.ofLabels(LABELS));
            gradients[draw] =
                    Gradients.of(one.sum().times(-1), List.of(x)).get(0).toFloats();
        }
        return gradients;
    }

    @Test
    void anExampleHasTheSameGradientInEveryBatch() {
        try (Scope scope = Scope.open();
                Network network = Network.build(Shape.of(4), NOISY, KEY)) {
            Tensor all = examples();
            Attempt whole = attempt(Oracle.mean(network), all);
            float[] together = whole.gradient(all, whole.aim(), KEY).toFloats();
            for (int i = 0; i < N; i++) {
                Batch alone = new Batch(all.narrow(0, i, 1), Tensor.ofLabels(new int[] {LABELS[i]}));
                Attempt single = new Attempt(Oracle.mean(network), alone, Goal.UNTARGETED, THREAT, KEY);
                float[] found = single.gradient(alone.x(), single.aim(), KEY).toFloats();
                for (int j = 0; j < 4; j++) {
                    assertThat(found[j]).isCloseTo(together[4 * i + j], within(1e-6f));
                }
            }
        }
    }

    @Test
    void drawsOfOneAnswerDifferAndTheirProbabilitiesAreAveraged() {
        try (Scope scope = Scope.open();
                Network network = Network.build(Shape.of(4), NOISY, KEY)) {
            Answer answer = Oracle.drawing(network, DRAWS).ask(examples(), KEY);
            double[] each = answer.logProbabilities().toDoubles();
            double[] scores = answer.scores().toDoubles();
            assertThat(Arrays.stream(each).distinct().count()).isEqualTo(each.length);
            for (int i = 0; i < scores.length; i++) {
                double mean = 0;
                for (int draw = 0; draw < DRAWS; draw++) {
                    mean += Math.exp(each[draw * scores.length + i]) / DRAWS;
                }
                assertThat(scores[i]).isCloseTo(Math.log(mean), within(1e-9));
            }
        }
    }

    /** By a margin of 25, 32-bit floats round the probability of the label to 1, and half of the gradient to 0. */
    @Test
    void aSureNetworkDoesNotHideItsGradient() {
        try (Scope scope = Scope.open();
                Network network = Victims.linear()) {
            Map<String, float[]> values = network.trained().toArrays();
            values.replaceAll((name, old) -> scaled(old, 7));
            network.trained().assign(values);
            Batch sure = Victims.batch(new float[] {0.5f, 0.5f, 0.5f, 0.9f}, 0);
            Attempt attempt = new Attempt(Oracle.mean(network), sure, Goal.UNTARGETED, THREAT, KEY);
            float[] gradient = attempt.gradient(sure.x(), attempt.aim(), KEY).toFloats();
            double p = 1 / (1 + Math.exp(-7 * Victims.side(sure.x().toFloats(), 0)));
            assertThat(p).isLessThan(1e-10);
            for (int j = 0; j < 4; j++) {
                double expected = p * 7 * Victims.W[j];
                assertThat((double) gradient[j]).isCloseTo(expected, within(1e-4 * Math.abs(expected)));
            }
        }
    }

    private static float[] scaled(float[] values, float factor) {
        float[] scaled = values.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= factor;
        }
        return scaled;
    }

    @Test
    void runningStatisticsAreUsedAndStay() {
        List<LayerSpec> specs = List.of(BatchNorm.DEFAULT, Dense.of(3));
        try (Scope scope = Scope.open();
                Network network = Network.build(Shape.of(4), specs, KEY)) {
            Tensor all = examples();
            float[] together = Oracle.drawing(network, 2).ask(all, KEY).logits().toFloats();
            float[] alone =
                    Oracle.mean(network).ask(all.narrow(0, 0, 1), KEY).logits().toFloats();
            assertThat(alone[2]).isCloseTo(together[2], within(1e-6f));
            assertThat(network.tracked().toArrays().get("0/mean")).containsOnly(0);
        }
    }

    @Test
    void undecidedNumbersOfDrawsAreRefused() {
        try (Network network = Victims.linear()) {
            assertThatThrownBy(() -> new Oracle(network, new Inference.UntilSure(0.1, 5)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a fixed number of draws");
        }
    }

    @Test
    void gradientsThatAreNotFiniteAreRefusedWithTheExample() {
        try (Scope scope = Scope.open();
                Network network = Victims.linear()) {
            Map<String, float[]> values = network.trained().toArrays();
            values.get("0/weight")[0] = Float.NaN;
            network.trained().assign(values);
            Attempt attempt =
                    new Attempt(Oracle.mean(network), Victims.batch(new float[8], 0, 1), Goal.UNTARGETED, THREAT, KEY);
            assertThatThrownBy(() -> new FastGradientSign().perturb(attempt))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("attack: the gradient by the input is not finite for example 0");
        }
    }

    private static Tensor examples() {
        return Tensor.uniform(KEY.child("x"), Shape.of(N, 4));
    }

    private static Attempt attempt(Oracle victim, Tensor x) {
        return new Attempt(victim, new Batch(x, Tensor.ofLabels(LABELS)), Goal.UNTARGETED, THREAT, KEY);
    }
}
