package dev.dither.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dither.nn.Parameters;
import dev.dither.optim.GradientOracle;
import dev.dither.optim.Optimizer;
import dev.dither.optim.OptimizerState;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Scope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every optimizer keeps: it finds minima, its memory can be saved and restored bit by bit, gradients belong to
 * parameters in their order, and a step at rate zero moves nothing.
 */
@ExtendWith(LeakCheck.class)
public interface OptimizerContract {
    /** Returns the rule to check, with a learning rate that suits functions with second derivatives from 0.5 to 1400. */
    Optimizer optimizer();

    /** Returns the number of steps in which minima are to be found. */
    default int steps() {
        return 2_000;
    }

    /** Returns the part of a function's first value that may be left after {@link #steps}. */
    default double remainder() {
        return 1e-2;
    }

    /** Takes one step, with the key of its number. */
    default void step(Parameters parameters, OptimizerState state, GradientOracle oracle, double rateFactor) {
        RandomKey key = RandomKey.root(5).child(Stream.UPDATE_NOISE).child(state.steps());
        optimizer().step(parameters, state, oracle, rateFactor, key);
    }

    /** Overwrites a new memory with a saved one. */
    default void restore(OptimizerState state, long steps, Map<String, float[]> saved) {
        state.assign(steps, saved);
    }

    /** ½ Σ c (θ − t)² over two parameters, every element with a minimum of its own. */
    @Test
    default void aQuadraticIsMinimized() {
        requireMinimized(Target.QUADRATIC);
    }

    /** (1 − a)² + 100 (b − a²)² from (−1.2, 1). */
    @Test
    default void rosenbrocksValleyIsFollowed() {
        requireMinimized(Target.ROSENBROCK);
    }

    private void requireMinimized(Target target) {
        try (OptimizerRun run = new OptimizerRun(this, target)) {
            double start = run.value();
            assertThat(run.steps(steps(), 1).value()).isLessThan(remainder() * start);
        }
    }

    /** From zero, where weight decay is silent, each element moves against its own gradient of −1, 1 or 0. */
    @Test
    default void gradientsBelongToParametersInTheirOrder() {
        try (OptimizerRun run = new OptimizerRun(this, Target.SLOPE)) {
            List<float[]> moved = List.copyOf(run.steps(1, 1).values().values());
            float up = moved.get(0)[0];
            assertThat(up).isPositive();
            assertThat(moved.get(1)[0]).isNegative();
            assertThat(Math.abs(moved.get(1)[1])).isLessThan(1e-3f * up);
        }
    }

    /** With an empty memory; what momentum carries on moves even at rate zero, in some conventions. */
    @Test
    default void theFirstStepAtRateZeroMovesNothing() {
        try (OptimizerRun run = new OptimizerRun(this, Target.QUADRATIC)) {
            Map<String, float[]> before = run.values();
            assertSame(run.steps(1, 0).values(), before);
        }
    }

    /** Every step is counted once. */
    @Test
    default void stepsAreCounted() {
        try (OptimizerRun run = new OptimizerRun(this, Target.QUADRATIC)) {
            assertThat(run.state.steps()).isZero();
            assertThat(run.steps(3, 1).state.steps()).isEqualTo(3);
        }
    }

    /** Seven steps, saved, restored in a new memory, and seven more are fourteen in one go, bit by bit. */
    @Test
    @Tag("determinism")
    default void aRestoredMemoryGoesOnBitByBit() {
        try (OptimizerRun whole = new OptimizerRun(this, Target.QUADRATIC);
                OptimizerRun first = new OptimizerRun(this, Target.QUADRATIC);
                OptimizerRun second = new OptimizerRun(this, Target.QUADRATIC)) {
            whole.steps(7, 1).steps(7, 0.5);
            first.steps(7, 1);
            second.parameters.assign(first.values());
            restore(second.state, first.state.steps(), first.memory());
            second.steps(7, 0.5);
            assertSame(second.values(), whole.values());
            assertSame(second.memory(), whole.memory());
            assertThat(second.state.steps()).isEqualTo(14);
        }
    }

    /** The same steps twice give the same bits. */
    @Test
    @Tag("determinism")
    default void equalRunsGiveEqualBits() {
        try (OptimizerRun one = new OptimizerRun(this, Target.ROSENBROCK);
                OptimizerRun two = new OptimizerRun(this, Target.ROSENBROCK)) {
            assertSame(two.steps(20, 1).values(), one.steps(20, 1).values());
        }
    }

    private static void assertSame(Map<String, float[]> found, Map<String, float[]> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, values) -> assertThat(found.get(name)).as(name).isEqualTo(values));
    }

    /** What a step makes is gone when the scope around it is closed; the first may make what the memory keeps. */
    @Test
    default void aStepLeavesNothingAlive() {
        try (OptimizerRun run = new OptimizerRun(this, Target.QUADRATIC)) {
            run.steps(1, 1);
            long afterOne = Scope.liveTensors();
            run.steps(3, 1);
            assertThat(Scope.liveTensors()).isEqualTo(afterOne);
        }
    }

    /** NaN is refused by name in every number of the record. */
    @Test
    default void notANumberIsRefused() {
        boolean numbers =
                optimizer() instanceof Record r && !RecordCheck.numbers(r).isEmpty();
        assumeTrue(numbers, "the optimizer has no number of type double");
        RecordCheck.refusesNaN((Record) optimizer());
    }
}
