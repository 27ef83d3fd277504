package dev.dither.attack;

import dev.dither.data.Examples;
import java.util.List;

/**
 * What an attack made of a set of examples.
 *
 * <p>It can be replayed: the same victim, attack, threat, goal and root key give the same bits.
 *
 * @param examples the perturbed examples, in their order, under their true labels
 * @param outcomes what happened to each
 * @param draws number of passes behind each answer of the victim to the attacker
 */
public record Adversarial(Examples examples, List<Outcome> outcomes, int draws) {
    /** Copies. */
    public Adversarial {
        outcomes = List.copyOf(outcomes);
    }

    /**
     * What happened to one example.
     *
     * @param linf largest change of a feature
     * @param l2 Euclidean length of the perturbation
     * @param reached whether the goal is reached, as the attacker sees it: by its own oracle, asked once more
     */
    public record Outcome(double linf, double l2, boolean reached) {}

    /** Returns how many examples reached the goal, as the attacker sees it. */
    public Proportion reached() {
        return new Proportion((int) outcomes.stream().filter(Outcome::reached).count(), outcomes.size());
    }

    /** Returns the mean Euclidean length over the examples that reached the goal, NaN if none did. */
    public double meanLength() {
        return outcomes.stream()
                .filter(Outcome::reached)
                .mapToDouble(Outcome::l2)
                .average()
                .orElse(Double.NaN);
    }
}
