package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StochasticDenseTest {
    private static final RandomKey ROOT = RandomKey.root(31);
    private static final int N = 20_000;

    @AutoClose
    final Scope scope = Scope.open();

    private Network network;

    @BeforeEach
    void build() {
        network = Network.build(Shape.of(4), List.of(StochasticDense.of(3, -5)), ROOT);
    }

    @AfterEach
    void close() {
        network.close();
    }

    @Test
    void meanModeIsTheRectifiedMeanBranch() {
        Tensor x = Tensor.normal(ROOT.child("x"), Shape.of(5, 4));
        float[] found = network.forward(x, Pass.mean()).toFloats();
        float[] weight = network.trained().byName().get("0/weight").toFloats();
        float[] features = x.toFloats();
        for (int n = 0; n < 5; n++) {
            for (int unit = 0; unit < 3; unit++) {
                double sum = 0;
                for (int i = 0; i < 4; i++) {
                    sum += (double) weight[unit * 4 + i] * features[n * 4 + i];
                }
                assertThat((double) found[n * 3 + unit]).isCloseTo(Math.max(0, sum), within(1e-6));
            }
        }
        assertThat(network.forward(x, Pass.mean()).toFloats()).isEqualTo(found);
    }

    @Test
    void linearOutputIsTheDrawBeforeTheRectification() {
        Tensor x = Tensor.normal(ROOT.child("x"), Shape.of(50, 4));
        try (Network codes =
                Network.build(Shape.of(4), List.of(StochasticDense.of(3, -5).linear()), ROOT)) {
            for (Pass pass : List.of(Pass.mean(), Pass.sampling(ROOT.child(1)))) {
                float[] rectified = network.forward(x, pass).toFloats();
                float[] linear = codes.forward(x, pass).toFloats();
                assertThat(IntStream.range(0, linear.length).filter(i -> linear[i] < 0))
                        .hasSizeGreaterThan(30);
                for (int i = 0; i < linear.length; i++) {
                    assertThat(Math.max(0, linear[i])).isEqualTo(rectified[i]);
                }
            }
        }
    }

    @Test
    void drawsAreAFunctionOfTheKey() {
        Tensor x = Tensor.normal(ROOT.child("x"), Shape.of(5, 4));
        float[] one = network.forward(x, Pass.sampling(ROOT.child(1))).toFloats();
        assertThat(network.forward(x, Pass.sampling(ROOT.child(1))).toFloats()).isEqualTo(one);
        assertThat(network.forward(x, Pass.sampling(ROOT.child(2))).toFloats()).isNotEqualTo(one);
    }

    @Test
    void wrongInputsAreRefusedWithPathAndBothShapes() {
        Layer layer = StochasticDense.of(3, -5).build(Shape.of(4), ROOT);
        Tensor wrong = Tensor.full(1, Shape.of(2, 6));
        assertThatThrownBy(() -> layer.forward(wrong, Pass.mean().in("hidden").in("2")))
                .isInstanceOf(ShapeException.class)
                .hasMessage("hidden/2: expected [N, 4], got [2, 6]");
        layer.parameters().values().forEach(Tensor::release);
    }

    @Test
    void imagesNeedFlatteningFirst() {
        assertThatThrownBy(() -> StochasticDense.of(3, -5).outputShape(Shape.of(1, 2, 2)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("flatten")
                .hasMessageContaining("[1, 2, 2]");
    }

    @Test
    void traceStartsAtTheInitialStandardDeviation() {
        Pass pass = Pass.sampling(ROOT);
        network.forward(Tensor.full(0, Shape.of(2, 4)), pass);
        assertThat(pass.trace().sites()).hasSize(1);
        Trace.Site site = pass.trace().sites().get(0);
        assertThat(site.path()).isEqualTo("0");
        assertThat(site.mean().shape()).isEqualTo(Shape.of(2, 3));
        for (double logStddev : site.logStddev().toDoubles()) {
            assertThat(logStddev).isCloseTo(Math.log(Math.log1p(Math.exp(-5))), within(1e-5));
        }
    }

    @Test
    void drawsSpreadAsSigmaSays() { // n = 20 000 a unit, 5 standard errors: 3 units fail with probability 2e-6
        float[] bias = {5, 5, 5, -1, 0, 0.5f};
        network.trained().assign(Map.of("0/weight", new float[24], "0/bias", bias));
        double[] y = network.forward(Tensor.full(0, Shape.of(N, 4)), Pass.sampling(ROOT.child("noise")))
                .toDoubles();
        for (int unit = 0; unit < 3; unit++) {
            double sigma = Math.log1p(Math.exp(bias[3 + unit]));
            // a normal sample's standard deviation has standard error σ / √2n; μ is too large for ReLU to cut
            assertThat(errors(y, unit, sigma)).isLessThan(5);
            assertThat(errors(y, unit, 1.05 * sigma)).isGreaterThan(5);
        }
    }

    private static double errors(double[] y, int unit, double sigma) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < N; i++) {
            double deviation = y[3 * i + unit] - 5;
            sum += deviation;
            squares += deviation * deviation;
        }
        double stddev = Math.sqrt((squares - sum * sum / N) / (N - 1));
        return Math.abs(stddev - sigma) / (sigma / Math.sqrt(2.0 * N));
    }

    @Test
    void badSettingsAreRefusedWithNameAndValue() {
        assertThatThrownBy(() -> StochasticDense.of(0, -5)).hasMessageContaining("stochastic-dense.units");
        assertThatThrownBy(() -> StochasticDense.of(3, Double.NaN))
                .hasMessage("stochastic-dense.initialRho must be finite, got NaN");
    }
}
