package dev.dither.tensor;

import dev.dither.rng.RandomKey;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.global.torch;

/**
 * The sum of a tensor and noise, values + factor · ε; to be asked for where gradients are off.
 *
 * @param values what gets noise
 * @param key address of the draws ε
 * @param factor what ε is multiplied by
 */
public record NoiseSum(Tensor values, RandomKey key, double factor) {
    /**
     * Returns the sums with ε ~ N(0, 1), those of {@link Tensor#normal}.
     *
     * <p>Numerics: in single precision ε is added while it is drawn, without an array of its own, and threads share all tensors as one
     * piece of work.
     */
    public static List<Tensor> normal(List<NoiseSum> all) {
        List<Tensor> sums = new ArrayList<>();
        List<Numbers> parts = new ArrayList<>();
        for (NoiseSum each : all) {
            if (each.values.isSingle()) {
                sums.add(each.begun(parts));
            } else {
                sums.add(each.values.plus(Tensor.normal(each.key, each.values.shape()), each.factor));
            }
        }
        Numbers.compute(parts);
        return sums;
    }

    /** Returns memory for the sum and adds what is to be done. */
    private Tensor begun(List<Numbers> parts) {
        org.bytedeco.pytorch.Tensor from = values.value.detach().contiguous();
        org.bytedeco.pytorch.Tensor to = torch.empty(values.shape().toArray());
        if (to.numel() > 0) {
            FloatBuffer numbers = Tensor.floats(from);
            parts.add(new Numbers(numbers, new NormalDraws(key, numbers.limit()), (float) factor, Tensor.floats(to)));
        }
        return Tensor.wrap(to);
    }

    /** Numbers of native memory and what is added to them. */
    private record Numbers(FloatBuffer values, NormalDraws draws, float factor, FloatBuffer target) {
        private static final ThreadLocal<float[]> SUMS = ThreadLocal.withInitial(() -> new float[RandomKey.BLOCK]);

        /** A block of a sum. */
        private record Place(Numbers sum, int block) {
            void compute() {
                sum.compute(block);
            }
        }

        static void compute(List<Numbers> sums) {
            List<Place> places = new ArrayList<>();
            long numbers = 0;
            for (Numbers sum : sums) {
                numbers += sum.draws.count();
                for (int block = 0; block < sum.draws.blocks(); block++) {
                    places.add(new Place(sum, block));
                }
            }
            int grain = numbers > RandomKey.BLOCK ? 1 : Math.max(1, places.size());
            Runs.each(
                    places.size(),
                    grain,
                    (start, count) -> places.subList(start, start + count).forEach(Place::compute));
        }

        private void compute(int block) {
            int start = block * RandomKey.BLOCK;
            int length = draws.lengthOf(block);
            float[] noise = draws.block(block);
            float[] sums = SUMS.get();
            values.get(start, sums, 0, length);
            for (int i = 0; i < length; i++) {
                sums[i] += factor * noise[i];
            }
            target.put(start, sums, 0, length);
        }
    }
}
