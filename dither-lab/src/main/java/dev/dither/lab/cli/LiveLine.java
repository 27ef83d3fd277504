package dev.dither.lab.cli;

import dev.dither.lab.experiment.CellId;
import dev.dither.lab.experiment.EvaluationProgress;
import dev.dither.lab.experiment.Stage;
import dev.dither.lab.experiment.Study;
import dev.dither.train.EpochEnded;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * One line of a terminal, rewritten in place: a bar, the cell, the epoch and the time left. The last epoch of each stage of
 * a cell stays above it.
 *
 * <p>Numerics: the time left counts the epochs left of each method at the mean time of that method's epochs so far, and
 * those of a method not seen yet at the mean of all. Of steps that are told together, as episodes are, each counts.
 */
final class LiveLine implements Progress {
    private static final String CLEAR = "\r\u001b[K";
    private static final int NARROWEST_BAR = 4;
    private static final int WIDEST_BAR = 30;
    private static final int FRAME = "[] ".length();

    private final Study study;
    private final PrintWriter out;
    private final int columns;
    private final Paint paint;
    private final LongSupplier nanoTime;
    private final List<CellId> cells;
    private final Map<String, Mean> seconds = new HashMap<>();
    private final Mean all = new Mean();
    private long last;
    private int epochsDone;

    /** Whether the bar is colored. */
    enum Paint {
        /** In color. */
        COLOR("\u001b[32m", "\u001b[0m"),
        /** Without. */
        PLAIN("", "");

        private final String on;
        private final String off;

        Paint(String on, String off) {
            this.on = on;
            this.off = off;
        }
    }

    /** Prepares to write lines narrower than {@code columns}. */
    LiveLine(Study study, PrintWriter out, int columns, Paint paint, LongSupplier nanoTime) {
        this.study = study;
        this.out = out;
        this.columns = columns;
        this.paint = paint;
        this.nanoTime = nanoTime;
        this.cells = CellId.all(study);
    }

    @Override
    public void cellBegins(CellId cell, Stage stage, int epochsDone) {
        last = nanoTime.getAsLong();
        this.epochsDone = epochsDone;
        show(cell, stage, epochsDone);
    }

    @Override
    public void epochEnded(CellId cell, Stage stage, EpochEnded epoch) {
        long now = nanoTime.getAsLong();
        double taken = (now - last) * 1e-9 / Math.max(1, epoch.epoch() - epochsDone);
        last = now;
        epochsDone = epoch.epoch() == study.steps() ? 0 : epoch.epoch();
        seconds.computeIfAbsent(cell.method(), method -> new Mean()).add(taken);
        all.add(taken);
        if (epoch.epoch() == study.steps()) {
            out.println(CLEAR + Progress.summary(study, cell, stage, epoch));
        }
        show(cell, stage, epoch.epoch());
    }

    @Override
    public void close() {
        out.print(CLEAR);
        out.flush();
    }

    /** Training is over; how long an evaluation takes is not known. */
    @Override
    public void evaluationAdvanced(CellId cell, EvaluationProgress progress) {
        String step = progress.evaluation() + " " + progress.done() + "/" + progress.of();
        show(cell, cells.indexOf(cell) + 1, step);
    }

    private void show(CellId cell, Stage stage, int epoch) {
        int epochs = study.steps();
        int index = cells.indexOf(cell);
        int done = (stage.number() - 1) * epochs + epoch;
        String which = stage.of() == 1 ? "" : stage.words() + "  ";
        String step = which + study.step() + " " + epoch + "/" + epochs + timeLeft(index, done);
        show(cell, index + (double) done / (epochs * stage.of()), step);
    }

    private void show(CellId cell, double cellsDone, String step) {
        double part = cellsDone / cells.size();
        String text = String.format(
                Locale.ROOT,
                "%3d %%  cell %d of %d  %s seed %d  %s",
                (int) (100 * part),
                cells.indexOf(cell) + 1,
                cells.size(),
                cell.label(study),
                cell.seed(),
                step);
        int bar = Math.min(WIDEST_BAR, columns - 1 - text.length() - FRAME);
        if (bar >= NARROWEST_BAR) {
            int full = (int) (part * bar);
            out.print(CLEAR + "[" + paint.on + "#".repeat(full) + paint.off + ".".repeat(bar - full) + "] " + text);
        } else {
            out.print(CLEAR + text.substring(0, Math.min(text.length(), Math.max(0, columns - 1))));
        }
        out.flush();
    }

    private String timeLeft(int index, int epochsDone) {
        if (all.count == 0) {
            return "";
        }
        double left = (epochs(cells.get(index)) - epochsDone) * mean(cells.get(index));
        for (CellId cell : cells.subList(index + 1, cells.size())) {
            left += epochs(cell) * mean(cell);
        }
        return "  " + clock(Math.round(left)) + " left";
    }

    private int epochs(CellId cell) {
        return study.steps() * cell.stages(study);
    }

    private double mean(CellId cell) {
        return seconds.getOrDefault(cell.method(), all).value();
    }

    static String clock(long seconds) {
        long hours = seconds / 3600;
        return hours > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, seconds / 60 % 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }

    /** A running mean. */
    private static final class Mean {
        private double sum;
        private int count;

        void add(double value) {
            sum += value;
            count++;
        }

        double value() {
            return sum / count;
        }
    }
}
