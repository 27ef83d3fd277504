package dev.dither.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Signs that a defence only hides its gradient, looked for in measured accuracies: each check is passed or not, and says
 * why in one line. Passing all of them proves nothing; failing one means that the robust accuracy is not to be believed.
 *
 * <p>Numerics: differences count when they are beyond chance, see {@link Proportion#clearlyAbove}.
 *
 * <p>Reference: Athalye et al., Obfuscated Gradients Give a False Sense of Security, 2018; Carlini et al., On Evaluating
 * Adversarial Robustness, 2019.
 *
 * @param checks the checks in their order
 */
public record Sanity(List<Check> checks) {
    /** Difference between attacks on the mean and on draws that is not worth a word. */
    private static final double SLACK = 0.05;

    /** What rounds to 0 %. */
    private static final double NOTHING = 0.005;

    /** Copies. */
    public Sanity {
        checks = List.copyOf(checks);
    }

    /**
     * One check.
     *
     * @param name what has to hold
     * @param passed whether it does
     * @param verdict one line: what was found and, where the check failed, what that means
     */
    public record Check(String name, boolean passed, String verdict) {}

    /**
     * Accuracy under attack with one radius.
     *
     * @param radius the radius
     * @param accuracy right decisions
     */
    public record AtRadius(double radius, Proportion accuracy) {}

    /**
     * Accuracies of one network on one set of examples, by one way to decide.
     *
     * @param byRadius under the iterative attack, by increasing radius
     * @param singleStep under the single-step attack with the radius of the threat
     * @param iterative under the iterative attack with that radius
     * @param unbounded under the iterative attack with the whole box allowed
     * @param transferred on examples that the iterative attack made against another network
     * @param meanAttacked under the iterative attack on the mean of the network
     * @param drawAttacked under the iterative attack on its draws
     */
    public record Figures(
            List<AtRadius> byRadius,
            Proportion singleStep,
            Proportion iterative,
            Proportion unbounded,
            Proportion transferred,
            Proportion meanAttacked,
            Proportion drawAttacked) {
        /** Copies and checks. */
        public Figures {
            byRadius = List.copyOf(byRadius);
            for (int i = 1; i < byRadius.size(); i++) {
                double before = byRadius.get(i - 1).radius();
                double radius = byRadius.get(i).radius();
                Require.that(before < radius, "sanity: radii must increase, got " + radius + " after " + before);
            }
        }
    }

    /** Returns the checks of these figures. */
    public static Sanity of(Figures figures) {
        return new Sanity(List.of(
                moreRadius(figures.byRadius()),
                moreSteps(figures.singleStep(), figures.iterative()),
                wholeBox(figures.unbounded()),
                transfer(figures.transferred(), figures.iterative()),
                meanAndDraws(figures.meanAttacked(), figures.drawAttacked())));
    }

    /** Returns whether every check is passed. */
    public boolean passed() {
        return checks.stream().allMatch(Check::passed);
    }

    private static Check moreRadius(List<AtRadius> byRadius) {
        List<String> rises = new ArrayList<>();
        for (int i = 1; i < byRadius.size(); i++) {
            if (byRadius.get(i).accuracy().clearlyAbove(byRadius.get(i - 1).accuracy(), 0)) {
                rises.add(String.valueOf(byRadius.get(i).radius()));
            }
        }
        String found = byRadius.stream()
                .map(at -> percent(at.accuracy()) + " at " + at.radius())
                .collect(Collectors.joining(", "));
        return check("more radius does not help", rises.isEmpty(), found, "the attack gets lost at radius " + rises);
    }

    private static Check moreSteps(Proportion single, Proportion iterative) {
        return check(
                "many steps are as strong as one",
                !iterative.clearlyAbove(single, 0),
                percent(iterative) + " under many steps, " + percent(single) + " under one",
                "the gradient misleads from step to step: more steps, smaller ones, or more draws");
    }

    private static Check wholeBox(Proportion unbounded) {
        return check(
                "an unbounded attack reaches 0 %",
                unbounded.value() < NOTHING,
                percent(unbounded) + " with the whole box allowed",
                "the attack fails where it cannot: the gradient is hidden");
    }

    private static Check transfer(Proportion transferred, Proportion whiteBox) {
        return check(
                "examples of another network are weaker",
                !whiteBox.clearlyAbove(transferred, 0),
                percent(transferred) + " on those of another network, " + percent(whiteBox) + " on its own",
                "the network's own gradient is worse than a stranger's: it is hidden");
    }

    private static Check meanAndDraws(Proportion mean, Proportion draws) {
        boolean meanHides = mean.clearlyAbove(draws, SLACK);
        boolean drawsHide = draws.clearlyAbove(mean, SLACK);
        return check(
                "attacks on mean and on draws agree",
                !meanHides && !drawsHide,
                percent(mean) + " when the mean is attacked, " + percent(draws) + " when draws are",
                (meanHides ? "the mean" : "the noise") + " hides the gradient: report the lower figure");
    }

    private static Check check(String name, boolean passed, String found, String meaning) {
        return new Check(name, passed, passed ? found : found + ": " + meaning);
    }

    private static String percent(Proportion accuracy) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * accuracy.value());
    }
}
