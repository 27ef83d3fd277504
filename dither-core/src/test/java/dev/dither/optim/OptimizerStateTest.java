package dev.dither.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.nn.Parameters;
import dev.dither.tensor.Scope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptimizerStateTest {
    private static final List<String> NAMES = List.of("0/weight");

    @Test
    void memoryOfOtherParametersIsRefused() {
        try (Scope scope = Scope.open()) {
            Parameters parameters = Quadratic.parameters(NAMES);
            Parameters others = Quadratic.parameters(NAMES);
            try (OptimizerState state = Adam.DEFAULT.init(others)) {
                assertThatThrownBy(() -> Quadratic.steps(Adam.DEFAULT, parameters, state, 1))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("memory of other parameters");
            }
            assertThat(Quadratic.values(others).get("0/weight")).isEqualTo(Quadratic.START);
        }
    }

    @Test
    void memoryThatLacksASlotIsRefused() {
        try (Scope scope = Scope.open();
                OptimizerState state = Adam.DEFAULT.init(Quadratic.parameters(NAMES))) {
            assertThatThrownBy(() -> state.assign(1, Map.of("first/0", new float[Quadratic.START.length])))
                    .hasMessage("optimizer state lacks second/0");
        }
    }
}
