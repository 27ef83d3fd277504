package dev.dither.bench;

import java.util.Locale;

/** Trains one step of the smallest network and says so; whoever started the process has the time. */
public final class FirstStep {
    private FirstStep() {}

    /** Takes no arguments. */
    public static void main(String[] args) {
        try (Training training = Training.of(Subject.MLP_128, 1)) {
            System.out.printf(Locale.ROOT, "{\"steps\": %d}%n", training.run());
        }
    }
}
