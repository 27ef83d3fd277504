package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images in single precision are normalized and pooled at once; in double precision the engine does one after the other. */
class NormalizedPoolTest {
    private static final double EPSILON = 1e-3;

    @AutoClose
    final Scope scope = Scope.open();

    @ParameterizedTest
    @CsvSource({ // draws, examples, channels, height, distance of the mean from 0 in standard deviations
        "1, 37, 3, 9, 0",
        "1, 16, 2, 10, 1",
        "1, 1, 5, 13, 3",
        "3, 7, 2, 10, 1",
        "2, 33, 1, 20, 1000"
    })
    void isThatOfDoublePrecision(int draws, int examples, int channels, int height, double offset) {
        Tensor x = Tensor.normal(RandomKey.root(1), Shape.of((long) draws * examples, channels, height, height - 1))
                .plus(offset);
        Fields found = Fields.of(x, draws);
        Fields expected = Fields.of(x.toDouble(), draws);
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
        AnyThreads.requireSameBits(() -> {
            Fields fields = Fields.of(x, 1);
            return Stream.concat(Stream.of(fields.y, fields.variance), fields.gradients.stream())
                    .map(Tensor::toFloats)
                    .toList();
        });
    }

    @Test
    void aDrawIsNormalizedAsItIsAlone() {
        Tensor x = Tensor.normal(RandomKey.root(8), Shape.of(10, 3, 9, 8));
        float[] together = normalization(x).pooledAlone(x, 2, Optional.empty()).toFloats();
        float[] second = normalization(x)
                .pooledAlone(x.narrow(0, 5, 5), 1, Optional.empty())
                .toFloats();
        assertThat(Arrays.copyOfRange(together, second.length, together.length)).isEqualTo(second);
    }

    @Test
    void aConstantChannelIsItsShift() {
        Tensor x = Tensor.full(3, Shape.of(18, 2, 8, 10));
        float[] y = normalization(x).pooledAlone(x, 1, Optional.empty()).toFloats();
        for (int i = 0; i < y.length; i++) {
            assertThat(y[i]).as("number %d", i).isCloseTo(i / 20 % 2 == 0 ? -1 : -0.5f, within(1e-4f));
        }
    }

    @Test
    void numbersThatAreNoneStayInTheirChannel() {
        float[] values = new float[3 * 2 * 64];
        values[64 + 5] = Float.NaN;
        Tensor x = Tensor.of(values, Shape.of(3, 2, 8, 8));
        float[] y = normalization(x).pooledAlone(x, 1, Optional.empty()).toFloats();
        for (int i = 0; i < y.length; i++) {
            assertThat(Float.isNaN(y[i])).as("number %d", i).isEqualTo(i / 16 % 2 == 1);
        }
    }

    @Test
    void historyLeavesAScopeWithIt() {
        Tensor x = Tensor.normal(RandomKey.root(3), Shape.of(5, 2, 8, 8)).variable();
        Tensor factor = Tensor.normal(RandomKey.root(4), Shape.of(5, 2, 4, 4));
        Tensor kept;
        try (Scope inner = Scope.open()) {
            kept = inner.keep(normalization(x)
                    .pooledAlone(x, 1, Optional.empty())
                    .times(factor)
                    .sum());
        }
        Tensor direct = normalization(x)
                .pooledAlone(x, 1, Optional.empty())
                .times(factor)
                .sum();
        assertThat(Gradients.of(kept, List.of(x)).get(0).toFloats())
                .isEqualTo(Gradients.of(direct, List.of(x)).get(0).toFloats());
    }

    /** Normalizes something computed, so that the way goes on behind the normalization. */
    private record Fields(Tensor y, Tensor mean, Tensor variance, List<Tensor> gradients) {
        static Fields of(Tensor x, int draws) {
            Tensor variable = x.detach().variable();
            Shape channels = Shape.of(x.shape().size(1));
            Tensor mean = Tensor.full(0.5, channels).like(x);
            Tensor variance = Tensor.full(2, channels).like(x);
            Normalization normalization = normalization(x);
            Normalization.Running running = new Normalization.Running(mean, variance, 0.25);
            Tensor y = pooled(normalization, running, variable.times(2), draws);
            Tensor factor = Tensor.normal(RandomKey.root(7), y.shape()).like(x);
            List<Tensor> all = List.of(variable, normalization.scale(), normalization.shift());
            return new Fields(
                    y, mean, variance, Gradients.of(y.square().times(factor).sum(), all));
        }

        private static Tensor pooled(Normalization normalization, Normalization.Running running, Tensor x, int draws) {
            if (Normalization.poolsAlone(x)) {
                return normalization.pooledAlone(x, draws, Optional.of(running));
            }
            long examples = x.shape().size(0) / draws;
            Tensor[] parts = new Tensor[draws];
            for (int draw = 0; draw < draws; draw++) {
                parts[draw] = normalization.tracking(running, x.narrow(0, draw * examples, examples));
            }
            return Tensor.concatenated(0, parts).maxPool(2, 2);
        }
    }

    /** The second channel and those behind it have negative scales. */
    private static Normalization normalization(Tensor like) {
        int channels = Math.toIntExact(like.shape().size(1));
        float[] scale = new float[channels];
        float[] shift = new float[channels];
        for (int c = 0; c < channels; c++) {
            scale[c] = 0.7f - c;
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
