package dev.dither.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.NoiseFamily;
import dev.dither.nn.Parameters;
import dev.dither.optim.Perturbation.Measure;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PerturbedTest {
    private static final List<String> NAMES = List.of("0/weight", "1/scale", "1/shift");
    private static final double[] FACTORS = {1, 0.5, 0.25};
    private static final double B = 0.1;
    private static final Perturbation NOISE = Perturbation.gaussian(B);
    private static final Sgd PLAIN = Sgd.of(0.1, 0);
    private static final Sgd DECAYING = PLAIN.withWeightDecay(0.5);

    static Stream<Optimizer> bases() {
        return Stream.of(
                PLAIN,
                Sgd.of(0.1, 0.9).withWeightDecay(0.3),
                new Sgd(0.1, 0.9, 0.3, Sgd.Convention.TORCH, true),
                new Adam(0.1, 0.9, 0.999, 1e-8, 0.3, false, false),
                new Adam(0.1, 0.9, 0.999, 1e-8, 0.3, true, false),
                new Adam(0.1, 0.9, 0.999, 1e-8, 0.3, false, true),
                Grouped.of(Sgd.of(0.1, 0.9), new ParameterGroup(".*shift", 2, 0)));
    }

    /** Returns the draws of N(0, 1) for a parameter in the first step, from the address alone. */
    private static float[] draws(String path) {
        float[] draws = new float[Quadratic.START.length];
        Quadratic.KEY.child(0).child("noise").child(path).fillNormal(draws);
        return draws;
    }

    @Test
    void oneStepMovesTheCleanWeightsByTheGradientAtThePerturbedOnes() { // θ − lr · c (θ + b ε)
        double[] found = Quadratic.run(new Perturbed(PLAIN, NOISE), 1);
        float[] draws = draws("theta");
        for (int i = 0; i < found.length; i++) {
            double start = Quadratic.START[i];
            double expected = start - 0.1 * Quadratic.CURVATURE[i] * (start + B * draws[i]);
            assertThat(found[i]).isCloseTo(expected, within(1e-6));
        }
        // lr · c · b · |ε| is 10⁻² · |ε| for the first number, which tells the two apart
        assertThat(Math.abs(found[0] - Quadratic.run(PLAIN, 1)[0])).isGreaterThan(1e-4);
    }

    @Test
    void theBasesOwnWeightDecayIsThatOfTheCleanWeights() { // θ − lr (c (θ + e) + ½ θ)
        requireStep(new Perturbed(DECAYING, NOISE), 0);
    }

    @Test
    void publishedWeightDecayIsThatOfThePerturbedWeights() { // θ − lr (c (θ + e) + ½ (θ + e))
        requireStep(Perturbed.asPublished(DECAYING, NOISE), 1);
    }

    private static void requireStep(Optimizer optimizer, double decayOfNoise) {
        double[] found = Quadratic.run(optimizer, 1);
        float[] draws = draws("theta");
        for (int i = 0; i < found.length; i++) {
            double start = Quadratic.START[i];
            double e = B * draws[i];
            double g = Quadratic.CURVATURE[i] * (start + e) + 0.5 * (start + decayOfNoise * e);
            assertThat(found[i]).isCloseTo(start - 0.1 * g, within(1e-6));
        }
    }

    @Test
    void publishedDecoupledWeightDecayStaysThatOfTheCleanWeights() {
        Adam decoupled = new Adam(0.1, 0.9, 0.999, 1e-8, 0.3, false, true);
        assertThat(Perturbed.asPublished(decoupled, NOISE)).isEqualTo(new Perturbed(decoupled, NOISE));
    }

    @Test
    void clippingOutsideLeavesPublishedWeightDecayUnclipped() { // as where gradients are clipped before an
        // optimizer's step
        Optimizer published = Perturbed.asPublished(DECAYING, Perturbation.gaussian(0));
        assertThat(Quadratic.run(new Clipped(published, 1e-6), 1)[0]).isCloseTo(1 - 0.1 * 0.5, within(1e-5));
    }

    @ParameterizedTest
    @MethodSource("bases")
    void scaleZeroGivesTheBitsOfTheBase(Optimizer base) {
        Map<String, double[]> expected = Quadratic.run(base, NAMES, FACTORS);
        requireSame(Quadratic.run(new Perturbed(base, Perturbation.gaussian(0)), NAMES, FACTORS), expected);
        assertThat(Quadratic.run(new Perturbed(base, NOISE), NAMES, FACTORS).get("0/weight"))
                .isNotEqualTo(expected.get("0/weight"));
    }

    private static void requireSame(Map<String, double[]> found, Map<String, double[]> expected) {
        expected.forEach((name, values) -> assertThat(found.get(name)).as(name).isEqualTo(values));
    }

    @ParameterizedTest
    @MethodSource("bases")
    void noiseNeverAccumulates(Optimizer base) { // decoupled decay and velocities rest, too, at rate zero
        double[] found = Quadratic.run(new Perturbed(base, Perturbation.gaussian(3)), NAMES, new double[200])
                .get("0/weight");
        assertThat(found).isEqualTo(Quadratic.START);
    }

    @Test
    void weightsComeBackBitByBitWhenTheOracleThrows() {
        List<double[]> seen = new ArrayList<>();
        try (Scope scope = Scope.open()) {
            Parameters parameters = Quadratic.parameters(NAMES);
            Optimizer optimizer = new Perturbed(Sgd.of(0.1, 0.9), NOISE);
            try (OptimizerState state = optimizer.init(parameters)) {
                GradientOracle failing = p -> {
                    seen.add(p.all().get(0).toDoubles());
                    throw new IllegalStateException("no gradient today");
                };
                assertThatThrownBy(() -> optimizer.step(parameters, state, failing, 1, Quadratic.KEY))
                        .hasMessage("no gradient today");
            }
            assertThat(Quadratic.values(parameters))
                    .allSatisfy((name, values) -> assertThat(values).isEqualTo(Quadratic.START));
        }
        assertThat(seen).hasSize(1).first().isNotEqualTo(Quadratic.START);
    }

    @Test
    void stepsDrawAnewAndTheDrawsFollowFromTheNumberOfTheStep() {
        Perturbed optimizer = new Perturbed(Sgd.of(0.1, 0), NOISE);
        List<float[]> three = seen(optimizer, NAMES, 3).get("1/scale");
        assertThat(three.get(0)).isNotEqualTo(three.get(1));
        assertThat(three.get(1)).isNotEqualTo(three.get(2));
        List<float[]> alone = seen(optimizer, List.of("1/scale"), 3).get("1/scale");
        for (int step = 0; step < 3; step++) {
            assertThat(alone.get(step)).isEqualTo(three.get(step));
        }
    }

    @Test
    void parametersHaveNoiseOfTheirOwn() {
        Map<String, List<float[]>> seen = seen(new Perturbed(PLAIN, NOISE), NAMES, 1);
        assertThat(seen.get("1/scale").get(0)).isNotEqualTo(seen.get("1/shift").get(0));
    }

    @Test
    void aBaseThatAsksTwiceSeesOneDraw() { // SAM goes from θ to θ + ρ ĝ, and e is the same at both
        List<double[]> seen = new ArrayList<>();
        Optimizer optimizer = new Perturbed(Sam.of(PLAIN, 0.7), NOISE);
        try (Scope scope = Scope.open()) {
            Parameters parameters = Quadratic.parameters(List.of("theta"));
            try (OptimizerState state = optimizer.init(parameters)) {
                GradientOracle watching = p -> {
                    seen.add(p.all().get(0).toDoubles());
                    return p.all().stream().map(Tensor::copy).toList();
                };
                optimizer.step(parameters, state, watching, 1, Quadratic.KEY);
            }
        }
        double squares = 0;
        for (int i = 0; i < Quadratic.START.length; i++) {
            squares += Math.pow(seen.get(1)[i] - seen.get(0)[i], 2);
        }
        assertThat(seen).hasSize(2);
        assertThat(Math.sqrt(squares)).isCloseTo(0.7, within(1e-5));
    }

    @Test
    void normalizationIsLeftOutOnDemand() {
        Perturbation without = NOISE.with(ScaleGroup.WITHOUT_NORMALIZATION);
        Map<String, List<float[]>> seen = seen(new Perturbed(PLAIN, without), NAMES, 1);
        assertThat(wide(seen.get("1/scale").get(0))).isEqualTo(Quadratic.START);
        assertThat(wide(seen.get("1/shift").get(0))).isEqualTo(Quadratic.START);
        assertThat(wide(seen.get("0/weight").get(0))).isNotEqualTo(Quadratic.START);
    }

    @Test
    void theFirstMatchingGroupScalesTheNoise() {
        Perturbation groups = NOISE.with(new ScaleGroup("1/scale", 10), new ScaleGroup("1/.*", 0));
        Map<String, List<float[]>> seen = seen(new Perturbed(PLAIN, groups), NAMES, 1);
        float[] found = seen.get("1/scale").get(0);
        float[] draws = draws("1/scale");
        for (int i = 0; i < found.length; i++) {
            assertThat((double) found[i]).isCloseTo(Quadratic.START[i] + 10 * B * draws[i], within(1e-5));
        }
        assertThat(wide(seen.get("1/shift").get(0))).isEqualTo(Quadratic.START);
    }

    /** Returns what the oracle sees of each parameter, step by step. */
    private static Map<String, List<float[]>> seen(Optimizer optimizer, List<String> names, int steps) {
        List<Map<String, float[]>> each = new ArrayList<>();
        try (Scope scope = Scope.open()) {
            Parameters parameters = Quadratic.parameters(names);
            try (OptimizerState state = optimizer.init(parameters)) {
                GradientOracle watching = p -> {
                    each.add(p.toArrays());
                    return p.all().stream().map(t -> Tensor.full(0, t.shape())).toList();
                };
                for (int step = 0; step < steps; step++) {
                    optimizer.step(parameters, state, watching, 1, Quadratic.KEY.child(step));
                }
            }
        }
        return names.stream()
                .collect(Collectors.toMap(
                        name -> name,
                        name -> each.stream().map(m -> m.get(name)).toList()));
    }

    private static double[] wide(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }

    @Test
    void aGroupWithoutParametersIsRefused() {
        Perturbed optimizer = new Perturbed(PLAIN, NOISE.with(new ScaleGroup("7/.*", 0)));
        assertThatThrownBy(() -> Quadratic.run(optimizer, NAMES, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .hasLineCount(1)
                .contains("7/.*", "0/weight");
    }

    @Test
    void badScalesAreRefusedInOneLine() {
        for (double bad : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> Perturbation.of(NoiseFamily.LAPLACE, bad))
                    .hasMessage("perturbation.scale must be finite and >= 0, got " + bad);
            assertThatThrownBy(() -> new ScaleGroup(".*", bad))
                    .hasMessage("group.factor must be finite and >= 0, got " + bad);
        }
        assertThatThrownBy(() -> new ScaleGroup("(", 1)).hasMessageContaining("group.pattern");
    }

    @Test
    void measureDecidesWhatTheScaleIs() {
        assertThat(NOISE.measure()).isEqualTo(Measure.SCALE);
        Perturbation uniform = Perturbation.of(NoiseFamily.UNIFORM, 1);
        float[] halfWidth =
                seen(new Perturbed(PLAIN, uniform), NAMES, 1).get("0/weight").get(0);
        float[] stddev = seen(new Perturbed(PLAIN, uniform.with(Measure.STDDEV)), NAMES, 1)
                .get("0/weight")
                .get(0);
        for (int i = 0; i < stddev.length; i++) {
            double e = halfWidth[i] - Quadratic.START[i];
            assertThat(stddev[i] - Quadratic.START[i]).isCloseTo(Math.sqrt(3) * e, within(1e-5));
        }
    }
}
