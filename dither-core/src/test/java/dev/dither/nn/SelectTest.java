package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectTest {
    private static final RandomKey KEY = RandomKey.root(5);

    @Test
    void featuresOfAnImageAreCountedRowByRow() {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(new float[] {0, 1, 2, 3, 10, 11, 12, 13}, Shape.of(2, 1, 2, 2));
            Layer layer = new Select(List.of(0, 2, 3)).build(Shape.of(1, 2, 2), KEY);
            assertThat(layer.forward(x, Pass.mean()).toFloats()).containsExactly(0, 2, 3, 10, 12, 13);
        }
    }

    @Test
    void featuresThatAreNotThereAreRefused() {
        assertThatThrownBy(() -> new Select(List.of(0, 4)).outputShape(Shape.of(1, 2, 2)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("select: expected 5 features for each example, or more, got [1, 2, 2]");
        assertThatThrownBy(() -> new Select(List.of())).hasMessage("select.features must name a feature, got []");
        assertThatThrownBy(() -> new Select(List.of(1, 1)))
                .hasMessage("select.features must rise from 0 or more, got 1 after 1");
    }
}
