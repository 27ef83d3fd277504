package dev.dither.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Growth of resident memory while a network is trained.
 *
 * <p>Memory is read a hundred times at equal distances. The growth is the mean of the last ten readings minus the mean
 * of the ten around half: a window, since the collector moves single readings.
 *
 * <p>Units: MiB.
 */
public final class Resident {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern KIBIBYTES = Pattern.compile("VmRSS:\\s*(\\d+) kB");
    private static final int READINGS = 100;

    private Resident() {}

    /** Arguments: id of the network, number of steps. */
    public static void main(String[] args) {
        int stepsApart = Math.max(1, Integer.parseInt(args[1]) / READINGS);
        List<Double> readings = new ArrayList<>();
        long steps = 0;
        try (Training training = Training.of(Subject.named(args[0]), stepsApart)) {
            for (int i = 0; i < READINGS; i++) {
                steps += training.run();
                readings.add(now());
            }
        }
        Sample all = new Sample(readings);
        double half = all.window(READINGS / 2 - 5, READINGS / 2 + 5).mean();
        double end = all.window(READINGS - 10, READINGS).mean();
        System.out.printf(
                Locale.ROOT,
                "{\"steps\": %d, \"half\": %.3f, \"end\": %.3f, \"growth\": %.3f}%n",
                steps,
                half,
                end,
                end - half);
    }

    private static double now() {
        Matcher matcher = KIBIBYTES.matcher(Machine.read(STATUS));
        if (!matcher.find()) {
            throw new IllegalStateException("no VmRSS in " + STATUS + ": resident memory is measured on Linux only");
        }
        return Long.parseLong(matcher.group(1)) / 1024.0;
    }
}
