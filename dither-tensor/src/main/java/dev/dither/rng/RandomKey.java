package dev.dither.rng;

import java.util.SplittableRandom;

/**
 * Address of a random stream: a value from which other addresses and draws are derived.
 *
 * <p>Deriving never changes the parent, so neither the order of components nor their number shifts any other stream. A
 * key is drawn from once; everything that draws takes a key of its own.
 *
 * <p>Numerics: 64 bits, mixed with Stafford's variant 13 of the MurmurHash3 finalizer; strings enter by 64-bit FNV-1a.
 * Normal draws are those of Box and Muller over the same mixing, other draws come from {@link SplittableRandom}, whose bits are equal
 * on every JDK; golden tests pin all three.
 *
 * @param bits the address
 */
public record RandomKey(long bits) {
    static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final long BLOCK_GAMMA = 0xD1342543DE82EF95L;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    /** Number of normal draws that come from one sequence; see {@link #fillNormal(long, float[], int)}. */
    public static final int BLOCK = 1 << 14;

    /** Returns the root of all streams of a run. */
    public static RandomKey root(long seed) {
        return new RandomKey(mix(seed + GOLDEN_GAMMA));
    }

    /** Returns the address of the named child. */
    public RandomKey child(String name) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * FNV_PRIME;
        }
        return new RandomKey(mix(mix(bits + GOLDEN_GAMMA) ^ hash));
    }

    /** Returns the address of the numbered child; never equal to that of a named one, but by the chance of 2⁻⁶⁴. */
    public RandomKey child(long index) {
        return new RandomKey(mix(mix(bits ^ GOLDEN_GAMMA) + index * GOLDEN_GAMMA));
    }

    /** Returns the address of one of the fixed first-level streams. */
    public RandomKey child(Stream stream) {
        return child(stream.name());
    }

    /** Returns the generator at this address, at its beginning: two calls give the same sequence. */
    public SplittableRandom generator() {
        return new SplittableRandom(bits);
    }

    /** Fills {@code target} with draws of the standard normal distribution; longer arrays only add draws. */
    public void fillNormal(float[] target) {
        fillNormal(0, target, target.length);
    }

    /**
     * Fills the first {@code length} places with the draws number {@code first} and following of {@link #fillNormal(float[])}, so that
     * threads can share the work; best from the beginning of a {@link #BLOCK} on.
     */
    public void fillNormal(long first, float[] target, int length) {
        int done = 0;
        while (done < length) {
            int skipped = (int) ((first + done) % BLOCK);
            int count = Math.min(BLOCK - skipped, length - done);
            BoxMuller.fill(mix(bits + (first + done) / BLOCK * BLOCK_GAMMA), skipped, target, done, count);
            done += count;
        }
    }

    /** Fills {@code target} with draws of the uniform distribution on [0, 1), all 24 bits of a float used. */
    public void fillUniform(float[] target) {
        SplittableRandom generator = generator();
        for (int i = 0; i < target.length; i++) {
            target[i] = (generator.nextInt() >>> 8) * 0x1p-24f;
        }
    }

    /** Returns a permutation of 0 … n−1, every order equally likely (Fisher and Yates). */
    public int[] permutation(int n) {
        int[] order = new int[n];
        SplittableRandom generator = generator();
        for (int i = 0; i < n; i++) {
            int j = generator.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
