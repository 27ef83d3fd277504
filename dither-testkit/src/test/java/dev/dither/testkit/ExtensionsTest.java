package dev.dither.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.Events;

class ExtensionsTest {
    private static final List<Tensor> FORGOTTEN = new ArrayList<>();
    private static final Set<RandomKey> KEYS = new LinkedHashSet<>();

    @AfterEach
    void clear() {
        FORGOTTEN.forEach(Tensor::release);
        FORGOTTEN.clear();
        KEYS.clear();
    }

    @Test
    void randomCasesAreNamedByTheirSeedAndHaveAKeyEach() {
        Events events = Planted.run(ThreeCases.class);
        assertThat(events.succeeded().count()).isEqualTo(3);
        assertThat(events.finished()
                        .map(event -> event.getTestDescriptor().getDisplayName())
                        .toList())
                .containsExactly("seed 1", "seed 2", "seed 3");
        assertThat(KEYS).hasSize(3);
    }

    @Test
    void oneRandomCaseRunsAloneWithTheKeyItHasAmongAll() {
        Planted.run(ThreeCases.class);
        RandomKey second = List.copyOf(KEYS).get(1);
        KEYS.clear();
        assertThat(Planted.run(OnlySecond.class).succeeded().count()).isEqualTo(1);
        assertThat(KEYS).containsExactly(second);
    }

    @Test
    void aForgottenTensorFailsTheTestThatForgotIt() {
        assertThat(Planted.failures(Forgetful.class)).containsExactly("forgets");
    }

    @Test
    void notANumberIsRefusedOnlyByRecordsThatSaySo() {
        RecordCheck.refusesNaN(new Guarded(1, 2, "x"));
        assertThatThrownBy(() -> RecordCheck.refusesNaN(new Unguarded(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Unguarded with rate = NaN");
    }

    static class ThreeCases {
        @RandomCases(3)
        void keeps(RandomKey key) {
            KEYS.add(key);
        }
    }

    static class OnlySecond {
        @RandomCases(value = 3, only = 2)
        void keeps(RandomKey key) {
            KEYS.add(key);
        }
    }

    @ExtendWith(LeakCheck.class)
    static class Forgetful {
        @Test
        void forgets() {
            FORGOTTEN.add(Tensor.full(1, Shape.of(1)));
        }

        @Test
        void remembers() {
            try (Scope scope = Scope.open()) {
                Tensor.full(1, Shape.of(1));
            }
        }
    }

    record Guarded(double rate, double scale, String name) {
        Guarded {
            require("rate", rate);
            require("scale", scale);
        }

        private static void require(String name, double value) {
            if (!(value > 0)) {
                throw new IllegalArgumentException("guarded." + name + " must be positive, got " + value);
            }
        }
    }

    record Unguarded(double rate) {
        Unguarded {
            if (rate < 0) {
                throw new IllegalArgumentException("unguarded.rate must not be negative, got " + rate);
            }
        }
    }
}
