package dev.dither.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.Parameters;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamTest {
    private static final List<String> NAMES = List.of("0/weight", "0/bias");
    private static final Sgd PLAIN = Sgd.of(0.1, 0);

    @Test
    void theGradientIsTakenARadiusUphill() { // θ − lr · c (θ + ρ g / ‖g‖), the norm over both parameters
        double squares = 0;
        for (int i = 0; i < Quadratic.START.length; i++) {
            squares += 2 * Math.pow(Quadratic.gradient(i, Quadratic.START[i]), 2);
        }
        Map<String, double[]> found = Quadratic.run(Sam.of(PLAIN, 0.7), NAMES, 1);
        for (double[] values : found.values()) {
            for (int i = 0; i < values.length; i++) {
                double start = Quadratic.START[i];
                double uphill = start + 0.7 * Quadratic.gradient(i, start) / Math.sqrt(squares);
                assertThat(values[i]).isCloseTo(start - 0.1 * Quadratic.gradient(i, uphill), within(1e-6));
            }
        }
    }

    @Test
    void adaptiveDistancesAreRelativeToTheWeightsButAbsoluteForBiases() { // e = ρ T² g / ‖T g‖, T = |θ| + 0.01 or 1
        double squares = 0;
        for (int i = 0; i < Quadratic.START.length; i++) {
            double g = Quadratic.gradient(i, Quadratic.START[i]);
            squares += Math.pow((Math.abs(Quadratic.START[i]) + 0.01) * g, 2) + g * g;
        }
        Map<String, double[]> found = Quadratic.run(Sam.adaptive(PLAIN, 0.7), NAMES, 1);
        for (int i = 0; i < Quadratic.START.length; i++) {
            double start = Quadratic.START[i];
            double step = 0.7 * Quadratic.gradient(i, start) / Math.sqrt(squares);
            double ofWeight = start + Math.pow(Math.abs(start) + 0.01, 2) * step;
            assertThat(found.get("0/weight")[i]).isCloseTo(start - 0.1 * Quadratic.gradient(i, ofWeight), within(1e-6));
            assertThat(found.get("0/bias")[i])
                    .isCloseTo(start - 0.1 * Quadratic.gradient(i, start + step), within(1e-6));
        }
    }

    @Test
    void radiusZeroGivesTheBitsOfTheBase() {
        for (Optimizer base : List.of(Sgd.of(0.1, 0.9).withWeightDecay(0.3), Adam.DEFAULT)) {
            assertThat(Quadratic.run(Sam.of(base, 0), 1, 0.5)).isEqualTo(Quadratic.run(base, 1, 0.5));
        }
    }

    @Test
    void twoGradientsAreAskedForAndTheSecondMayThrow() {
        int[] asked = {0};
        try (Scope scope = Scope.open()) {
            Parameters parameters = Quadratic.parameters(NAMES);
            try (OptimizerState state = PLAIN.init(parameters)) {
                GradientOracle failing = p -> {
                    if (++asked[0] == 2) {
                        assertThat(p.all().get(0).toDoubles()).isNotEqualTo(Quadratic.START);
                        throw new IllegalStateException("no second gradient");
                    }
                    return p.all().stream().map(Tensor::copy).toList();
                };
                assertThatThrownBy(() -> Sam.of(PLAIN, 0.5).step(parameters, state, failing, 1, Quadratic.KEY))
                        .hasMessage("no second gradient");
            }
            assertThat(Quadratic.values(parameters))
                    .allSatisfy((name, values) -> assertThat(values).isEqualTo(Quadratic.START));
        }
        assertThat(asked[0]).isEqualTo(2);
    }

    @Test
    void whereThereIsNoDirectionTheStepIsThatOfTheBase() {
        assertThat(Quadratic.run(Sam.of(PLAIN, 0.5), Double.NaN, 1)).containsOnly(Double.NaN);
        try (Scope scope = Scope.open()) {
            Parameters parameters = Quadratic.parameters(NAMES);
            try (OptimizerState state = PLAIN.init(parameters)) {
                GradientOracle flat = p ->
                        p.all().stream().map(t -> Tensor.full(0, t.shape())).toList();
                Sam.of(PLAIN, 0.5).step(parameters, state, flat, 1, Quadratic.KEY);
            }
            assertThat(Quadratic.values(parameters).get("0/bias")).isEqualTo(Quadratic.START);
        }
    }

    @Test
    void badRadiiAreRefused() {
        assertThatThrownBy(() -> Sam.of(PLAIN, -1)).hasMessage("sam.radius must be finite and >= 0, got -1.0");
        assertThatThrownBy(() -> Sam.adaptive(PLAIN, Double.NaN)).hasMessageContaining("sam.radius");
    }
}
