package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Numbers are looked at by their bits: where denormals count as zero, they compare so, too. */
class DenormalsTest {
    private static final int MANY = 1 << 20;

    private final int threads = Engine.threads();

    @AfterEach
    void restore() {
        Engine.threads(threads);
    }

    @Test
    void allThreadsOfTheEngineFlushThem() {
        Engine.threads(2);
        assertThat(left()).isZero();
    }

    @Test
    void soDoThoseOfAnotherThreadThatWereAtWorkBeforeItsFirstScope() {
        Engine.threads(2);
        Supplier<Long> work = () -> {
            Tensor.full(1, Shape.of(MANY)).release();
            return left();
        };
        assertThat(CompletableFuture.supplyAsync(work, task -> new Thread(task).start())
                        .join())
                .isZero();
    }

    /** Returns how many products in a scope are not zero by their bits. */
    private static long left() {
        float[] small = new float[MANY];
        Arrays.fill(small, 1e-40f);
        try (Scope scope = Scope.open()) {
            float[] products = Tensor.of(small, Shape.of(MANY)).times(0.5).toFloats();
            return IntStream.range(0, MANY)
                    .filter(i -> Float.floatToRawIntBits(products[i]) != 0)
                    .count();
        }
    }

    @Test
    void javaFlushesThemAsLongAsThereIsAScope() {
        assertThat(halfOfTheLeastNormal()).isNotZero();
        try (Scope outer = Scope.open()) {
            try (Scope inner = Scope.open()) {
                assertThat(halfOfTheLeastNormal()).isZero();
            }
            assertThat(halfOfTheLeastNormal()).isZero();
        }
        assertThat(halfOfTheLeastNormal()).isNotZero();
    }

    private static int halfOfTheLeastNormal() {
        float[] factors = {Float.MIN_NORMAL, 0.5f};
        return Float.floatToRawIntBits(factors[0] * factors[1]);
    }
}
