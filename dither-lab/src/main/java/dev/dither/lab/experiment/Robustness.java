package dev.dither.lab.experiment;

import dev.dither.attack.Adversarial.Outcome;
import dev.dither.attack.Judgement;
import dev.dither.attack.Judgement.Decision;
import dev.dither.attack.Proportion;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How a network stood an attack with one radius.
 *
 * @param sees what the attacker saw
 * @param radius the radius or budget, empty: without a budget
 * @param draws number of passes behind each answer to the attacker, 0 for the mean
 * @param judgement accuracy by every way to decide
 * @param reached examples that reached the goal, as the attacker sees it
 * @param reachedAfter the same after 0, 1, … steps, empty where that is not asked
 * @param l2 mean Euclidean length of their perturbations, NaN where there are none
 * @param linf mean of their largest changes of a feature, NaN where there are none
 */
public record Robustness(
        AttackerView sees,
        OptionalDouble radius,
        int draws,
        Judgement judgement,
        Proportion reached,
        List<Proportion> reachedAfter,
        double l2,
        double linf) {
    /** Copies. */
    public Robustness {
        reachedAfter = List.copyOf(reachedAfter);
    }

    private record Kind(AttackerView sees, OptionalDouble radius) {}

    /** Returns one for each view and radius. */
    static List<Robustness> of(List<Strike> strikes) {
        Map<Kind, List<Strike>> byKind = new LinkedHashMap<>();
        for (Strike strike : strikes) {
            Double radius = strike.radius();
            Kind kind = new Kind(strike.sees(), radius == null ? OptionalDouble.empty() : OptionalDouble.of(radius));
            byKind.computeIfAbsent(kind, k -> new ArrayList<>()).add(strike);
        }
        List<Robustness> all = new ArrayList<>();
        byKind.forEach((kind, of) -> all.add(of(kind, of)));
        return all;
    }

    private static Robustness of(Kind kind, List<Strike> strikes) {
        List<Outcome> outcomes =
                strikes.stream().flatMap(strike -> strike.outcomes().stream()).toList();
        List<Outcome> reached = outcomes.stream().filter(Outcome::reached).toList();
        Map<Decision, Proportion> accuracy = new EnumMap<>(Decision.class);
        for (Decision decision : Decision.values()) {
            int right = strikes.stream()
                    .mapToInt(strike -> strike.right().getOrDefault(decision, 0))
                    .sum();
            accuracy.put(decision, new Proportion(right, outcomes.size()));
        }
        return new Robustness(
                kind.sees(),
                kind.radius(),
                kind.sees() == AttackerView.MEAN ? 0 : strikes.get(0).draws(),
                new Judgement(strikes.get(0).judgeDraws(), accuracy),
                new Proportion(reached.size(), outcomes.size()),
                reachedAfter(strikes, outcomes.size()),
                mean(reached, Outcome::l2),
                mean(reached, Outcome::linf));
    }

    private static List<Proportion> reachedAfter(List<Strike> strikes, int examples) {
        int looks = strikes.get(0).reachedAfter().size();
        return IntStream.range(0, looks)
                .mapToObj(steps -> new Proportion(
                        strikes.stream()
                                .mapToInt(strike -> strike.reachedAfter().get(steps))
                                .sum(),
                        examples))
                .toList();
    }

    private static double mean(List<Outcome> outcomes, ToDoubleFunction<Outcome> length) {
        return outcomes.stream().mapToDouble(length).average().orElse(Double.NaN);
    }
}
