package dev.dither.lab.cli;

import dev.dither.prune.Ledger;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells how far a pruning is: one line rewritten in place on a terminal, else one line for each percent of the way.
 *
 * <p>Numerics: the time left is the time so far scaled by the way left.
 */
final class PruneLine implements BiConsumer<Ledger.Standing, Double>, AutoCloseable {
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter out;
    private final int columns;
    private final LongSupplier nanoTime;
    private final long start;
    private int told = -1;

    private PruneLine(PrintWriter out, int columns, LongSupplier nanoTime) {
        this.out = out;
        this.columns = columns;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** Returns a line as {@link Progress#of} would choose it. */
    static PruneLine of(
            PrintWriter out, @Nullable String columns, Map<String, String> environment, LongSupplier nanoTime) {
        boolean rewritten = columns != null && Progress.rewrites(columns, environment);
        return new PruneLine(out, rewritten ? Integer.parseInt(columns) : 0, nanoTime);
    }

    @Override
    public void accept(Ledger.Standing standing, Double share) {
        int percent = (int) (100 * share);
        String text = String.format(
                Locale.ROOT,
                "pruning %3d %%  flops %d  size %d  error %.4f  widths %s",
                percent,
                standing.complexity().flops(),
                standing.complexity().size(),
                standing.validationError(),
                standing.widths());
        if (columns > 0) {
            String line = timeLeft(share) + text;
            out.print(CLEAR + line.substring(0, Math.min(line.length(), columns - 1)));
        } else if (percent > told) {
            out.println(text);
        }
        told = Math.max(told, percent);
        out.flush();
    }

    private String timeLeft(double share) {
        double seconds = (nanoTime.getAsLong() - start) * 1e-9;
        return share > 0 ? LiveLine.clock(Math.round(seconds * (1 - share) / share)) + " left  " : "";
    }

    @Override
    public void close() {
        out.print(columns > 0 ? CLEAR : "");
        out.flush();
    }
}
