package dev.dither.tensor;

import dev.dither.rng.RandomKey;
import java.util.ArrayList;
import java.util.List;

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
        List<NoisyNumbers> parts = new ArrayList<>();
        for (NoiseSum each : all) {
            if (each.values.isSingle()) {
                sums.add(each.begun(parts));
            } else {
                sums.add(each.values.plus(Tensor.normal(each.key, each.values.shape()), each.factor));
            }
        }
        NoisyNumbers.compute(parts);
        return sums;
    }

    /** Returns memory for the sum and adds what is to be done. */
    private Tensor begun(List<NoisyNumbers> parts) {
        Tensor to = Tensor.unwritten(values.shape().toArray());
        if (to.value.numel() > 0) {
            float ofNoise = (float) factor;
            parts.add(NoisyNumbers.of(values, key, to, (numbers, noise, length) -> {
                for (int i = 0; i < length; i++) {
                    numbers[i] += ofNoise * noise[i];
                }
            }));
        }
        return to;
    }
}
