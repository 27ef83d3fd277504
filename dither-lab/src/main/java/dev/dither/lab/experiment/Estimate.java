package dev.dither.lab.experiment;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the trainings of some cells will take.
 *
 * <p>Formula: the sum over cells of {@linkplain Effort steps and looks} times the cost of a step of the method.
 *
 * @param cells how many cells
 * @param steps steps of all their trainings
 * @param seconds time of all their trainings
 * @param bytes memory of the largest step
 */
record Estimate(int cells, long steps, double seconds, long bytes) {
    private static final double MINUTE = 60;
    private static final double HOUR = 60 * MINUTE;
    private static final double DAY = 24 * HOUR;
    private static final double MEBIBYTE = 1 << 20;

    /** Returns the estimate for cells from steps that are taken now, one method after the other. */
    static Estimate tried(List<CellId> cells, Function<CellId, Effort> efforts) {
        return of(cells, efforts, cell -> efforts.apply(cell).trial().tried());
    }

    /** Returns the estimate for cells if it is long; a rough count says first whether steps need to be taken. */
    static Optional<Estimate> ifLong(List<CellId> cells, Function<CellId, Effort> efforts) {
        return of(cells, efforts, cell -> efforts.apply(cell).trial().counted()).isLong()
                ? Optional.of(tried(cells, efforts)).filter(Estimate::isLong)
                : Optional.empty();
    }

    /**
     * Returns the estimate for cells.
     *
     * @param costs of a step, asked once for each method
     */
    static Estimate of(List<CellId> cells, Function<CellId, Effort> efforts, Function<CellId, StepCost> costs) {
        Map<String, StepCost> known = new HashMap<>();
        long steps = 0;
        double seconds = 0;
        long bytes = 0;
        for (CellId cell : cells) {
            StepCost cost = known.computeIfAbsent(cell.method(), method -> costs.apply(cell));
            Effort effort = efforts.apply(cell);
            steps += effort.steps();
            seconds += (effort.steps() + effort.looks()) * cost.seconds();
            bytes = Math.max(bytes, cost.bytes());
        }
        return new Estimate(cells.size(), steps, seconds, bytes);
    }

    /** Returns whether it is worth a line: a minute or more. */
    boolean isLong() {
        return seconds >= MINUTE;
    }

    /** Returns a line: {@code about 40 h of training for 20 cells on this machine …}. */
    String words() {
        return String.format(
                Locale.ROOT,
                "%s of training for %s on this machine as busy as it is now, %d steps of %s; evaluations come on top. About %s for network,"
                        + " optimizer and a batch, besides the data",
                duration(seconds),
                cells == 1 ? "1 cell" : cells + " cells",
                steps,
                step(seconds / Math.max(1, steps)),
                memory(bytes));
    }

    private static String duration(double seconds) {
        if (seconds < MINUTE) {
            return "less than a minute";
        }
        if (seconds < 2 * HOUR) {
            return String.format(Locale.ROOT, "about %.0f min", seconds / MINUTE);
        }
        return seconds < 2 * DAY
                ? String.format(Locale.ROOT, "about %.0f h", seconds / HOUR)
                : String.format(Locale.ROOT, "about %.0f days", seconds / DAY);
    }

    private static String step(double seconds) {
        return seconds < 1
                ? String.format(Locale.ROOT, seconds < 0.01 ? "%.1f ms" : "%.0f ms", 1000 * seconds)
                : String.format(Locale.ROOT, "%.1f s", seconds);
    }

    private static String memory(long bytes) {
        double mebibytes = bytes / MEBIBYTE;
        return mebibytes < 1024
                ? String.format(Locale.ROOT, "%.0f MiB", Math.max(1, mebibytes))
                : String.format(Locale.ROOT, "%.1f GiB", mebibytes / 1024);
    }

    /** Returns the same as facts. */
    Map<String, Object> facts() {
        return Map.of("cells", cells, "steps", steps, "seconds", seconds, "bytes", bytes);
    }
}
