package dev.dither.lab.cli;

import dev.dither.lab.experiment.CellId;
import dev.dither.lab.experiment.EvaluationProgress;
import dev.dither.lab.experiment.Plan;
import dev.dither.lab.experiment.RunListener;
import dev.dither.lab.experiment.Stage;
import dev.dither.train.EpochEnded;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells the person at the terminal how far a run is. */
interface Progress extends RunListener, AutoCloseable {
    /** Leaves the terminal as it was found, at the beginning of an empty line. */
    @Override
    void close();

    /**
     * Returns a live line where standard error is a terminal that can rewrite lines, else one line for each epoch.
     *
     * @param columns width of the terminal as the launcher found it, or absent
     * @param environment the variables {@code TERM} and {@code NO_COLOR} are looked up in
     */
    static Progress of(Plan plan, PrintWriter out, @Nullable String columns, Map<String, String> environment) {
        if (columns == null || !rewrites(columns, environment)) {
            return new Lines(plan, out);
        }
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        LiveLine.Paint paint = plain ? LiveLine.Paint.PLAIN : LiveLine.Paint.COLOR;
        return new LiveLine(plan, out, Integer.parseInt(columns), paint, System::nanoTime);
    }

    /** Returns whether standard error is a terminal of so many columns that can rewrite a line. */
    static boolean rewrites(@Nullable String columns, Map<String, String> environment) {
        boolean terminal = columns != null && columns.matches("[1-9]\\d{0,4}");
        return terminal && !"dumb".equals(environment.getOrDefault("TERM", "dumb"));
    }

    /** Returns what an epoch brought, in one line. */
    static String summary(Plan plan, CellId cell, Stage stage, EpochEnded epoch) {
        return String.format(
                Locale.ROOT,
                "seed %d  noise %.1f  %-10s %sepoch %d/%d  %s  validation %.4f  %.1f s",
                cell.seed(),
                cell.noiseRate(),
                cell.method(),
                stage.of() == 1 ? "" : stage.words() + "  ",
                epoch.epoch(),
                plan.training().epochs(),
                loss(epoch.terms()),
                epoch.validation().getOrDefault("validationAccuracy", Double.NaN),
                epoch.seconds());
    }

    /** Returns the likelihood, which is the term that methods share, or all terms where there is none. */
    private static String loss(Map<String, Double> terms) {
        Map<String, Double> told = terms.containsKey("nll") ? Map.of("nll", terms.get("nll")) : new TreeMap<>(terms);
        return told.entrySet().stream()
                .map(term -> String.format(Locale.ROOT, "%s %.4f", term.getKey(), term.getValue()))
                .collect(Collectors.joining("  "));
    }

    /** Returns how far an evaluation is, in one line. */
    static String summary(CellId cell, EvaluationProgress progress) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "seed %d  noise %.1f  %-10s %s %d/%d",
                cell.seed(),
                cell.noiseRate(),
                cell.method(),
                progress.evaluation(),
                progress.done(),
                progress.of()));
        new TreeMap<>(progress.figures())
                .forEach((name, value) -> text.append(String.format(Locale.ROOT, "  %s %.4f", name, value)));
        return text.toString();
    }

    /** One line for each epoch, and for each step of a long evaluation. */
    record Lines(Plan plan, PrintWriter out) implements Progress {
        @Override
        public void epochEnded(CellId cell, Stage stage, EpochEnded epoch) {
            out.println(summary(plan, cell, stage, epoch));
            out.flush();
        }

        @Override
        public void evaluationAdvanced(CellId cell, EvaluationProgress progress) {
            out.println(summary(cell, progress));
            out.flush();
        }

        @Override
        public void close() {
            out.flush();
        }
    }
}
