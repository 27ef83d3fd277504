package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Engine;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Golden values: PyTorch 1.13, nn.BatchNorm2d and nn.BatchNorm1d in float64. */
class BatchNormTest {
    private static final RandomKey ROOT = RandomKey.root(17);
    private static final Shape IMAGE = Shape.of(2, 2, 2);
    private static final float[] X = {
        0.5f, -1, 2, 0.25f, 1.5f, 3, -2, 0, 1, 1, -0.5f, 4, 0.75f, -1.25f, 2.5f, 0.5f,
    };

    @AutoClose
    final Scope scope = Scope.open();

    private Network network;

    @BeforeEach
    void build() {
        network = Network.build(IMAGE, List.of(new BatchNorm(0.3, 1e-3, BatchNorm.Affine.SCALE_AND_SHIFT)), ROOT);
        network.trained().assign(Map.of("0/scale", new float[] {1.5f, -0.5f}, "0/shift", new float[] {0.25f, 1}));
    }

    @AfterEach
    void close() {
        network.close();
    }

    @Test
    void trackedPassesNormalizeByTheBatch() {
        double[] golden = {
            -0.168025496004,
            -1.71150425048,
            1.37545325847,
            -0.425271955083,
            0.728399667648,
            0.262799097901,
            1.81480099706,
            1.19400023739,
            0.346467422155,
            0.346467422155,
            -1.19701133232,
            3.4334249311,
            0.961199952521,
            1.58200071218,
            0.417999287817,
            1.03880004748,
        };
        requireClose(network.forward(x(), Pass.training(ROOT)), golden);
    }

    @Test
    void trackedPassesMoveTheRunningStatistics() {
        network.forward(x(), Pass.training(ROOT));
        requireClose(buffer("0/mean"), 0.271875, 0.1875);
        requireClose(buffer("0/variance"), 1.42823660714, 1.58928571429);
        network.forward(x().times(2).plus(1), Pass.training(ROOT));
        requireClose(buffer("0/mean"), 1.0340625, 0.80625);
        requireClose(buffer("0/variance"), 3.91271205357, 4.66964285714);
    }

    @Test
    void runningPassesNormalizeByTheRunningStatistics() {
        network.forward(x(), Pass.training(ROOT));
        network.forward(x().times(2).plus(1), Pass.training(ROOT));
        double[] golden = {
            -0.154938349656,
            -1.29227250902,
            0.982395809705,
            -0.344494042883,
            0.839496439679,
            0.492461714661,
            1.64924413139,
            1.1865311647,
            0.224173036798,
            0.224173036798,
            -0.913161122563,
            2.49884135552,
            1.01301380219,
            1.47572676888,
            0.608139956333,
            1.07085292302,
        };
        requireClose(network.forward(x(), Pass.mean()), golden);
    }

    @Test
    void vectorsAreNormalizedByUnit() {
        float[] v = {1, -2, 0, 3, 0.5f, 0.25f, 5, 1, -1, 8, 4, 2};
        double[] golden = {
            -1.25675649613,
            -1.3482823954,
            -0.289156228126,
            -0.483367883126,
            -0.175862921139,
            -0.0578312456253,
            0.290020729876,
            0.0586209737132,
            -1.21445615813,
            1.45010364938,
            1.46552434283,
            1.56144363188,
        };
        BatchNorm plain = BatchNorm.DEFAULT.with(BatchNorm.Affine.NONE);
        try (Network vectors = Network.build(Shape.of(3), List.of(plain), ROOT)) {
            requireClose(vectors.forward(Tensor.of(v, Shape.of(4, 3)), Pass.training(ROOT)), golden);
            requireClose(vectors.tracked().byName().get("0/mean"), 0.425, 0.0875, 0.03125);
            requireClose(vectors.tracked().byName().get("0/variance"), 1.79166666667, 1.50625, 1.05572916667);
        }
    }

    @Test
    void onlyTrackedPassesTouchTheRunningStatistics() {
        network.forward(x(), Pass.training(ROOT));
        Map<String, float[]> before = network.tracked().toArrays();
        network.forward(x().times(9), Pass.mean());
        network.forward(x().times(9), Pass.sampling(ROOT));
        network.forward(x().times(9), Pass.mean().withStatistics(StatisticsMode.BATCH));
        network.tracked()
                .toArrays()
                .forEach((name, values) -> assertThat(values).as(name).isEqualTo(before.get(name)));
    }

    @Test
    void batchPassesGiveTheBitsOfTrackedOnes() {
        float[] tracked = network.forward(x(), Pass.training(ROOT)).toFloats();
        Pass batch = Pass.mean().withStatistics(StatisticsMode.BATCH);
        assertThat(network.forward(x(), batch).toFloats()).isEqualTo(tracked);
    }

    @Test
    @Tag("determinism")
    void oneAndTwoThreadsGiveEqualBits() { // 1000 vectors of 512: the engine would split their sums by thread
        int threads = Engine.threads();
        try {
            List<float[]> one = ofVectors(1);
            List<float[]> two = ofVectors(2);
            for (int i = 0; i < one.size(); i++) {
                assertThat(two.get(i)).as("tensor %d", i).isEqualTo(one.get(i));
            }
        } finally {
            Engine.threads(threads);
        }
    }

    /** Returns output, running statistics and gradients. */
    private static List<float[]> ofVectors(int threads) {
        Engine.threads(threads);
        try (Network vectors = Network.build(Shape.of(512), List.of(BatchNorm.DEFAULT), ROOT)) {
            Tensor x = Tensor.normal(ROOT.child("x"), Shape.of(1000, 512)).variable();
            Tensor y = vectors.forward(x, Pass.training(ROOT));
            Tensor sum = y.times(Tensor.normal(ROOT.child("w"), y.shape())).sum();
            List<float[]> all = new ArrayList<>(vectors.tracked().toArrays().values());
            all.add(y.toFloats());
            List<Tensor> variables = new ArrayList<>(vectors.trained().all());
            variables.add(x);
            Gradients.of(sum, variables).forEach(gradient -> all.add(gradient.toFloats()));
            return all;
        }
    }

    @Test
    void affineSaysWhatIsTrained() {
        assertThat(trained(BatchNorm.Affine.NONE)).isEmpty();
        assertThat(trained(BatchNorm.Affine.SHIFT)).containsExactly("0/shift");
        assertThat(trained(BatchNorm.Affine.SCALE)).containsExactly("0/scale");
        assertThat(trained(BatchNorm.Affine.SCALE_AND_SHIFT)).containsExactly("0/scale", "0/shift");
    }

    private static List<String> trained(BatchNorm.Affine affine) {
        try (Network one = Network.build(IMAGE, List.of(BatchNorm.DEFAULT.with(affine)), ROOT)) {
            return List.copyOf(one.trained().byName().keySet());
        }
    }

    @Test
    void statisticsOfOneValueAUnitAreRefused() {
        try (Network vectors = Network.build(Shape.of(3), List.of(BatchNorm.DEFAULT), ROOT)) {
            Tensor one = Tensor.full(1, Shape.of(1, 3));
            assertThatThrownBy(() -> vectors.forward(one, Pass.training(ROOT)))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage("0: expected 2 values a unit or more for statistics of the batch, got [1, 3]");
            assertThat(vectors.forward(one, Pass.mean()).finite()).isTrue();
        }
    }

    @Test
    void wrongShapesAreRefusedWithPath() {
        assertThatThrownBy(() -> Network.build(Shape.of(2, 3), List.of(BatchNorm.DEFAULT), ROOT))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("0/batch-norm: expected a vector [K] or an image [C, H, W]");
        Layer layer = BatchNorm.DEFAULT.with(BatchNorm.Affine.NONE).build(Shape.of(3), ROOT);
        assertThatThrownBy(() -> layer.forward(
                        Tensor.full(1, Shape.of(2, 4)), Pass.mean().in("7")))
                .isInstanceOf(ShapeException.class)
                .hasMessage("7: expected [N, 3], got [2, 4]");
        layer.buffers().values().forEach(Tensor::release);
    }

    @Test
    void badSettingsAreRefusedWithNameAndValue() {
        assertThatThrownBy(() -> BatchNorm.DEFAULT.withMomentum(Double.NaN))
                .hasMessage("batch-norm.momentum must be in [0, 1], got NaN");
        assertThatThrownBy(() -> new BatchNorm(0.1, 0, BatchNorm.Affine.NONE))
                .hasMessage("batch-norm.epsilon must be positive, got 0.0");
    }

    private static Tensor x() {
        return Tensor.of(X, IMAGE.batched(2));
    }

    private Tensor buffer(String name) {
        return network.tracked().byName().get(name);
    }

    /** Single precision against twelve digits. */
    private static void requireClose(Tensor found, double... golden) {
        double[] values = found.toDoubles();
        assertThat(values).hasSameSizeAs(golden);
        for (int i = 0; i < golden.length; i++) {
            assertThat(values[i]).isCloseTo(golden[i], within(1e-6 * Math.max(1, Math.abs(golden[i]))));
        }
    }
}
