package dev.dither.bench;

import dev.dither.tensor.Engine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** This side's child process: says what it runs on, then measures a round for each line on standard input. */
public final class Worker {
    private Worker() {}

    /** Arguments: id of the contest, seconds a round, threads. */
    public static void main(String[] args) throws IOException {
        double seconds = Double.parseDouble(args[1]);
        Engine.threads(Integer.parseInt(args[2]));
        try (Workload workload = Contest.named(args[0]).workload().get()) {
            System.out.println(Machine.describeThisProcess());
            serve(workload, seconds);
        }
    }

    /** Measures a round of at least this length for each line on standard input. */
    static void serve(Workload workload, double seconds) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(round(workload, seconds));
        }
    }

    private static String round(Workload workload, double seconds) {
        long start = System.nanoTime();
        long units = 0;
        double elapsed = 0;
        while (elapsed < seconds) {
            units += workload.run();
            elapsed = (System.nanoTime() - start) * 1e-9;
        }
        return String.format(Locale.ROOT, "{\"units\": %d, \"seconds\": %.6f}", units, elapsed);
    }
}
