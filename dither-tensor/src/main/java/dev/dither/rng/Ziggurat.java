package dev.dither.rng;

/**
 * Draws of N(0, 1) as single floats, two from each 64-bit output of a SplitMix64 stream.
 *
 * <p>Numerics: 256 layers of equal area; of 32 bits, 8 choose the layer and 24 the signed position in it, so no bit serves
 * twice. About 1 draw in 80 leaves the fast path and takes further outputs of the same stream. Only integer arithmetic,
 * products and {@link StrictMath} are used, so the bits are equal on every JDK and machine.
 *
 * <p>Differs: the layer and the position are disjoint bits, unlike in the original.
 *
 * <p>Reference: Marsaglia and Tsang, The ziggurat method for generating random variables, 2000.
 */
final class Ziggurat {
    private static final int LAYERS = 256;
    /** Where the tail begins, and the area of each layer, for 256 layers of exp(−x²/2). */
    private static final double TAIL = 3.654152885361009;

    private static final double AREA = 0.00492867323399;

    /** Factor from the odd position, −2²⁴ < position < 2²⁴, to x; and |x| from which on x is not surely under the next layer. */
    private static final double[] FACTOR = new double[LAYERS];

    private static final double[] INSIDE = new double[LAYERS];
    private static final double[] DENSITY = new double[LAYERS + 1];

    /** The most outputs that are mixed in one go, and how far the state is ahead at each of them. */
    private static final int OUTPUTS = 256;

    private static final long[] AHEAD = new long[OUTPUTS];

    /** More than the error of {@link Math#exp} below 1. */
    private static final double DOUBT = 1e-14;

    static {
        double[] edge = new double[LAYERS + 1];
        edge[0] = AREA / density(TAIL);
        edge[1] = TAIL;
        for (int i = 2; i < LAYERS; i++) {
            edge[i] = StrictMath.sqrt(-2 * StrictMath.log(AREA / edge[i - 1] + density(edge[i - 1])));
        }
        for (int i = 0; i < LAYERS; i++) {
            FACTOR[i] = edge[i] * 0x1p-24;
            // half a position below the first that is outside, so that the product's rounding does not matter
            INSIDE[i] = FACTOR[i] * ((int) (edge[i + 1] / edge[i] * 0x1p24) - 0.5);
            DENSITY[i] = i == 0 ? 0 : density(edge[i]);
        }
        DENSITY[LAYERS] = 1;
        for (int i = 0; i < OUTPUTS; i++) {
            AHEAD[i] = (i + 1) * RandomKey.GOLDEN_GAMMA;
        }
    }

    private long state;
    private final long[] outputs;
    private int used;

    private Ziggurat(long state, int outputs) {
        this.state = state;
        this.outputs = new long[outputs];
        this.used = outputs;
    }

    private static double density(double x) {
        return StrictMath.exp(-x * x / 2);
    }

    /** Fills the first {@code length} places with the first draws of the stream that begins at a state. */
    static void fill(long state, float[] target, int length) {
        new Ziggurat(state, Math.min(OUTPUTS, length / 2 + 1)).fill(target, length);
    }

    private void fill(float[] target, int length) {
        int even = length & ~1;
        for (int i = 0; i < even; i += 2) {
            long bits = next();
            int a = (int) bits;
            int b = (int) (bits >>> 32);
            double x = position(a) * FACTOR[a & 0xFF];
            double y = position(b) * FACTOR[b & 0xFF];
            target[i] = Math.abs(x) < INSIDE[a & 0xFF] ? (float) x : outside(x, a & 0xFF);
            target[i + 1] = Math.abs(y) < INSIDE[b & 0xFF] ? (float) y : outside(y, b & 0xFF);
        }
        if (even < length) {
            target[even] = draw();
        }
    }

    private static int position(int bits) {
        return bits >> 8 << 1 | 1;
    }

    private float draw() {
        int bits = (int) next();
        double x = position(bits) * FACTOR[bits & 0xFF];
        return Math.abs(x) < INSIDE[bits & 0xFF] ? (float) x : outside(x, bits & 0xFF);
    }

    /** Returns x, if it is under the density all the same, and another draw otherwise; behind the last layer a draw of the tail. */
    private float outside(double x, int layer) {
        if (layer == 0) {
            return (float) Math.copySign(tail(), x);
        }
        double y = DENSITY[layer] + nextUniform() * (DENSITY[layer + 1] - DENSITY[layer]);
        return isBelow(y, x) ? (float) x : draw();
    }

    /** Returns y < density(x); the fast exponential decides unless it is too close. */
    private static boolean isBelow(double y, double x) {
        double fast = Math.exp(-x * x / 2);
        return Math.abs(y - fast) > DOUBT ? y < fast : y < density(x);
    }

    /** Marsaglia's tail: x = r + a with a exponential, accepted with probability exp(−a²/2). */
    private double tail() {
        while (true) {
            double excess = -StrictMath.log(nextUniform()) / TAIL;
            double height = -StrictMath.log(nextUniform());
            if (2 * height > excess * excess) {
                return TAIL + excess;
            }
        }
    }

    /** Uniform on (0, 1). */
    private double nextUniform() {
        return ((next() >>> 12) + 0.5) * 0x1p-52;
    }

    private long next() {
        if (used == outputs.length) {
            mix();
        }
        return outputs[used++];
    }

    /** Mixes the next outputs, in a loop that the virtual machine makes vector instructions of. */
    private void mix() {
        long start = state;
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = RandomKey.mix(start + AHEAD[i]);
        }
        state = start + outputs.length * RandomKey.GOLDEN_GAMMA;
        used = 0;
    }
}
