package dev.dither.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.prune.Criterion;
import dev.dither.prune.Entropy;
import dev.dither.prune.RandomUnits;
import dev.dither.prune.UnitScores;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Criteria with one defect each. */
class PlantedCriteriaTest {
    @Test
    void aScoreTooManyIsNoticed() {
        assertThat(Planted.failures(OneTooMany.class)).contains("everyUnitOfAJudgedLayerHasAFiniteScore");
    }

    @Test
    void aScoreThatIsNotANumberIsNoticed() {
        assertThat(Planted.failures(NotANumber.class)).contains("everyUnitOfAJudgedLayerHasAFiniteScore");
    }

    @Test
    void theOutputsOfTheNetworkAreNotJudged() {
        assertThat(Planted.failures(Outputs.class)).containsExactly("everyUnitOfAJudgedLayerHasAFiniteScore");
    }

    @Test
    void aMemoryOfEarlierCallsIsNoticed() {
        assertThat(Planted.failures(Remembering.class)).contains("equalKeysGiveEqualBits");
    }

    @Test
    void scoresByPositionAreNoticed() {
        assertThat(Planted.failures(ByPosition.class)).containsExactly("scoresMoveWithTheirUnits");
    }

    @Test
    void oneScoreForAllIsNoticed() {
        assertThat(Planted.failures(AllTheSame.class)).containsExactly("scoresTellUnitsApart");
    }

    @Test
    void aChangedNetworkIsNoticed() {
        assertThat(Planted.failures(Changing.class)).containsExactly("theNetworkIsNotChanged");
    }

    @Test
    void aForgottenTensorIsNoticed() {
        assertThat(Planted.failures(Leaking.class)).contains("everyUnitOfAJudgedLayerHasAFiniteScore");
    }

    static class Right implements CriterionContract {
        @Override
        public Criterion criterion() {
            return (network, data, key) -> changed(new Entropy(Entropy.Normalization.NONE).score(network, data, key));
        }

        UnitScores changed(UnitScores scores) {
            return scores;
        }

        static UnitScores with(UnitScores scores, String layer, List<Double> other) {
            Map<String, List<Double>> all = new HashMap<>(scores.byLayer());
            all.put(layer, other);
            return new UnitScores(all);
        }

        static List<Double> of(UnitScores scores) {
            return new ArrayList<>(Objects.requireNonNull(scores.byLayer().get("3")));
        }
    }

    static class OneTooMany extends Right {
        @Override
        UnitScores changed(UnitScores scores) {
            List<Double> more = of(scores);
            more.add(0.0);
            return with(scores, "3", more);
        }
    }

    static class NotANumber extends Right {
        @Override
        UnitScores changed(UnitScores scores) {
            List<Double> other = of(scores);
            other.set(1, Double.NaN);
            return with(scores, "3", other);
        }
    }

    static class Outputs extends Right {
        @Override
        UnitScores changed(UnitScores scores) {
            return with(scores, "4", List.of(1.0, 2.0, 3.0));
        }
    }

    static class Remembering extends Right {
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        UnitScores changed(UnitScores scores) {
            List<Double> other = of(scores);
            other.replaceAll(score -> score + calls.incrementAndGet());
            return with(scores, "3", other);
        }
    }

    static class ByPosition extends Right {
        @Override
        public Criterion criterion() {
            return new RandomUnits();
        }
    }

    static class AllTheSame extends Right {
        @Override
        UnitScores changed(UnitScores scores) {
            return with(scores, "3", List.of(1.0, 1.0, 1.0, 1.0, 1.0));
        }
    }

    static class Changing extends Right {
        @Override
        public Criterion criterion() {
            return (network, data, key) -> {
                UnitScores scores = super.criterion().score(network, data, key);
                move(network);
                return scores;
            };
        }

        private static void move(Network network) {
            try (Scope scope = Scope.open();
                    Gradients.Off off = Gradients.off()) {
                network.trained().all().forEach(tensor -> tensor.assign(tensor.times(1.001)));
            }
        }
    }

    static class Leaking extends Right {
        @Override
        public Criterion criterion() {
            return new Criterion() {
                @Override
                public UnitScores score(Network network, Examples data, RandomKey key) {
                    Tensor.full(1, Shape.of(1)).owned();
                    return Leaking.super.criterion().score(network, data, key);
                }
            };
        }
    }
}
