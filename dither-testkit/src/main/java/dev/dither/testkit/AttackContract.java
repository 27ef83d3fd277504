package dev.dither.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dither.attack.Attack;
import dev.dither.attack.Attempt;
import dev.dither.attack.Bounds;
import dev.dither.attack.Goal;
import dev.dither.attack.Oracle;
import dev.dither.attack.Threat;
import dev.dither.nn.BatchNorm;
import dev.dither.nn.Dense;
import dev.dither.nn.Flatten;
import dev.dither.nn.Network;
import dev.dither.nn.StochasticDense;
import dev.dither.objective.Batch;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every attack keeps: it stays in ball and box, comes nearer to its goal, treats each example for itself, follows the key
 * alone, and leaves the victim as it was.
 *
 * <p>The victim is a small stochastic network with batch normalization on images of [1, 2, 3] in [−1, 2], three classes.
 */
@ExtendWith(LeakCheck.class)
public interface AttackContract {
    /** Root of the keys of these tests. */
    RandomKey KEY = RandomKey.root(6);

    /** The box of these tests. */
    Bounds BOX = new Bounds(-1, 2);

    /** Returns the attack to check. */
    Attack attack();

    /** Returns a threat it can work under, in {@link #BOX}, that leaves it room but not the whole box. */
    Threat threat();

    /** Returns perturbed examples. */
    default Tensor perturb(Attempt attempt) {
        return attack().perturb(attempt);
    }

    private static void with(Consumer<Network> test) {
        try (Scope scope = Scope.open();
                Network network = Network.build(
                        Shape.of(1, 2, 3),
                        List.of(new Flatten(), Dense.of(8), BatchNorm.DEFAULT, StochasticDense.of(8, 0), Dense.of(3)),
                        KEY)) {
            test.accept(network);
        }
    }

    private static int[] labels() {
        return new int[] {0, 1, 2, 2, 1, 0, 1, 2};
    }

    private static Tensor examples(RandomKey key) {
        return Tensor.uniform(key, Shape.of(labels().length, 1, 2, 3))
                .times(BOX.width())
                .plus(BOX.lower());
    }

    private static Batch batch() {
        return new Batch(examples(KEY.child("x")), Tensor.ofLabels(labels()));
    }

    private Attempt attempt(Oracle victim, RandomKey key) {
        return new Attempt(victim, batch(), Goal.UNTARGETED, threat(), key);
    }

    /** Within the ball up to the rounding of one sum, within the box exactly; other examples and keys each time. */
    @RandomCases(10)
    default void resultsAreInBallAndBox(RandomKey key) {
        with(network -> {
            Batch batch = new Batch(examples(key.child("x")), Tensor.ofLabels(labels()));
            Tensor moved = perturb(new Attempt(Oracle.drawing(network, 2), batch, Goal.UNTARGETED, threat(), key));
            assertThat(moved.shape()).isEqualTo(batch.x().shape());
            BOX.require(moved);
            double longest = threat().norm().lengths(moved.minus(batch.x())).greatest();
            assertThat(longest).isLessThanOrEqualTo(threat().radius() + 1e-6);
        });
    }

    /** Of the mean of the victim, on average over the examples, away from the labels. */
    @Test
    default void labelsBecomeLessLikely() {
        with(network -> {
            Attempt attempt = attempt(Oracle.mean(network), KEY);
            double before = reached(attempt, attempt.x());
            assertThat(reached(attempt, perturb(attempt))).isGreaterThan(before + 0.01);
        });
    }

    /** Likewise towards targets, and nearer to them than an attack that only leaves the labels. */
    @Test
    default void targetsBecomeMoreLikely() {
        with(network -> {
            Goal goal = Goal.randomTargets(labels(), 3, KEY.child("targets"));
            Oracle victim = Oracle.mean(network);
            Attempt aimed = new Attempt(victim, batch(), goal, threat(), KEY);
            double found = reached(aimed, perturb(aimed));
            assertThat(found).isGreaterThan(reached(aimed, aimed.x()) + 0.01);
            assertThat(found).isGreaterThan(reached(aimed, perturb(attempt(victim, KEY))) + 0.01);
        });
    }

    /** Returns what the attempt wants to rise, at {@code x}. */
    private static double reached(Attempt attempt, Tensor x) {
        return attempt.aim().loss(attempt.victim().ask(x, KEY)).item();
    }

    /** A ball of radius 0 holds the clean example alone. */
    @Test
    default void radiusZeroChangesNothing() {
        with(network -> {
            Batch batch = batch();
            Attempt none = new Attempt(Oracle.drawing(network, 2), batch, Goal.UNTARGETED, threat().withRadius(0), KEY);
            assertThat(perturb(none).toFloats()).isEqualTo(batch.x().toFloats());
        });
    }

    /** Against the mean of the victim, the first examples of a batch alone become what they become in it. */
    @Test
    default void examplesAreAttackedEachForItself() {
        with(network -> {
            Batch batch = batch();
            Oracle victim = Oracle.mean(network);
            float[] together = perturb(attempt(victim, KEY)).toFloats();
            Batch few = new Batch(batch.x().narrow(0, 0, 2), Tensor.ofLabels(Arrays.copyOf(labels(), 2)));
            float[] alone = perturb(new Attempt(victim, few, Goal.UNTARGETED, threat(), KEY))
                    .toFloats();
            for (int j = 0; j < alone.length; j++) {
                assertThat(alone[j]).isCloseTo(together[j], within(1e-4f));
            }
        });
    }

    /** The same attempt twice gives the same bits, whatever was attacked between. */
    @Test
    @Tag("determinism")
    default void equalKeysGiveEqualBits() {
        with(network -> {
            Oracle victim = Oracle.drawing(network, 3);
            float[] once = perturb(attempt(victim, KEY)).toFloats();
            perturb(attempt(victim, KEY.child("other")));
            assertThat(perturb(attempt(victim, KEY)).toFloats()).isEqualTo(once);
        });
    }

    /** Parameters and running statistics keep their bits, the examples theirs. */
    @Test
    default void victimAndExamplesStayAsTheyAre() {
        with(network -> {
            Map<String, float[]> before = values(network);
            Attempt attempt = attempt(Oracle.drawing(network, 2), KEY);
            float[] clean = attempt.x().toFloats();
            perturb(attempt);
            values(network).forEach((name, found) -> assertThat(found).as(name).isEqualTo(before.get(name)));
            assertThat(attempt.x().toFloats()).isEqualTo(clean);
        });
    }

    private static Map<String, float[]> values(Network network) {
        Map<String, float[]> values = new HashMap<>(network.trained().toArrays());
        values.putAll(network.tracked().toArrays());
        return values;
    }

    /** What an attack makes is gone when the scope around it is closed, and only its result belongs to that scope. */
    @Test
    default void anAttackLeavesNothingButItsResult() {
        with(network -> {
            Attempt attempt = attempt(Oracle.drawing(network, 2), KEY);
            long before = Scope.liveTensors();
            try (Scope scope = Scope.open()) {
                perturb(attempt);
                assertThat(Scope.liveTensors()).isEqualTo(before + 1);
            }
            assertThat(Scope.liveTensors()).isEqualTo(before);
        });
    }

    /** A gradient that is not a number leads nowhere, and says so. */
    @Test
    default void aBrokenVictimIsRefused() {
        with(network -> {
            try (Gradients.Off off = Gradients.off()) {
                network.trained().all().forEach(parameter -> parameter.scaleAndAdd(Double.NaN, parameter, 0));
            }
            Attempt attempt = attempt(Oracle.mean(network), KEY);
            assertThatThrownBy(() -> perturb(attempt))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("gradient")
                    .hasMessageContaining("not finite");
        });
    }

    /** NaN is refused by name in every number of the record. */
    @Test
    default void notANumberIsRefused() {
        boolean numbers =
                attack() instanceof Record r && !RecordCheck.numbers(r).isEmpty();
        assumeTrue(numbers, "the attack has no number of type double");
        RecordCheck.refusesNaN((Record) attack());
    }
}
