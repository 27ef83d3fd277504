package dev.dither.continual;

import dev.dither.data.DataSet;
import dev.dither.data.Examples;
import dev.dither.nn.Activation;
import dev.dither.nn.Dense;
import dev.dither.nn.LayerSpec;
import dev.dither.rng.RandomKey;
import java.util.List;
import java.util.SplittableRandom;

/** Rows of six features whose class shows in one of them; small enough to learn in a moment. */
final class Rows {
    static final RandomKey ROOT = RandomKey.root(11);
    static final int FEATURES = 6;
    static final int CLASSES = 4;
    static final List<LayerSpec> TRUNK = List.of(Dense.of(8), Activation.RELU);
    static final List<LayerSpec> LAYERS = List.of(Dense.of(8), Activation.RELU, Dense.of(CLASSES));
    static final DataSet DATA = new DataSet(examples(120, 1), examples(40, 2));

    private Rows() {}

    static Examples examples(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[size * FEATURES];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = i % CLASSES;
            for (int j = 0; j < FEATURES; j++) {
                values[i * FEATURES + j] = (float) (random.nextDouble() - 0.5) + (j == labels[i] ? 2 : 0);
            }
        }
        return Examples.ofFloats("rows", new int[] {FEATURES}, values, labels, CLASSES);
    }
}
