package dev.dither.attack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How an attack in steps comes about: its success after each step.
 *
 * <p>Numerics: an example counts where it is after a step; it may leave the goal again. Of a victim that draws, every look has
 * noise of its own: that of the gradient of the next step, which the example was not moved by yet, and for the last one that
 * of {@link Adversarial.Outcome#reached}.
 *
 * @param reached examples that have reached the goal, as the attacker sees it, after 0, 1, … steps
 * @param end what the last step left
 */
public record Course(List<Proportion> reached, Adversarial end) {
    /** Copies. */
    public Course {
        reached = List.copyOf(reached);
    }

    static Course of(int[] beforeTheLast, Adversarial end) {
        int of = end.outcomes().size();
        List<Proportion> reached = new ArrayList<>();
        Arrays.stream(beforeTheLast).forEach(count -> reached.add(new Proportion(count, of)));
        reached.add(end.reached());
        return new Course(reached, end);
    }
}
