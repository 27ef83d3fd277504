package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class FusedUpdateTest {
    private static final FusedUpdate.Settings PLAIN = new FusedUpdate.Sgd(1, 0, 0, false);

    @AutoClose
    final Scope scope = Scope.open();

    @Test
    void anUpdateOutlivesTheScopeItWasMadeIn() {
        Tensor theta = Tensor.full(3, Shape.of(2));
        Tensor sum = Tensor.full(0, Shape.of(2));
        FusedUpdate update;
        try (Scope inner = Scope.open()) {
            update = new FusedUpdate(List.of(theta), List.of(List.of(sum)));
        }
        try (update) {
            for (int step = 1; step <= 3; step++) {
                try (Scope inner = Scope.open()) {
                    update.apply(List.of(Tensor.full(2, Shape.of(2))), step, new FusedUpdate.Adagrad(1, 0, 1e-10));
                }
            }
        }
        assertThat(sum.toFloats()).containsOnly(12);
    }

    @Test
    void gradientsMayRepeatOneNumberInMemory() { // the derivative of a sum is a single 1, spread
        Tensor theta =
                Tensor.of(new float[] {5, 6, 7, 8, 9, 10}, Shape.of(2, 3)).variable();
        List<Tensor> gradients = Gradients.of(theta.sum(), List.of(theta));
        try (Gradients.Off off = Gradients.off();
                FusedUpdate update = new FusedUpdate(List.of(theta), List.of())) {
            update.apply(gradients, 1, PLAIN);
        }
        assertThat(theta.toFloats()).containsExactly(4, 5, 6, 7, 8, 9);
    }

    @Test
    void gradientsMayBeColumnsOfALargerMatrix() {
        Tensor theta = Tensor.full(0, Shape.of(2, 1));
        Tensor column = Tensor.of(new float[] {1, 2, 3, 4}, Shape.of(2, 2)).narrow(1, 1, 1);
        try (FusedUpdate update = new FusedUpdate(List.of(theta), List.of())) {
            update.apply(List.of(column), 1, PLAIN);
        }
        assertThat(theta.toFloats()).containsExactly(-2, -4);
    }

    @Test
    void gradientsOfWrongNumberOrSizeAreRefusedAndChangeNothing() {
        Tensor theta = Tensor.full(3, Shape.of(2));
        try (FusedUpdate update = new FusedUpdate(List.of(theta), List.of())) {
            assertThatThrownBy(() -> update.apply(List.of(), 1, PLAIN))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("update of 1 parameters needs as many gradients, got 0");
            assertThatThrownBy(() -> update.apply(List.of(Tensor.full(1, Shape.of(1))), 1, PLAIN))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage("gradient of parameter 0: expected 2 numbers, got [1]");
            update.apply(List.of(Tensor.full(1, Shape.of(2))), 1, PLAIN);
        }
        assertThat(theta.toFloats()).containsOnly(2);
    }
}
