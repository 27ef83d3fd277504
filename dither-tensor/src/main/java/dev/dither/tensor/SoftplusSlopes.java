package dev.dither.tensor;

import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How {@link Softplus} is differentiated in one pass, where the engine takes six.
 *
 * <p>Formula: for the gradients g of v = log(1 + eˣ) and h of log v, that of x is (g + h / v) · eˣ / (1 + eˣ).
 *
 * @param x where
 * @param exponential eˣ, which must be a normal number
 * @param value v
 * @param log log v
 */
record SoftplusSlopes(Tensor x, Tensor exponential, Tensor value, Tensor log) implements Recorded {
    /** Numbers that are copied at a time. */
    private static final int BLOCK = 1 << 11;

    /** Blocks that are worth waking a thread. */
    private static final int GRAIN = 4;

    @Override
    public List<Tensor> outputs() {
        return List.of(value, log);
    }

    @Override
    public List<Tensor> inputs() {
        return List.of(x);
    }

    @Override
    public SoftplusSlopes kept(Scope scope) {
        return new SoftplusSlopes(scope.keep(x), scope.keep(exponential), scope.keep(value), scope.keep(log));
    }

    @Override
    public List<@Nullable Tensor> gradients(List<@Nullable Tensor> g, boolean[] wanted) {
        Tensor found = Tensor.unwritten(value.shape().toArray());
        int count = Math.toIntExact(value.value.numel());
        FloatBuffer target = Tensor.floats(found.value);
        FloatBuffer exponentials = Tensor.floats(exponential.value);
        FloatBuffer values = Tensor.floats(value.value);
        FloatBuffer ofValue = floats(g.get(0));
        FloatBuffer ofLog = floats(g.get(1));
        Runs.each((count + BLOCK - 1) / BLOCK, GRAIN, (start, blocks) -> {
            float[] slope = new float[BLOCK];
            float[] v = new float[BLOCK];
            float[] direct = new float[BLOCK];
            float[] logarithmic = new float[BLOCK];
            for (int from = start * BLOCK; from < Math.min((start + blocks) * BLOCK, count); from += BLOCK) {
                int length = Math.min(BLOCK, count - from);
                exponentials.get(from, slope, 0, length);
                values.get(from, v, 0, length);
                read(ofValue, from, direct, length);
                read(ofLog, from, logarithmic, length);
                apply(direct, logarithmic, v, slope);
                target.put(from, slope, 0, length);
            }
        });
        return List.of(found);
    }

    private static @Nullable FloatBuffer floats(@Nullable Tensor g) {
        return g == null ? null : Tensor.floats(g.value.contiguous());
    }

    /** Leaves zeros where there is no gradient. */
    private static void read(@Nullable FloatBuffer gradient, int from, float[] numbers, int length) {
        if (gradient != null) {
            gradient.get(from, numbers, 0, length);
        }
    }

    /** Replaces eˣ by the gradient of x. */
    static void apply(float[] g, float[] h, float[] v, float[] exponential) {
        for (int i = 0; i < exponential.length; i++) {
            exponential[i] = (g[i] + h[i] / v[i]) * (exponential[i] / (1 + exponential[i]));
        }
    }
}
