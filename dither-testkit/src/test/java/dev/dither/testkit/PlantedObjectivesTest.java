package dev.dither.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.labels.SoftBootstrap;
import dev.dither.labels.SoftBootstrap.Target;
import dev.dither.objective.CrossEntropy;
import dev.dither.objective.Loss;
import dev.dither.objective.Objective;
import dev.dither.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each objective here has one defect, or, as a constant target, what would be one if it were not asked for. */
class PlantedObjectivesTest {
    @Test
    void aConstantTargetIsNotTheGradientOfTheLoss() {
        assertThat(Planted.failures(ConstantTarget.class)).containsExactly("gradientsAreDifferenceQuotients");
    }

    @Test
    void aForgottenMeanIsNoticed() {
        assertThat(Planted.failures(ForgottenMean.class)).contains("totalAndTermsAreFiniteScalars");
    }

    static class ConstantTarget implements ObjectiveContract {
        @Override
        public Objective objective() {
            return CrossEntropy.of(new SoftBootstrap(0.95, Target.CONSTANT));
        }
    }

    static class ForgottenMean implements ObjectiveContract {
        @Override
        public Objective objective() {
            return (network, batch, pass) -> {
                Tensor each = network.forward(batch.x(), pass).logSoftmax();
                return new Loss(each, Map.of("nll", each));
            };
        }
    }
}
