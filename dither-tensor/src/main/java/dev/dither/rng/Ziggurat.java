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

    /** Factor from the odd position, −2²⁴ < position < 2²⁴, to x; and the positions below which x is under the next layer. */
    private static final double[] FACTOR = new double[LAYERS];

    private static final int[] INSIDE = new int[LAYERS];
    private static final double[] DENSITY = new double[LAYERS + 1];

    static {
        double[] edge = new double[LAYERS + 1];
        edge[0] = AREA / density(TAIL);
        edge[1] = TAIL;
        for (int i = 2; i < LAYERS; i++) {
            edge[i] = StrictMath.sqrt(-2 * StrictMath.log(AREA / edge[i - 1] + density(edge[i - 1])));
        }
        for (int i = 0; i < LAYERS; i++) {
            FACTOR[i] = edge[i] * 0x1p-24;
            INSIDE[i] = (int) (edge[i + 1] / edge[i] * 0x1p24);
            DENSITY[i] = i == 0 ? 0 : density(edge[i]);
        }
        DENSITY[LAYERS] = 1;
    }

    private long state;

    Ziggurat(long state) {
        this.state = state;
    }

    private static double density(double x) {
        return StrictMath.exp(-x * x / 2);
    }

    /** Fills the first {@code length} places with the first draws of this stream. */
    void fill(float[] target, int length) {
        long s = state;
        int even = length & ~1;
        for (int i = 0; i < even; i += 2) {
            s += RandomKey.GOLDEN_GAMMA;
            long bits = RandomKey.mix(s);
            int a = (int) bits;
            int b = (int) (bits >>> 32);
            int pa = a >> 8 << 1 | 1;
            int pb = b >> 8 << 1 | 1;
            target[i] = (float) (pa * FACTOR[a & 0xFF]);
            target[i + 1] = (float) (pb * FACTOR[b & 0xFF]);
            if (Math.abs(pa) >= INSIDE[a & 0xFF] || Math.abs(pb) >= INSIDE[b & 0xFF]) {
                state = s;
                target[i] = draw(a);
                target[i + 1] = draw(b);
                s = state;
            }
        }
        state = s;
        if (even < length) {
            target[even] = draw((int) nextLong());
        }
    }

    private float draw(int first) {
        int bits = first;
        while (true) {
            int layer = bits & 0xFF;
            int position = bits >> 8 << 1 | 1;
            double x = position * FACTOR[layer];
            if (Math.abs(position) < INSIDE[layer]) {
                return (float) x;
            }
            if (layer == 0) {
                return (float) Math.copySign(tail(), position);
            }
            double y = DENSITY[layer] + nextUniform() * (DENSITY[layer + 1] - DENSITY[layer]);
            if (y < density(x)) {
                return (float) x;
            }
            bits = (int) nextLong();
        }
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
        return ((nextLong() >>> 12) + 0.5) * 0x1p-52;
    }

    private long nextLong() {
        state += RandomKey.GOLDEN_GAMMA;
        return RandomKey.mix(state);
    }
}
