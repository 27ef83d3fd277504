package dev.dither.bench;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;

/** Draws of N(0, 1), {@code size} at a time; the unit is a draw. */
final class Drawing implements Workload {
    private static final int DRAWS_A_RUN = 1_000_000;

    private final int size;
    private final Fill fill;
    private RandomKey key = RandomKey.root(4);

    private interface Fill {
        void draw(RandomKey key);
    }

    private Drawing(int size, Fill fill) {
        this.size = size;
        this.fill = fill;
    }

    /** Returns draws into one array. */
    static Drawing ofArrays(int size) {
        float[] target = new float[size];
        return new Drawing(size, key -> key.fillNormal(target));
    }

    /** Returns draws into a fresh tensor each time. */
    static Drawing ofTensors(int size) {
        Shape shape = Shape.of(size);
        return new Drawing(size, key -> {
            try (Scope scope = Scope.open()) {
                Tensor.normal(key, shape);
            }
        });
    }

    @Override
    public long run() {
        int times = Math.max(1, DRAWS_A_RUN / size);
        for (int i = 0; i < times; i++) {
            key = key.child(i);
            fill.draw(key);
        }
        return (long) times * size;
    }

    @Override
    public void close() {}
}
