package dev.dither.rng;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoxMullerTest {
    private static final int N = 30_000;
    /** Draws that come in pairs: the first half cosines, the second sines. */
    private static final int GROUP = 1024;

    @Test
    void firstDrawsAreThoseOfAnIndependentProgram() {
        // from a Python program after the description in BoxMuller: whole numbers without a machine word, numpy's
        // single floats
        assertThat(draws(42, 5)).containsExactly(-0.85379153f, -0.11333369f, 0.15173389f, -0.6741598f, -1.1482782f);
        float[] second = new float[4];
        RandomKey.root(42).fillNormal(RandomKey.BLOCK, second, 4);
        assertThat(second).containsExactly(0.18947285f, -1.160416f, -1.2085028f, -0.56239533f);
    }

    @Test
    void allDrawsOfABlockAreThoseOfAnIndependentProgram() { // the same program; digest of little-endian floats
        float[] draws = draws(1, 16_383);
        assertThat(draws[512]).isEqualTo(-0.7028923f);
        assertThat(draws[1024]).isEqualTo(1.4233762f);
        assertThat(draws[7617]).isEqualTo(4.6224775f);
        assertThat(digest(draws)).startsWith("2a224eea6d884dae");
    }

    @ParameterizedTest
    @CsvSource({
        "37, 15466, -3.3280866, -3.9455173",
        "53, 2386, -0.4739969, -5.0700474",
        "504, 4150, 4.100527, 3.7244253"
    })
    void pairsWhoseZerosGoBeyondTheirOutputsAreThoseOfAnIndependentProgram(int seed, int at, float cosine, float sine) {
        float[] draws = draws(seed, RandomKey.BLOCK);
        assertThat(draws[at]).isEqualTo(cosine);
        assertThat(draws[at + GROUP / 2]).isEqualTo(sine);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 255, 256, 511, 512, 513, 1023, 1024, 1025, RandomKey.BLOCK + 3})
    void longerArraysOnlyAddDraws(int n) {
        float[] all = draws(8, 2 * RandomKey.BLOCK + 5);
        assertThat(draws(8, n)).isEqualTo(Arrays.copyOf(all, n));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 7",
        "1, 511",
        "1, 1023",
        "511, 2",
        "512, 512",
        "513, 511",
        "700, 3000",
        "1023, 2",
        "1024, 1",
        "16380, 9",
        "16384, 1025"
    })
    void drawsFromAnyNumberOnAreThoseOfTheWhole(int first, int count) {
        float[] all = draws(8, 2 * RandomKey.BLOCK + 5);
        float[] found = new float[count + 1];
        found[count] = 7;
        RandomKey.root(8).fillNormal(first, found, count);
        assertThat(Arrays.copyOf(found, count)).isEqualTo(Arrays.copyOfRange(all, first, first + count));
        assertThat(found[count]).isEqualTo(7);
    }

    @Test
    void blocksAreParts() {
        int n = 2 * RandomKey.BLOCK + 5;
        float[] last = new float[5];
        RandomKey.root(8).fillNormal(2 * RandomKey.BLOCK, last, 5);
        assertThat(last).isEqualTo(Arrays.copyOfRange(draws(8, n), n - 5, n));
    }

    @Test
    void drawsAreStandardNormal() { // n = 30 000; a correct sampler fails with probability 1e-4
        assertThat(pValue(1.00)).isGreaterThan(1e-4);
        assertThat(pValue(1.05)).isLessThan(1e-4);
    }

    @Test
    void tailsHaveTheirShare() { // 16.8 million draws, 5 standard errors: four shares fail with probability 2e-6
        double[] share = {
            2 * 1.349898031630095e-3, 2 * 3.167124183311996e-5, 2 * 3.3976731247387093e-6, 2 * 2.8665157186802404e-7
        };
        double[] edge = {3, 4, 4.5, 5};
        int[] found = new int[4];
        int[] planted = new int[4];
        int n = 0;
        float[] draws = new float[RandomKey.BLOCK];
        for (int block = 0; block < 1024; block++) {
            RandomKey.root(13).fillNormal((long) block * RandomKey.BLOCK, draws, draws.length);
            for (float draw : draws) {
                for (int i = 0; i < edge.length; i++) {
                    found[i] += Math.abs(draw) > edge[i] ? 1 : 0;
                    planted[i] += Math.abs(1.02 * draw) > edge[i] ? 1 : 0;
                }
            }
            n += draws.length;
        }
        for (int i = 0; i < edge.length; i++) {
            assertThat(Math.abs(found[i] - n * share[i])).isLessThan(5 * Math.sqrt(n * share[i]));
        }
        assertThat(Math.abs(planted[0] - n * share[0])).isGreaterThan(5 * Math.sqrt(n * share[0]));
    }

    @Test
    void twoDrawsOfAnOutputAreIndependent() { // 524 288 pairs, 5 standard errors: two means fail with probability 1e-6
        double product = 0;
        double squares = 0;
        double planted = 0;
        float[] draws = draws(14, 64 * RandomKey.BLOCK);
        for (int i = 0; i < draws.length; i++) {
            if (i % GROUP < GROUP / 2) {
                double x = draws[i];
                double y = draws[i + GROUP / 2];
                product += x * y;
                squares += x * x * y * y - 1;
                planted += (x + 0.01 * y) * (y + 0.01 * x);
            }
        }
        double pairs = draws.length / 2.0;
        assertThat(Math.abs(product)).isLessThan(5 * Math.sqrt(pairs));
        assertThat(Math.abs(squares)).isLessThan(5 * Math.sqrt(8 * pairs)); // E x⁴ E y⁴ − 1 = 8
        assertThat(Math.abs(planted)).isGreaterThan(5 * Math.sqrt(pairs));
    }

    private static float[] draws(long seed, int n) {
        float[] draws = new float[n];
        RandomKey.root(seed).fillNormal(draws);
        return draws;
    }

    private static double pValue(double scale) {
        float[] draws = draws(11, N);
        double[] x = IntStream.range(0, N).mapToDouble(i -> scale * draws[i]).toArray();
        return KolmogorovSmirnovTest.withDefaults()
                .test(x, NormalDistribution.of(0, 1)::cumulativeProbability)
                .getPValue();
    }

    private static String digest(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
