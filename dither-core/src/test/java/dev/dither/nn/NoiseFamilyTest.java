package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class NoiseFamilyTest {
    private static final RandomKey ROOT = RandomKey.root(29);
    private static final int N = 40_000;

    @AutoClose
    final Scope scope = Scope.open();

    @Test
    void everyFamilyIsStandardized() {
        for (NoiseFamily family : NoiseFamily.values()) {
            assertThat(family.standard().mean()).as(family.name()).isZero();
            assertThat(family.standard().variance()).as(family.name()).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void gaussianDrawsAreTheNormalsOfTheKey() {
        Shape shape = Shape.of(7, 3);
        assertThat(NoiseFamily.GAUSSIAN.draws(ROOT, shape).toFloats())
                .isEqualTo(Tensor.normal(ROOT, shape).toFloats());
    }

    @Test
    void layersAreGaussianUnlessAsked() {
        assertThat(StochasticDense.of(3, -5).noise()).isEqualTo(NoiseFamily.GAUSSIAN);
        assertThat(StochasticConv.of(Conv.of(3, 3), -5).noise()).isEqualTo(NoiseFamily.GAUSSIAN);
    }

    /** Kurtosis of each family, by textbook: 3, 6, 9 / 5, 1. */
    @Test
    void activationsHaveTheMomentsOfTheirFamily() {
        requireMoments(NoiseFamily.GAUSSIAN, 3, 0.2);
        requireMoments(NoiseFamily.LAPLACE, 6, 1);
        requireMoments(NoiseFamily.UNIFORM, 1.8, 0.05);
        requireMoments(NoiseFamily.RADEMACHER, 1, 0.01);
    }

    /**
     * Mean 5 and σ = softplus(0) = log 2, n = 40 000. The bounds are 5 standard errors of the family with the widest,
     * Laplace: σ / √n, σ √(5 / 4n); fails with probability 1e-6.
     */
    private static void requireMoments(NoiseFamily family, double kurtosis, double tolerance) {
        double sigma = Math.log(2);
        double[] y = activations(family);
        double mean = moment(y, 0, 1);
        double stddev = Math.sqrt(moment(y, mean, 2));
        double bound = 5 * sigma * Math.sqrt(1.25 / N);
        assertThat(mean).as(family.name()).isCloseTo(5, within(5 * sigma / Math.sqrt(N)));
        assertThat(stddev).as(family.name()).isCloseTo(sigma, within(bound));
        assertThat(Math.abs(stddev - 1.05 * sigma)).as(family.name()).isGreaterThan(bound);
        assertThat(moment(y, mean, 4) / Math.pow(stddev, 4)).as(family.name()).isCloseTo(kurtosis, within(tolerance));
    }

    private static double[] activations(NoiseFamily family) {
        try (Network network =
                Network.build(Shape.of(1), List.of(StochasticDense.of(1, 0).withNoise(family)), ROOT)) {
            network.trained().assign(Map.of("0/weight", new float[2], "0/bias", new float[] {5, 0}));
            return network.forward(Tensor.full(0, Shape.of(N, 1)), Pass.sampling(ROOT.child("noise")))
                    .toDoubles();
        }
    }

    private static double moment(double[] y, double about, int power) {
        double sum = 0;
        for (double value : y) {
            sum += Math.pow(value - about, power);
        }
        return sum / y.length;
    }

    @Test
    void meansOfAllFamiliesAreEqual() {
        Tensor x = Tensor.normal(ROOT.child("x"), Shape.of(5, 4));
        float[] gaussian = mean(StochasticDense.of(3, -1), x);
        for (NoiseFamily family : NoiseFamily.values()) {
            assertThat(mean(StochasticDense.of(3, -1).withNoise(family), x)).isEqualTo(gaussian);
        }
    }

    private static float[] mean(LayerSpec spec, Tensor x) {
        try (Network network = Network.build(Shape.of(4), List.of(spec), ROOT)) {
            return network.forward(x, Pass.mean()).toFloats();
        }
    }

    @Test
    void convolutionsDrawTheirFamily() { // Rademacher: with μ = 5 and σ = log 2 only two values can come out
        LayerSpec spec = StochasticConv.of(Conv.of(2, 1), 0).withNoise(NoiseFamily.RADEMACHER);
        try (Network network = Network.build(Shape.of(1, 4, 4), List.of(spec), ROOT)) {
            network.trained().assign(Map.of("0/weight", new float[4], "0/bias", new float[] {5, 5, 0, 0}));
            double[] y = network.forward(Tensor.full(0, Shape.of(3, 1, 4, 4)), Pass.sampling(ROOT))
                    .toDoubles();
            assertThat(y).hasSize(96);
            assertThat(Arrays.stream(y).map(v -> (v - 5) / Math.log(2)).mapToLong(v -> Math.round(1e5 * v)))
                    .containsOnly(-100_000L, 100_000L);
        }
    }

    @Test
    void windowsOfStochasticConvolutionsNeedABias() {
        assertThatThrownBy(() -> StochasticConv.of(Conv.of(3, 3).withoutBias(), 0))
                .hasMessage("stochastic-conv.bias must be trained, got NONE");
    }
}
