package dev.dither.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.Parameters;
import dev.dither.nn.Trace;
import dev.dither.objective.MaxEntropy.Aggregation;
import dev.dither.objective.MaxEntropy.Layers;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaxEntropyTest {
    private static final Parameters NO_PARAMETERS = new Parameters(Map.of());

    // rows are examples; means over them 1 and 2, means of them 2 and 1, margin 1.5
    private static final float[] SPREADS = {0, 4, 2, 0};

    @Test
    void hingeComesAfterTheAverageOfItsEquation() {
        // units: max(0, 1.5 − 1), max(0, 1.5 − 2); examples: 1.5 − 2, 1.5 − 1; elements: 1.5, −, −, 1.5
        assertThat(value(Aggregation.PER_UNIT, Layers.SUM, SPREADS)).isCloseTo(0.25, within(1e-6));
        assertThat(value(Aggregation.PER_EXAMPLE, Layers.SUM, SPREADS)).isCloseTo(0.25, within(1e-6));
        assertThat(value(Aggregation.PER_ELEMENT, Layers.SUM, SPREADS)).isCloseTo(0.75, within(1e-6));
    }

    @Test
    void unitsAndExamplesAreNotConfused() {
        float[] columns = {0, 2, 0, 2}; // means over examples 0 and 2, of examples 1 and 1
        assertThat(value(Aggregation.PER_UNIT, Layers.SUM, columns)).isCloseTo(0.75, within(1e-6));
        assertThat(value(Aggregation.PER_EXAMPLE, Layers.SUM, columns)).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void layersAreAddedOrAveraged() { // the second layer alone: 1.5 + 1 = 2.5 per element, everywhere
        float[] second = {-1, -1, -1, -1};
        assertThat(value(Aggregation.PER_ELEMENT, Layers.SUM, SPREADS, second)).isCloseTo(3.25, within(1e-6));
        assertThat(value(Aggregation.PER_ELEMENT, Layers.MEAN, SPREADS, second)).isCloseTo(1.625, within(1e-6));
    }

    @Test
    void unitsOfImagesAreChannels() { // [2, 2, 1, 2]: channel means −1 and 3, example means 1, elements differ
        float[] image = {-1, -1, 2, 4, -2, 0, 3, 3};
        Shape shape = Shape.of(2, 2, 1, 2);
        assertThat(value(Aggregation.PER_UNIT, Layers.SUM, shape, image)).isCloseTo(1.25, within(1e-6));
        assertThat(value(Aggregation.PER_EXAMPLE, Layers.SUM, shape, image)).isCloseTo(0.5, within(1e-6));
        assertThat(value(Aggregation.PER_ELEMENT, Layers.SUM, shape, image)).isCloseTo(10.0 / 8, within(1e-6));
    }

    @Test
    void nothingIsPenalizedAboveTheMargin() {
        float[] large = {1.5f, 1.6f, 3, 80};
        for (Aggregation aggregation : Aggregation.values()) {
            assertThat(value(aggregation, Layers.SUM, large)).isZero();
        }
    }

    @Test
    void labelNoiseUsesTheAveragePerExampleAndLogFour() {
        assertThat(MaxEntropy.forLabelNoise())
                .isEqualTo(new MaxEntropy(Aggregation.PER_EXAMPLE, 0.01, Math.log(4), Layers.SUM));
    }

    @Test
    void badSettingsAreRefusedWithNameAndValue() {
        assertThatThrownBy(() -> new MaxEntropy(Aggregation.PER_UNIT, 0.01, Double.NaN, Layers.SUM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("max-entropy.margin must be finite, got NaN");
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new MaxEntropy(Aggregation.PER_UNIT, bad, 1, Layers.SUM))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("max-entropy.coefficient")
                    .hasMessageContaining(String.valueOf(bad));
        }
    }

    @Test
    void passesWithoutNoiseAreRefused() {
        assertThatThrownBy(() -> MaxEntropy.forLabelNoise().value(new Trace(), NO_PARAMETERS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one noise site");
    }

    private static double value(Aggregation aggregation, Layers layers, float[]... spreads) {
        return value(aggregation, layers, Shape.of(2, 2), spreads);
    }

    private static double value(Aggregation aggregation, Layers layers, Shape shape, float[]... spreads) {
        try (Scope scope = Scope.open()) {
            Trace trace = new Trace();
            for (float[] values : spreads) {
                trace.add(new Trace.Site("site", Tensor.full(0, shape), Tensor.of(values, shape)));
            }
            return new MaxEntropy(aggregation, 1, 1.5, layers)
                    .value(trace, NO_PARAMETERS)
                    .item();
        }
    }
}
