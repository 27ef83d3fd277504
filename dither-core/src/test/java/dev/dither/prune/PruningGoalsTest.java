package dev.dither.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.Activation;
import dev.dither.nn.Dense;
import dev.dither.nn.LayerSpec;
import dev.dither.objective.CrossEntropy;
import dev.dither.optim.Adam;
import dev.dither.tensor.Shape;
import dev.dither.train.Recipe;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goals, seen from outside of a pruning. */
class PruningGoalsTest {
    private static final Shape INPUT = Shape.of(8);

    /** 8 · 10 + 10 · 2 multiplications, 8 + 2 with one unit. */
    private static final List<LayerSpec> LAYERS = List.of(Dense.of(10), Activation.RELU, Dense.of(2));

    private static Pruning pruning(String... budgets) {
        return Pruning.of(
                new Taylor(),
                Recipe.of(CrossEntropy.plain(), Adam.DEFAULT, 1, 8),
                Arrays.stream(budgets).map(Budget::parse).toArray(Budget[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "flops<10; budget flops<10 is impossible: one unit in each layer still has 10",
                "size<10%; budget size<10% is impossible: one unit in each layer still has 10",
                "flops<101; budget flops<101 is impossible: the unpruned network meets it with 100"
            })
    void impossibleGoalIsToldFromTheLayers(String goal, String message) {
        assertThatThrownBy(() -> pruning("error<5%", goal).requireReachable(INPUT, LAYERS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"flops<11", "size<100", "error<0.001%"})
    void whatTheLayersDoNotExcludeIsTaken(String budget) {
        pruning(budget).requireReachable(INPUT, LAYERS);
    }

    @Test
    void progressIsThatOfTheGoalThatIsFurthest() {
        Complexity unpruned = new Complexity(100, 1000, 50);
        Complexity now = new Complexity(60, 900, 50);
        assertThat(pruning("flops<20").progress(unpruned, now)).isCloseTo(0.5, within(1e-15));
        assertThat(pruning("flops<20", "size<600").progress(unpruned, now)).isCloseTo(0.25, within(1e-15));
        assertThat(pruning("flops<80").progress(unpruned, now)).isEqualTo(1);
    }

    @Test
    void withoutGoalsProgressIsThePartOfTheMultiplicationsThatIsGone() {
        Complexity unpruned = new Complexity(100, 1000, 50);
        assertThat(pruning("error<5%").progress(unpruned, new Complexity(70, 100, 5)))
                .isCloseTo(0.3, within(1e-15));
    }
}
