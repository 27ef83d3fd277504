package dev.dither.lab.experiment;

import dev.dither.attack.AdversarialTraining;
import dev.dither.attack.AdversarialTraining.Radius;
import dev.dither.attack.Bounds;
import dev.dither.attack.Norm;
import dev.dither.attack.Threat;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import dev.dither.objective.Objective;
import dev.dither.predict.Inference;
import org.jspecify.annotations.Nullable;

/**
 * The key {@code adversarial} of a method: in each step a part of the likelihood is that of attacked examples, see {@link
 * AdversarialTraining}. Features have to be in [0, 1].
 *
 * @param attack which attack; {@code cw-l2} is too slow for it and is refused
 * @param radius radius, with {@code random} the greatest
 * @param random whether the radius is drawn for each batch, uniform up to the greatest
 * @param mix share of the attacked examples
 * @param steps number of steps, 0 for the attack's own
 * @param stepSize size of a step over the radius, 0 for the attack's own
 * @param norm norm of the ball; that of the attack where the file does not say
 * @param draws number of draws that the attacker averages
 */
public record AdversarialPlan(
        @Default("fgs") AttackKind attack,
        @Default("0.3") double radius,
        @Default("false") boolean random,
        @Default("0.5") double mix,
        @Default("0") int steps,
        @Default("0") double stepSize,
        @Default("null") @Nullable Norm norm,
        @Default("1") int draws) {
    /** Fills in what depends on the attack, and checks. */
    public AdversarialPlan {
        Require.that(
                attack != null && !attack.smallest(), "adversarial.attack must be one with a radius, got " + attack);
        Require.that(draws >= 1, "adversarial.draws must be at least 1, got " + draws);
        Require.that(0 <= mix && mix <= 1, "adversarial.mix must be in [0, 1], got " + mix);
        steps = steps == 0 ? attack.steps() : steps;
        stepSize = stepSize == 0 ? attack.stepSize() : stepSize;
        norm = norm == null ? attack.norm() : norm;
        new Threat(norm, radius, Bounds.UNIT);
        attack.attack(steps, stepSize, 1);
    }

    /** Returns an objective on a mixture of clean and attacked examples. */
    AdversarialTraining around(Objective inner) {
        return new AdversarialTraining(
                inner,
                attack.attack(steps, stepSize, 1),
                new Threat(norm == null ? attack.norm() : norm, radius, Bounds.UNIT),
                new Inference.Draws(draws),
                mix,
                random ? Radius.UNIFORM : Radius.FIXED);
    }
}
