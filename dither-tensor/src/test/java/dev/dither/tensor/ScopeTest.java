package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScopeTest {
    private long start;

    @BeforeEach
    void count() {
        start = Scope.liveTensors();
    }

    @Test
    void aClosedScopeLeavesNothingAlive() {
        try (Scope scope = Scope.open()) {
            one().plus(one());
            assertThat(live()).isEqualTo(3);
        }
        assertThat(live()).isZero();
    }

    @Test
    void aKeptTensorLivesAsLongAsTheScopeAround() {
        try (Scope outer = Scope.open()) {
            Tensor kept;
            try (Scope inner = Scope.open()) {
                one();
                kept = inner.keep(one());
            }
            assertThat(live()).isEqualTo(1);
            assertThat(kept.item()).isEqualTo(1);
        }
        assertThat(live()).isZero();
    }

    @Test
    void anOwnedTensorLivesUntilItsRelease() {
        Tensor owned;
        try (Scope scope = Scope.open()) {
            owned = one().owned();
        }
        assertThat(live()).isEqualTo(1);
        owned.release();
        assertThat(live()).isZero();
    }

    @Test
    void aReleaseInsideTheScopeIsCountedOnce() {
        try (Scope scope = Scope.open()) {
            one().owned().release();
            assertThat(live()).isZero();
        }
        assertThat(live()).isZero();
    }

    @Test
    void withoutAScopeATensorStaysAlive() {
        Tensor forgotten = one();
        assertThat(live()).isEqualTo(1);
        forgotten.release();
        assertThat(live()).isZero();
    }

    @Test
    void wideningKeepsTheValuesAndAllowsMorePrecision() {
        try (Scope scope = Scope.open()) {
            Tensor narrow = one().variable();
            narrow.widen();
            assertThat(narrow.item()).isEqualTo(1);
            narrow.assign(Tensor.of(new double[] {1 + 0x1p-50}, Shape.of(1)));
            assertThat(narrow.item()).isEqualTo(1 + 0x1p-50);
        }
    }

    private long live() {
        return Scope.liveTensors() - start;
    }

    private static Tensor one() {
        return Tensor.full(1, Shape.of(1));
    }
}
