package dev.dither.lab.experiment;

import dev.dither.attack.Adversarial.Outcome;
import dev.dither.attack.Judgement.Decision;
import dev.dither.attack.Proportion;
import dev.dither.data.Examples;
import dev.dither.lab.run.CsvText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What the attacks on a cell leave: figures, a table of all examples and pictures of some.
 *
 * <p>Formula: {@code iterationsResisted} = Σ (1 − s(t)) over t = 0 … T − 1, s(t) the share of successes after t of T steps.
 *
 * <p>Units: the standard error of a robust accuracy is that of the examples, half of Wilson's 95 % interval over 1.96; unlike √(p
 * (1 − p)/n) it is not 0 at p = 0.
 *
 * @param plan the section
 * @param trained the cell
 * @param campaign who was attacked with what
 * @param strikes what was found
 */
record AttackFindings(AttackPlan plan, Trained trained, Campaign campaign, List<Strike> strikes) {
    /** Mean number of steps after which an example had not reached the goal. */
    static final String RESISTED = "iterationsResisted";

    private static final String SUCCESS = "attackSuccess";
    private static final double INTERVAL = 2 * 1.959963984540054;

    AttackFindings {
        strikes = List.copyOf(strikes);
    }

    Findings findings() {
        List<Figure> figures = new ArrayList<>();
        Robustness.of(strikes).forEach(found -> figures(found, figures));
        Findings found = Findings.of(figures);
        return trained.shown() ? found.with(page()).with(file(trained.cell()), table()) : found;
    }

    private static String file(CellId cell) {
        return "attacks/" + cell.fileStem() + ".csv";
    }

    /** Draws do not move a deterministic network: what holds for its mean holds for what an attacker sees of draws. */
    private void figures(Robustness found, List<Figure> figures) {
        boolean deterministic = !trained.noisy();
        (deterministic ? plan.sees() : List.of(found.sees()))
                .forEach(sees -> figures(new Names(plan.kind(), sees, found.radius()), found, figures));
    }

    private void figures(Names names, Robustness found, List<Figure> figures) {
        for (Decision decision : Decision.values()) {
            Proportion share = found.judgement().by(decision);
            figures.add(new Figure(names.accuracy(decision), share.value(), draws(decision, found), error(share)));
        }
        figures.add(Figure.of(names.of(SUCCESS), found.reached().value(), found.draws()));
        if (found.reached().count() > 0) {
            figures.add(Figure.of(names.of("attackL2"), found.l2(), found.draws()));
            figures.add(Figure.of(names.of("attackLinf"), found.linf(), found.draws()));
        }
        course(names, found, figures);
    }

    private static OptionalDouble error(Proportion share) {
        return OptionalDouble.of((share.upper() - share.lower()) / INTERVAL);
    }

    /** The success along the steps, and the area above it. */
    private void course(Names names, Robustness found, List<Figure> figures) {
        List<Proportion> reached = found.reachedAfter();
        double resisted = 0;
        for (int steps = 0; steps < reached.size(); steps++) {
            Proportion share = reached.get(steps);
            boolean last = steps == reached.size() - 1;
            resisted += last ? 0 : 1 - share.value();
            if (last || steps % plan.measuredEvery() == 0) {
                figures.add(new Figure(names.after(steps), share.value(), found.draws(), error(share)));
            }
        }
        if (!reached.isEmpty()) {
            figures.add(Figure.of(names.of(RESISTED), resisted, found.draws()));
        }
    }

    private int draws(Decision decision, Robustness found) {
        boolean mean = decision == Decision.MEAN || !trained.noisy();
        int one = trained.ensemble().size();
        return mean ? 0 : decision == Decision.DRAW ? one : found.judgement().draws();
    }

    /** Names of the figures of one attack. */
    record Names(AttackKind kind, AttackerView sees, OptionalDouble radius) {
        String accuracy(Decision decision) {
            return named("robustAccuracy", "@by=" + decision.name().toLowerCase(Locale.ROOT));
        }

        String of(String metric) {
            return named(metric, "");
        }

        /** Success along the axis {@code iteration}, which stands first, so that the report draws it along that. */
        String after(int steps) {
            return SUCCESS + "@attack=" + kind + "@iteration=" + steps + seen("");
        }

        private String named(String metric, String by) {
            return metric + "@attack=" + kind + seen(by);
        }

        private String seen(String by) {
            String position = radius.isPresent() ? "@radius=" + radius.getAsDouble() : "";
            return "@sees=" + sees.words() + by + position;
        }
    }

    private byte[] table() {
        CsvText table = new CsvText(
                "row", "label", "attack", "sees", "radius", "success", "l2", "linf", "draws", "start", "address");
        for (Strike strike : strikes) {
            for (int i = 0; i < strike.outcomes().size(); i++) {
                Outcome outcome = strike.outcomes().get(i);
                int example = strike.start() + i;
                table.line(
                        campaign.examples().row(example),
                        trained.data().className(campaign.examples().label(example)),
                        plan.kind(),
                        strike.sees().words(),
                        strike.radius() == null ? "" : strike.radius(),
                        outcome.reached(),
                        outcome.l2(),
                        outcome.linf(),
                        strike.sees() == AttackerView.MEAN ? 0 : strike.draws(),
                        strike.start(),
                        String.format(Locale.ROOT, "%016x", strike.address()));
            }
        }
        return table.bytes();
    }

    /** The first attack with pictures: of what the attacker sees, the first. */
    private Gallery.Page page() {
        Strike shown = strikes.stream()
                .filter(strike -> !strike.pictured().isEmpty())
                .findFirst()
                .orElseThrow();
        Examples columns = Columns.of(campaign.examples(), shown.pictured());
        String radius = shown.radius() == null ? "smallest perturbation" : "radius " + shown.radius();
        String sees = shown.sees() == AttackerView.MEAN ? "the mean" : "the average of draws";
        return Gallery.page(
                trained.cell().method() + ": attacked test images",
                plan.kind() + ", " + radius + ", the attacker sees " + sees
                        + "; each example clean, attacked, and the difference around gray, its largest change black or white",
                columns,
                i -> Columns.caption(
                        trained.data().className(campaign.examples().label(i)),
                        shown.outcomes().get(i)));
    }
}
