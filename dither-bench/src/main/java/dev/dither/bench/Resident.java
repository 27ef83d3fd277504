package dev.dither.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Growth of resident memory while a network is trained.
 *
 * <p>Memory is read a hundred times at equal distances. The growth is the mean of the last ten readings minus the mean
 * of the ten around half: a window, since the collector moves single readings.
 *
 * <p>Units: MiB.
 */
public final class Resident {
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
                readings.add(ProcessMemory.resident());
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
}
