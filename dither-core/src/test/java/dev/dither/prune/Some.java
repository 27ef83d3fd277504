package dev.dither.prune;

import dev.dither.data.Examples;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import java.util.Arrays;

/** Examples for tests. */
final class Some {
    private Some() {}

    /** Normal features; the class is that of the largest of the first features. */
    static Examples examples(int n, Shape shape, int classes, RandomKey key) {
        float[] values = new float[Math.toIntExact(n * shape.elements())];
        key.child("features").fillNormal(values);
        int[] labels = new int[n];
        int stride = values.length / n;
        for (int i = 0; i < n; i++) {
            for (int c = 1; c < classes; c++) {
                labels[i] = values[i * stride + c] > values[i * stride + labels[i]] ? c : labels[i];
            }
        }
        int[] sizes = Arrays.stream(shape.toArray()).mapToInt(Math::toIntExact).toArray();
        return Examples.ofFloats("some", sizes, values, labels, classes);
    }
}
