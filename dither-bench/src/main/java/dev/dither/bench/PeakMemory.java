package dev.dither.bench;

import java.util.Locale;

/** The most memory that is resident while a network is trained by several draws; a process of its own for each figure. */
public final class PeakMemory {
    private static final int EPOCHS = 3;

    private PeakMemory() {}

    /** Arguments: the network of {@link ManyDraws}, draws of each example, draws in memory at a time. */
    public static void main(String[] args) {
        ManyDraws.Case of = ManyDraws.Case.valueOf(args[0]);
        try (Training training =
                of.training(ManyDraws.weighted(Integer.parseInt(args[1])).withDrawBatch(Integer.parseInt(args[2])))) {
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                training.run();
            }
        }
        System.out.printf(Locale.ROOT, "{\"peak\": %.3f}%n", ProcessMemory.peak());
    }
}
