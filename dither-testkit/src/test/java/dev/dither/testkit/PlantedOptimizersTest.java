package dev.dither.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.nn.Parameters;
import dev.dither.optim.Adam;
import dev.dither.optim.GradientOracle;
import dev.dither.optim.Optimizer;
import dev.dither.optim.OptimizerState;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each optimizer here is Adam but for one defect. */
class PlantedOptimizersTest {
    private static final List<Tensor> LEAKED = new ArrayList<>();

    @AfterEach
    void release() {
        LEAKED.forEach(Tensor::release);
        LEAKED.clear();
    }

    @Test
    void aForgottenSlotIsNoticed() {
        assertThat(Planted.failures(ForgottenSlot.class)).containsExactly("aRestoredMemoryGoesOnBitByBit");
    }

    @Test
    void aForgottenNumberOfStepsIsNoticed() {
        assertThat(Planted.failures(ForgottenSteps.class)).containsExactly("aRestoredMemoryGoesOnBitByBit");
    }

    @Test
    void aStepUphillIsNoticed() {
        assertThat(Planted.failures(Uphill.class))
                .containsExactly(
                        "aQuadraticIsMinimized",
                        "gradientsBelongToParametersInTheirOrder",
                        "rosenbrocksValleyIsFollowed");
    }

    @Test
    void aRateThatIgnoresItsFactorIsNoticed() {
        assertThat(Planted.failures(IgnoredFactor.class)).containsExactly("theFirstStepAtRateZeroMovesNothing");
    }

    @Test
    void aLeakIsNoticed() {
        assertThat(Planted.failures(Leaking.class)).contains("aStepLeavesNothingAlive");
    }

    static class Right implements OptimizerContract {
        @Override
        public Optimizer optimizer() {
            return Adam.DEFAULT.withLearningRate(0.02);
        }
    }

    static class ForgottenSlot extends Right {
        @Override
        public void restore(OptimizerState state, long steps, Map<String, float[]> saved) {
            Map<String, float[]> partial = new HashMap<>(saved);
            partial.replaceAll((name, values) -> name.startsWith("second") ? new float[values.length] : values);
            super.restore(state, steps, partial);
        }
    }

    static class ForgottenSteps extends Right {
        @Override
        public void restore(OptimizerState state, long steps, Map<String, float[]> saved) {
            super.restore(state, 0, saved);
        }
    }

    static class Uphill extends Right {
        @Override
        public void step(Parameters parameters, OptimizerState state, GradientOracle oracle, double rateFactor) {
            GradientOracle uphill = p -> oracle.gradient(p).stream()
                    .map(gradient -> gradient.times(-1))
                    .toList();
            super.step(parameters, state, uphill, rateFactor);
        }
    }

    static class IgnoredFactor extends Right {
        @Override
        public void step(Parameters parameters, OptimizerState state, GradientOracle oracle, double rateFactor) {
            super.step(parameters, state, oracle, 1);
        }
    }

    static class Leaking extends Right {
        @Override
        public void step(Parameters parameters, OptimizerState state, GradientOracle oracle, double rateFactor) {
            super.step(parameters, state, oracle, rateFactor);
            LEAKED.add(Tensor.full(1, Shape.of(1)).owned());
        }
    }
}
