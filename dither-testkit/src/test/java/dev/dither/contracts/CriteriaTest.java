package dev.dither.contracts;

import dev.dither.prune.CostAware;
import dev.dither.prune.Criterion;
import dev.dither.prune.Entropy;
import dev.dither.prune.Entropy.Normalization;
import dev.dither.prune.Magnitude;
import dev.dither.prune.RandomUnits;
import dev.dither.prune.Taylor;
import dev.dither.testkit.CriterionContract;
import java.util.List;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A new pruning criterion is one more line in {@link #cases}. */
@ParameterizedClass
@MethodSource("cases")
class CriteriaTest implements CriterionContract {
    @Parameter
    Criterion subject;

    static List<Criterion> cases() {
        return List.of(
                new Entropy(Normalization.NONE),
                new Entropy(Normalization.LAYER_MEAN),
                new Entropy(Normalization.RELATIVE_TO_MEAN),
                new Taylor(),
                new Magnitude(Magnitude.Norm.L1),
                new Magnitude(Magnitude.Norm.L2),
                new CostAware(new Taylor(), 1),
                new CostAware(new Entropy(Normalization.RELATIVE_TO_MEAN), 0.5),
                new RandomUnits());
    }

    @Override
    public Criterion criterion() {
        return subject;
    }

    @Override
    public boolean followsUnits() {
        return !(subject instanceof RandomUnits);
    }
}
