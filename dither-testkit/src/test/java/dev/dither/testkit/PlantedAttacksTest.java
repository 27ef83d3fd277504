package dev.dither.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.attack.Attack;
import dev.dither.attack.Attempt;
import dev.dither.attack.FastGradientSign;
import dev.dither.attack.Goal;
import dev.dither.attack.Norm;
import dev.dither.attack.Threat;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each attack here is the fast gradient sign method but for one defect. */
class PlantedAttacksTest {
    private static final List<Tensor> LEAKED = new ArrayList<>();
    private static final List<Integer> CALLS = new ArrayList<>();

    @AfterEach
    void release() {
        LEAKED.forEach(Tensor::release);
        LEAKED.clear();
        CALLS.clear();
    }

    @Test
    void aForgottenBallIsNoticed() {
        assertThat(Planted.failures(TooFar.class)).contains("resultsAreInBallAndBox", "radiusZeroChangesNothing");
    }

    @Test
    void aForgottenBoxIsNoticed() {
        assertThat(Planted.failures(NoBox.class)).isNotEmpty().containsOnly("resultsAreInBallAndBox");
    }

    @Test
    void aStepTheWrongWayIsNoticed() {
        assertThat(Planted.failures(Friendly.class))
                .containsExactly("labelsBecomeLessLikely", "targetsBecomeMoreLikely");
    }

    @Test
    void aForgottenTargetIsNoticed() {
        assertThat(Planted.failures(AlwaysAway.class)).containsExactly("targetsBecomeMoreLikely");
    }

    @Test
    void aStepSharedByTheBatchIsNoticed() {
        assertThat(Planted.failures(Shared.class)).contains("examplesAreAttackedEachForItself");
    }

    @Test
    void randomnessBesideTheKeyIsNoticed() {
        assertThat(Planted.failures(Moody.class)).contains("equalKeysGiveEqualBits");
    }

    @Test
    void aMovedVictimIsNoticed() {
        assertThat(Planted.failures(Vandal.class)).contains("victimAndExamplesStayAsTheyAre");
    }

    @Test
    void aLeakIsNoticed() {
        assertThat(Planted.failures(Leaking.class)).contains("anAttackLeavesNothingButItsResult");
    }

    @Test
    void aResultThatLeavesItsWorkBehindIsNoticed() {
        assertThat(Planted.failures(Untidy.class)).containsExactly("anAttackLeavesNothingButItsResult");
    }

    static class Right implements AttackContract {
        @Override
        public Attack attack() {
            return new FastGradientSign();
        }

        @Override
        public Threat threat() {
            return new Threat(Norm.LINF, 0.3, BOX);
        }
    }

    /** Returns clean + step · sign of the gradient, unclamped. */
    private static Tensor stepped(Attempt attempt, double step) {
        try (Scope scope = Scope.open()) {
            Tensor gradient =
                    attempt.gradient(attempt.x(), attempt.aim(), attempt.key().child("gradient"));
            return scope.keep(attempt.x().plus(gradient.sign().times(step)));
        }
    }

    static class TooFar extends Right {
        @Override
        public Tensor perturb(Attempt attempt) {
            try (Scope scope = Scope.open()) {
                return scope.keep(BOX.clamp(stepped(attempt, 0.4)));
            }
        }
    }

    static class NoBox extends Right {
        @Override
        public Tensor perturb(Attempt attempt) {
            return stepped(attempt, attempt.threat().radius());
        }
    }

    static class Friendly extends Right {
        @Override
        public Tensor perturb(Attempt attempt) {
            try (Scope scope = Scope.open()) {
                return scope.keep(BOX.clamp(stepped(attempt, -attempt.threat().radius())));
            }
        }
    }

    static class AlwaysAway extends Right {
        @Override
        public Tensor perturb(Attempt attempt) {
            return super.perturb(
                    new Attempt(attempt.victim(), attempt.clean(), Goal.UNTARGETED, attempt.threat(), attempt.key()));
        }
    }

    static class Shared extends Right {
        @Override
        public Tensor perturb(Attempt attempt) {
            try (Scope scope = Scope.open()) {
                Tensor delta = super.perturb(attempt).minus(attempt.x());
                Tensor mean =
                        delta.mean(0).reshape(attempt.x().shape().perExample().batched(1));
                int n = Math.toIntExact(attempt.x().shape().size(0));
                return scope.keep(attempt.threat().project(attempt.x().plus(mean.repeated(n)), attempt.x()));
            }
        }
    }

    static class Moody extends Right {
        @Override
        public Tensor perturb(Attempt attempt) {
            CALLS.add(CALLS.size());
            try (Scope scope = Scope.open()) {
                return scope.keep(attempt.threat().start(super.perturb(attempt), RandomKey.root(CALLS.size())));
            }
        }
    }

    static class Vandal extends Right {
        @Override
        public Tensor perturb(Attempt attempt) {
            try (Gradients.Off off = Gradients.off()) {
                attempt.victim()
                        .ensemble()
                        .members()
                        .get(0)
                        .trained()
                        .all()
                        .forEach(parameter -> parameter.scaleAndAdd(0.9, parameter, 0));
            }
            return super.perturb(attempt);
        }
    }

    static class Leaking extends Right {
        @Override
        public Tensor perturb(Attempt attempt) {
            LEAKED.add(attempt.x().copy().owned());
            return super.perturb(attempt);
        }
    }

    static class Untidy extends Right {
        @Override
        public Tensor perturb(Attempt attempt) {
            attempt.x().copy();
            return super.perturb(attempt);
        }
    }
}
