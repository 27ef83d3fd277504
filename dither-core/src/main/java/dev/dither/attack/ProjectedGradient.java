package dev.dither.attack;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Several steps along the steepest direction of the loss, each followed by a projection onto ball and box.
 *
 * <p>Formula: x ← Π(x + a · sign(∇ₓ L)) in the maximum norm, x ← Π(x + a · ∇ₓ L / ‖∇ₓ L‖₂) in the Euclidean one, a = relative
 * step · radius. Without a random start it is the iterative fast gradient sign method.
 *
 * <p>Numerics: of several restarts, each example keeps the end point that the victim, asked once more, holds furthest
 * beyond the goal. Every step draws noise of its own. How far the attack is after each step, {@link Attacker#course} tells.
 *
 * <p>Reference: Madry et al., Towards Deep Learning Models Resistant to Adversarial Attacks, 2018; Kurakin et al., Adversarial
 * Examples in the Physical World, 2017, for the iterative method.
 *
 * @param steps number of steps
 * @param relativeStep length of a step over the radius
 * @param start where the first step begins
 * @param restarts how often to start anew, 1 for once; more needs a random start
 */
public record ProjectedGradient(int steps, double relativeStep, Start start, int restarts) implements Attack {
    /** Where the first step begins. */
    public enum Start {
        /** At the clean example. */
        CLEAN,
        /** At a random point of the ball. */
        RANDOM
    }

    /** Checks. */
    public ProjectedGradient {
        Require.atLeastOne("pgd.steps", steps);
        Require.positive("pgd.relativeStep", relativeStep);
        Require.atLeastOne("pgd.restarts", restarts);
        Require.that(
                restarts == 1 || start == Start.RANDOM,
                "pgd.restarts must be 1 when the start is clean, since all would be alike, got " + restarts);
    }

    /** Returns an attack with a random start and steps of 2.5 / {@code steps} of the radius, the rule of Madry et al. */
    public static ProjectedGradient of(int steps) {
        return new ProjectedGradient(steps, 2.5 / Math.max(1, steps), Start.RANDOM, 1);
    }

    /** Returns the iterative fast gradient sign method: no random start. */
    public static ProjectedGradient iterative(int steps, double relativeStep) {
        return new ProjectedGradient(steps, relativeStep, Start.CLEAN, 1);
    }

    /** Returns this with another number of restarts. */
    public ProjectedGradient withRestarts(int other) {
        return new ProjectedGradient(steps, relativeStep, start, other);
    }

    @Override
    public Tensor perturb(Attempt attempt) {
        return restarts == 1 ? perturb(attempt, (steps, answer) -> {}) : best(attempt);
    }

    /** Takes the same steps, and tells what the victim answers on the way; there is no restart. */
    Tensor perturb(Attempt attempt, Watch watch) {
        try (Scope scope = Scope.open()) {
            return scope.keep(climbed(attempt, attempt.aim(), attempt.key().child(0), watch));
        }
    }

    /** Hears what the victim answers between the steps. */
    @FunctionalInterface
    interface Watch {
        /** The answer about the examples as they are after this many steps, 0 for the start; it is gone afterwards. */
        void heard(int steps, Answer answer);
    }

    private Tensor best(Attempt attempt) {
        try (Scope scope = Scope.open()) {
            Aim aim = attempt.aim();
            Tensor best = attempt.x().copy();
            float[] least = new float[Math.toIntExact(best.shape().size(0))];
            Arrays.fill(least, Float.POSITIVE_INFINITY);
            for (int restart = 0; restart < restarts; restart++) {
                improve(attempt, aim, attempt.key().child(restart), best, least);
            }
            return scope.keep(best);
        }
    }

    private void improve(Attempt attempt, Aim aim, RandomKey key, Tensor best, float[] least) {
        try (Scope scope = Scope.open()) {
            Tensor x = climbed(attempt, aim, key, (steps, answer) -> {});
            float[] shortfall = aim.shortfall(attempt.victim().ask(x, key.child("end")))
                    .detach()
                    .toFloats();
            int[] better = IntStream.range(0, least.length)
                    .filter(i -> shortfall[i] < least[i])
                    .toArray();
            for (int i : better) {
                least[i] = shortfall[i];
            }
            best.assignRows(better, x.rows(better));
        }
    }

    private Tensor climbed(Attempt attempt, Aim aim, RandomKey key, Watch watch) {
        try (Scope scope = Scope.open()) {
            Tensor clean = attempt.x();
            Tensor x = start == Start.CLEAN ? clean.copy() : attempt.threat().start(clean, key.child("start"));
            for (int step = 0; step < steps; step++) {
                int done = step;
                RandomKey draws = key.child("gradient").child(step);
                try (Scope inner = Scope.open()) {
                    climb(attempt, x, attempt.gradient(x, aim, draws, answer -> watch.heard(done, answer)));
                }
            }
            return scope.keep(x);
        }
    }

    /** Moves x in place, so that no step leaves memory behind. */
    private void climb(Attempt attempt, Tensor x, Tensor gradient) {
        Threat threat = attempt.threat();
        Tensor direction = threat.norm().steepest(gradient);
        Tensor moved = x.plus(direction.times(relativeStep * threat.radius()));
        x.assign(threat.project(moved, attempt.x()));
    }
}
