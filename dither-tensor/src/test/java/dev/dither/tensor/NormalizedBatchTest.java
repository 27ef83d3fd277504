package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Large images in single precision have statistics of our own; in double precision they have the engine's. */
class NormalizedBatchTest {
    private static final double EPSILON = 1e-3;

    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
        Engine.threads(Runtime.getRuntime().availableProcessors());
    }

    @ParameterizedTest
    @CsvSource({ // examples, channels, height, width, distance of the mean from 0 in standard deviations
        "37, 3, 9, 8, 0",
        "16, 2, 8, 8, 1",
        "1, 5, 11, 13, 3",
        "33, 1, 20, 17, 1000"
    })
    void isThatOfDoublePrecision(int examples, int channels, int height, int width, double offset) {
        Tensor x = Tensor.normal(RandomKey.root(1), Shape.of(examples, channels, height, width))
                .plus(offset);
        Fields found = Fields.of(x);
        Fields expected = Fields.of(x.toDouble());
        double lost = 1e-5 * (1 + offset);
        requireClose(found.y, expected.y, lost);
        requireClose(found.mean, expected.mean, lost);
        requireClose(found.variance, expected.variance, 1e-4);
        for (int i = 0; i < 3; i++) {
            requireClose(found.gradients.get(i), expected.gradients.get(i), 20 * lost);
        }
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() {
        Tensor x = Tensor.normal(RandomKey.root(2), Shape.of(35, 6, 12, 11));
        Engine.threads(1);
        Fields one = Fields.of(x);
        Engine.threads(3);
        Fields three = Fields.of(x);
        assertThat(three.y.toFloats()).isEqualTo(one.y.toFloats());
        assertThat(three.variance.toFloats()).isEqualTo(one.variance.toFloats());
        for (int i = 0; i < 3; i++) {
            assertThat(three.gradients.get(i).toFloats())
                    .isEqualTo(one.gradients.get(i).toFloats());
        }
    }

    @Test
    void aConstantChannelIsItsShift() {
        float[] y = normalization(Tensor.full(0, Shape.of(2)))
                .byBatch(Tensor.full(3, Shape.of(18, 2, 8, 9)))
                .toFloats();
        for (int i = 0; i < y.length; i++) {
            assertThat(y[i]).as("number %d", i).isCloseTo(i / 72 % 2 == 0 ? -1 : -0.5f, within(1e-4f));
        }
    }

    @Test
    void numbersThatAreNoneStayInTheirChannel() {
        float[] values = new float[3 * 2 * 64];
        values[64 + 5] = Float.NaN;
        float[] y = normalization(Tensor.full(0, Shape.of(2)))
                .byBatch(Tensor.of(values, Shape.of(3, 2, 8, 8)))
                .toFloats();
        for (int i = 0; i < y.length; i++) {
            assertThat(Float.isNaN(y[i])).as("number %d", i).isEqualTo(i / 64 % 2 == 1);
        }
    }

    @Test
    void historyLeavesAScopeWithIt() {
        Tensor x = Tensor.normal(RandomKey.root(3), Shape.of(5, 2, 8, 8)).variable();
        Tensor factor = Tensor.normal(RandomKey.root(4), x.shape());
        Tensor kept;
        try (Scope inner = Scope.open()) {
            kept = inner.keep(normalization(x).byBatch(x).times(factor).sum());
        }
        Tensor direct = normalization(x).byBatch(x).times(factor).sum();
        assertThat(Gradients.of(kept, List.of(x)).get(0).toFloats())
                .isEqualTo(Gradients.of(direct, List.of(x)).get(0).toFloats());
    }

    /** Normalizes something computed, so that the way goes on behind the normalization. */
    private record Fields(Tensor y, Tensor mean, Tensor variance, List<Tensor> gradients) {
        static Fields of(Tensor x) {
            Tensor variable = x.detach().variable();
            long channels = x.shape().size(1);
            Tensor mean = Tensor.full(0.5, Shape.of(channels)).like(x);
            Tensor variance = Tensor.full(2, Shape.of(channels)).like(x);
            Normalization normalization = normalization(x);
            Tensor y = normalization.tracking(mean, variance, 0.25, variable.times(2));
            Tensor factor = Tensor.normal(RandomKey.root(7), x.shape()).like(x);
            List<Tensor> all = List.of(variable, normalization.scale(), normalization.shift());
            return new Fields(
                    y, mean, variance, Gradients.of(y.square().times(factor).sum(), all));
        }
    }

    private static Normalization normalization(Tensor like) {
        int channels = Math.toIntExact(like.shape().size(like.shape().rank() > 1 ? 1 : 0));
        float[] scale = new float[channels];
        float[] shift = new float[channels];
        for (int c = 0; c < channels; c++) {
            scale[c] = 1.5f - c;
            shift[c] = 0.5f * c - 1;
        }
        Shape shape = Shape.of(channels);
        return new Normalization(
                Tensor.of(scale, shape).like(like).variable(),
                Tensor.of(shift, shape).like(like).variable(),
                EPSILON);
    }

    private static void requireClose(Tensor found, Tensor expected, double tolerance) {
        double[] ours = found.toDoubles();
        double[] theirs = expected.toDoubles();
        double largest = 1;
        for (double each : theirs) {
            largest = Math.max(largest, Math.abs(each));
        }
        assertThat(ours).hasSameSizeAs(theirs);
        for (int i = 0; i < ours.length; i++) {
            assertThat(ours[i]).as("number %d", i).isCloseTo(theirs[i], within(tolerance * largest));
        }
    }
}
