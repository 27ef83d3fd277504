package dev.dither.lab.experiment;

import dev.dither.attack.Judgement.Decision;
import dev.dither.attack.Proportion;
import dev.dither.attack.Sanity.AtRadius;
import dev.dither.attack.Sanity.Check;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Whether the figures that a report gives are what they seem: accuracy under the very attack that is reported, held against that
 * under many steps. Single-step attacks look strong at the radius a network was hardened for, and weak below it. An attack that
 * looks for the smallest perturbation must find one for every example, however large: what withstands it withstood a search
 * that was given up.
 *
 * @param kind the reported attack
 * @param byRadius accuracies under it, by increasing radius; of the one that looks for the smallest perturbation that without a
 *     budget, at infinity
 * @param iterative accuracy under many steps with the greatest of the radii
 */
record ReportedAttack(AttackKind kind, List<AtRadius> byRadius, Proportion iterative) {
    private static final double SLACK = 0.05;
    private static final double NOTHING = 0.005;

    ReportedAttack {
        byRadius = List.copyOf(byRadius);
    }

    /** Returns the accuracies of a network under the attack of a section. */
    static ReportedAttack of(AttackKind kind, List<Robustness> found, Proportion iterative) {
        List<AtRadius> byRadius = found.stream()
                .filter(at -> at.radius().isEmpty() == kind.smallest())
                .map(at -> new AtRadius(
                        at.radius().orElse(Double.POSITIVE_INFINITY),
                        at.judgement().by(Decision.MEAN)))
                .toList();
        return new ReportedAttack(kind, byRadius, iterative);
    }

    List<Check> checks() {
        return kind.smallest() ? List.of(everyExample()) : List.of(moreRadius(), moreSteps());
    }

    private Check everyExample() {
        Proportion standing = byRadius.get(0).accuracy();
        return check(
                "the reported attack reaches 0 % without a budget",
                standing.value() < NOTHING,
                percent(standing) + " under " + kind,
                "steps are too few or too small, or the gradient is hidden; these figures do not measure robustness");
    }

    private Check moreRadius() {
        String rises = IntStream.range(1, byRadius.size())
                .filter(i -> byRadius.get(i)
                        .accuracy()
                        .clearlyAbove(byRadius.get(i - 1).accuracy(), 0))
                .mapToObj(i -> String.valueOf(byRadius.get(i).radius()))
                .collect(Collectors.joining(", "));
        String found = byRadius.stream()
                .map(at -> percent(at.accuracy()) + " at " + at.radius())
                .collect(Collectors.joining(", "));
        return check(
                "more radius does not help against the reported attack",
                rises.isEmpty(),
                found,
                "more is allowed and less is found, at " + rises + "; these figures do not measure robustness");
    }

    private Check moreSteps() {
        Proportion reported = byRadius.get(byRadius.size() - 1).accuracy();
        return check(
                "many steps find no more than the reported attack",
                !reported.clearlyAbove(iterative, SLACK),
                percent(reported) + " under " + kind + ", " + percent(iterative) + " under many steps",
                "the reported figures are those of a weak attack");
    }

    private static Check check(String name, boolean passed, String found, String meaning) {
        return new Check(name, passed, passed ? found : found + ": " + meaning);
    }

    private static String percent(Proportion accuracy) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * accuracy.value());
    }
}
