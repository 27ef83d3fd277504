package dev.dither.rng;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/**
 * Draws of N(0, 1) as single floats, in loops that the virtual machine makes vector instructions of.
 *
 * <p>Formula: r cos 2φ and r sin 2φ with r² = −2 ln u are independent draws, where u is uniform on (0, 1) and φ on [−π/2, π/2).
 * Here u = 2⁻ᴱ (1 − t), with E the number of zeros at the head of random bits and t uniform on (0, ½), so that
 * r² = 2 E ln 2 − 2 ln(1 − t), and the tail is as fine as the rest. cos 2φ = 1 − 2 sin² φ, sin 2φ = 2 sin φ cos φ.
 *
 * <p>Numerics: a group is 512 pairs of draws, first their cosines, then their sines, from 512 outputs of a SplitMix64 stream: the
 * first half of the outputs is for radii, the second for angles, two of either from an output. Of 32 bits, 23 are t or φ and the other 9
 * zeros of E, first the radius's, then the angle's; where those are all zeros, once in 2¹⁸ pairs, an output from elsewhere continues.
 * Polynomials: −ln(1 − t)/t and (sin φ)/φ within 6e-8, cos φ within 9e-8; with all rounding a draw is within 1e-6 r of the exact
 * function of its bits. Only sums, products and square roots of single floats are used, so the bits are equal on every JDK and machine.
 *
 * <p>Reference: Box and Muller, A note on the generation of random normal deviates, 1958.
 */
final class BoxMuller {
    /** Pairs of draws that are made in one go. */
    private static final int GROUP = 512;

    /** The bits of two numbers of [1, 2): what of an output is their digits, and their exponents. */
    private static final long DIGITS = 0x007FFFFF007FFFFFL;

    private static final long EXPONENTS = 0x3F8000003F800000L;

    /** Bits in front of the digits of each half of an output. */
    private static final int HEAD = 9;

    /** How far the state is ahead at each output of half a group. */
    private static final long[] AHEAD = new long[GROUP / 2];

    /** 2 E ln 2 for each E. */
    private static final float[] EXPONENTIAL = new float[2 * HEAD + Long.SIZE + 1];

    static {
        for (int i = 0; i < AHEAD.length; i++) {
            AHEAD[i] = (i + 1) * RandomKey.GOLDEN_GAMMA;
        }
        for (int zeros = 0; zeros < EXPONENTIAL.length; zeros++) {
            EXPONENTIAL[zeros] = (float) (2 * zeros * StrictMath.log(2));
        }
    }

    /** Each thread's own, kept: groups are many. */
    private static final ThreadLocal<BoxMuller> WORK = ThreadLocal.withInitial(BoxMuller::new);

    private final long[] radii = new long[GROUP / 2];
    private final long[] angles = new long[GROUP / 2];
    private final long[] digits = new long[GROUP / 2];
    private final LongBuffer asDigits;
    private final FloatBuffer asNumbers;
    private final float[] radius = new float[GROUP];
    private final float[] angle = new float[GROUP];
    private final float[] cosine = new float[GROUP];
    private final float[] sine = new float[GROUP];

    private BoxMuller() {
        ByteBuffer memory = ByteBuffer.allocate(GROUP * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        asDigits = memory.asLongBuffer();
        asNumbers = memory.asFloatBuffer();
    }

    /** Fills {@code length} places from {@code start} on with draws number {@code first} and following of the stream that begins at a state. */
    static void fill(long state, int first, float[] target, int start, int length) {
        BoxMuller work = WORK.get();
        int next = first;
        while (next < first + length) {
            int skipped = next % (2 * GROUP);
            int count = Math.min(2 * GROUP - skipped, first + length - next);
            work.group(
                    state + (next - skipped) / 2 * RandomKey.GOLDEN_GAMMA,
                    skipped,
                    target,
                    start + next - first,
                    count);
            next += count;
        }
    }

    /** Writes the draws of a group that follow those that are skipped. */
    private void group(long state, int skipped, float[] target, int start, int length) {
        int pairs = Math.min(GROUP, skipped + length);
        numbers(state, radii, radius, pairs);
        numbers(state + AHEAD[AHEAD.length - 1], angles, angle, pairs);
        exponentials(state, cosine, pairs);
        // two loops: of one with all of it the virtual machine makes no vector instructions, and it takes four times as
        // long
        radii(cosine, radius, pairs);
        turn(angle, radius, cosine, sine, pairs);
        int cosines = Math.max(0, pairs - skipped);
        System.arraycopy(cosine, Math.min(skipped, pairs), target, start, cosines);
        System.arraycopy(sine, Math.max(0, skipped - GROUP), target, start + cosines, length - cosines);
    }

    /** Makes two numbers of [1, 2) of the digits of each output. */
    private void numbers(long state, long[] outputs, float[] numbers, int count) {
        int half = (count + 1) / 2;
        for (int i = 0; i < half; i++) {
            long output = RandomKey.mix(state + AHEAD[i]);
            outputs[i] = output;
            digits[i] = (output & DIGITS) | EXPONENTS;
        }
        asDigits.put(0, digits, 0, half);
        asNumbers.get(0, numbers, 0, count);
    }

    /** Writes 2 E ln 2 of each pair. */
    private void exponentials(long state, float[] target, int count) {
        int half = (count + 1) / 2;
        for (int i = 0; i < half; i++) {
            int low = Integer.numberOfLeadingZeros((int) radii[i]);
            int high = Long.numberOfLeadingZeros(radii[i]);
            if (low >= HEAD) {
                low = HEAD + further((int) angles[i], state + AHEAD[i]);
            }
            if (high >= HEAD) {
                high = HEAD + further((int) (angles[i] >>> Integer.SIZE), state - AHEAD[i]);
            }
            target[2 * i] = EXPONENTIAL[low];
            target[2 * i + 1] = EXPONENTIAL[high];
        }
    }

    /** Returns the zeros that follow those of a head: of the angle's, and then of an output that serves nothing else. */
    private static int further(int angle, long address) {
        int zeros = Integer.numberOfLeadingZeros(angle);
        return zeros < HEAD ? zeros : HEAD + Long.numberOfLeadingZeros(RandomKey.mix(~address));
    }

    /** Makes of each x of [1, 2), with t = (x − 1)/2, the square root of 2 E ln 2 − 2 ln(1 − t). */
    private static void radii(float[] exponential, float[] x, int pairs) {
        for (int i = 0; i < pairs; i++) {
            float t = 0.5f * x[i] - (0.5f - 0x1p-25f);
            float q = 1.4779092f;
            q = q * t - 1.7694315f;
            q = q * t + 1.317501f;
            q = q * t - 0.22885948f;
            q = q * t + 0.2755492f;
            q = q * t + 0.24204925f;
            q = q * t + 0.3337479f;
            q = q * t + 0.49999174f;
            q = q * t + 1;
            x[i] = (float) Math.sqrt(exponential[i] + 2 * t * q);
        }
    }

    /** Writes r cos 2φ and r sin 2φ with φ = π (x − 3/2). */
    private static void turn(float[] x, float[] radius, float[] cosine, float[] sine, int pairs) {
        for (int i = 0; i < pairs; i++) {
            float a = x[i] - 1.5f;
            float b = a * a;
            float s = 0.07765941f;
            s = s * b - 0.5982922f;
            s = s * b + 2.5500777f;
            s = s * b - 5.16771f;
            s = (s * b + 3.1415927f) * a;
            float c = 0.21969679f;
            c = c * b - 1.3318802f;
            c = c * b + 4.058412f;
            c = c * b - 4.934793f;
            c = c * b + 0.99999994f;
            cosine[i] = radius[i] * (1 - 2 * s * s);
            sine[i] = radius[i] * (2 * s * c);
        }
    }
}
