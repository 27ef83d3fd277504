package dev.dither.data;

import dev.dither.rng.RandomKey;
import java.util.Arrays;

/**
 * Training examples divided at random into a part to fit on and a part to choose by.
 *
 * @param train the part to fit on
 * @param validation the part to choose by
 */
public record Split(Examples train, Examples validation) {
    /**
     * Returns a split in which each subset of round(fraction · size) examples is equally likely to be the validation
     * part; both parts keep the order of {@code all}.
     *
     * @param all the examples to divide
     * @param validationFraction share of the validation part, in [0, 1)
     * @param key address of the draw
     */
    public static Split of(Examples all, double validationFraction, RandomKey key) {
        DataException.require(
                0 <= validationFraction && validationFraction < 1,
                "split: validation fraction must be in [0, 1), got %s",
                validationFraction);
        int[] order = key.permutation(all.size());
        int held = (int) Math.round(validationFraction * order.length);
        return new Split(part(all, order, held, order.length), part(all, order, 0, held));
    }

    private static Examples part(Examples all, int[] order, int from, int to) {
        int[] indices = Arrays.copyOfRange(order, from, to);
        Arrays.sort(indices);
        return all.subset(indices);
    }
}
