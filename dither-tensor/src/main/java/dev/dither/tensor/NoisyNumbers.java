package dev.dither.tensor;

import dev.dither.rng.RandomKey;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers that are computed from others and draws of N(0, 1), block by block while these are drawn, without an array for the draws.
 *
 * @param values the others, in single precision
 * @param draws a draw for each
 * @param target where what is computed goes
 * @param formula how
 */
record NoisyNumbers(FloatBuffer values, NormalDraws draws, FloatBuffer target, Formula formula) {
    private static final ThreadLocal<float[]> NUMBERS = ThreadLocal.withInitial(() -> new float[RandomKey.BLOCK]);

    /** Replaces the first of some numbers by what is computed from them and their draws. */
    interface Formula {
        void apply(float[] numbers, float[] noise, int length);
    }

    /** A block of the numbers. */
    private record Place(NoisyNumbers all, int block) {
        void compute() {
            all.compute(block);
        }
    }

    /** Returns what is to be done for tensors of one shape, with one element or more. */
    static NoisyNumbers of(Tensor values, RandomKey key, Tensor target, Formula formula) {
        FloatBuffer numbers = Tensor.floats(values.value.detach().contiguous());
        return new NoisyNumbers(numbers, new NormalDraws(key, numbers.limit()), Tensor.floats(target.value), formula);
    }

    /** Returns ε / √(q + floor). */
    static Tensor perRoot(RandomKey key, Tensor q, float floor) {
        Tensor t = Tensor.unwritten(q.shape().toArray());
        if (t.value.numel() > 0) {
            compute(List.of(of(q, key, t, (numbers, noise, length) -> {
                for (int i = 0; i < length; i++) {
                    numbers[i] = perRoot(noise[i], numbers[i], floor);
                }
            })));
        }
        return t;
    }

    /** Returns ε / √(q + floor), times which q is noise of variance q. */
    static float perRoot(float noise, float q, float floor) {
        return noise / (float) Math.sqrt(q + floor);
    }

    /** Computes all; threads share them as one piece of work. */
    static void compute(List<NoisyNumbers> all) {
        List<Place> places = new ArrayList<>();
        long count = 0;
        for (NoisyNumbers each : all) {
            count += each.draws.count();
            for (int block = 0; block < each.draws.blocks(); block++) {
                places.add(new Place(each, block));
            }
        }
        int grain = count > RandomKey.BLOCK ? 1 : Math.max(1, places.size());
        Runs.each(
                places.size(),
                grain,
                (start, length) -> places.subList(start, start + length).forEach(Place::compute));
    }

    private void compute(int block) {
        int start = block * RandomKey.BLOCK;
        int length = draws.lengthOf(block);
        float[] noise = draws.block(block);
        float[] numbers = NUMBERS.get();
        values.get(start, numbers, 0, length);
        formula.apply(numbers, noise, length);
        target.put(start, numbers, 0, length);
    }
}
