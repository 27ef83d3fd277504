package dev.dither.lab.cli;

import dev.dither.lab.experiment.CellId;
import dev.dither.lab.experiment.EvaluationProgress;
import dev.dither.lab.experiment.RunListener;
import dev.dither.lab.experiment.Stage;
import dev.dither.lab.experiment.Study;
import dev.dither.train.EpochEnded;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells the person at the terminal how far a run is. */
interface Progress extends RunListener, AutoCloseable {
    /** Names of methods fill up to this many columns, so that the figures behind them stand below each other. */
    int WIDEST_METHOD = 30;

    /** They fill at least this many. */
    int NARROWEST_METHOD = 10;

    /** Leaves the terminal as it was found, at the beginning of an empty line. */
    @Override
    void close();

    /**
     * Returns a live line where standard error is a terminal that can rewrite lines, else one line for each epoch.
     *
     * @param columns width of the terminal as the launcher found it, or absent
     * @param environment the variables {@code TERM} and {@code NO_COLOR} are looked up in
     */
    static Progress of(Study study, PrintWriter out, @Nullable String columns, Map<String, String> environment) {
        if (columns == null || !rewrites(columns, environment)) {
            return new Lines(study, out);
        }
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        LiveLine.Paint paint = plain ? LiveLine.Paint.PLAIN : LiveLine.Paint.COLOR;
        return new LiveLine(study, out, Integer.parseInt(columns), paint, System::nanoTime);
    }

    /** Returns whether standard error is a terminal of so many columns that can rewrite a line. */
    static boolean rewrites(@Nullable String columns, Map<String, String> environment) {
        boolean terminal = columns != null && columns.matches("[1-9]\\d{0,4}");
        return terminal && !"dumb".equals(environment.getOrDefault("TERM", "dumb"));
    }

    /** Returns what an epoch brought, in one line. */
    static String summary(Study study, CellId cell, Stage stage, EpochEnded epoch) {
        return String.format(
                Locale.ROOT,
                "%s %s%s %d/%d  %s  %s  %.1f s",
                who(study, cell),
                stage.of() == 1 ? "" : stage.words() + "  ",
                study.step(),
                epoch.epoch(),
                study.steps(),
                figures(epoch.terms(), "nll", "nll"),
                figures(epoch.validation(), EpochEnded.ACCURACY, "validation"),
                epoch.seconds());
    }

    private static String who(Study study, CellId cell) {
        String noise =
                study.metricEnding(cell).isEmpty() ? "" : String.format(Locale.ROOT, "noise %.1f  ", cell.noiseRate());
        int longest =
                study.trainedMethods().stream().mapToInt(String::length).max().orElse(0);
        int width = Math.max(NARROWEST_METHOD, Math.min(WIDEST_METHOD, longest));
        return String.format(Locale.ROOT, "seed %d  %s%-" + width + "s", cell.seed(), noise, cell.method());
    }

    /** Returns the figure that says most under a name of its own, or all of them where it is not there. */
    private static String figures(Map<String, Double> found, String most, String name) {
        return figures(found.containsKey(most) ? Map.of(name, found.get(most)) : found);
    }

    /** Figures along an axis are many, and left to the report. */
    private static String figures(Map<String, Double> found) {
        return new TreeMap<>(found)
                .entrySet().stream()
                        .filter(figure -> !figure.getKey().contains("@"))
                        .map(figure -> String.format(Locale.ROOT, "%s %.4f", figure.getKey(), figure.getValue()))
                        .collect(Collectors.joining("  "));
    }

    /** Returns how far an evaluation is, in one line. */
    static String summary(Study study, CellId cell, EvaluationProgress progress) {
        String figures = progress.figures().isEmpty() ? "" : "  " + figures(progress.figures());
        return String.format(
                Locale.ROOT,
                "%s %s %d/%d%s",
                who(study, cell),
                progress.evaluation(),
                progress.done(),
                progress.of(),
                figures);
    }

    /** One line for each epoch, and for each step of a long evaluation. */
    record Lines(Study study, PrintWriter out) implements Progress {
        @Override
        public void epochEnded(CellId cell, Stage stage, EpochEnded epoch) {
            out.println(summary(study, cell, stage, epoch));
            out.flush();
        }

        @Override
        public void evaluationAdvanced(CellId cell, EvaluationProgress progress) {
            out.println(summary(study, cell, progress));
            out.flush();
        }

        @Override
        public void close() {
            out.flush();
        }
    }
}
