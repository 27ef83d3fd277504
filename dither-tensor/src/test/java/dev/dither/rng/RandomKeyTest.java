package dev.dither.rng;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

class RandomKeyTest {
    private static final int N = 30_000;
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(64);
    private static final BigInteger GAMMA = new BigInteger("9E3779B97F4A7C15", 16);

    @Test
    void rootOfZeroIsTheFirstOutputOfSplitMix() { // published: splitmix64 with seed 0 starts with this number
        assertThat(RandomKey.root(0)).isEqualTo(new RandomKey(0xE220A8397B1DCDAFL));
    }

    @Test
    void rootAndChildrenFollowTheirFormulasInWholeNumbers() {
        for (long seed : new long[] {0, 1, 42, -1, Long.MIN_VALUE}) {
            RandomKey key = RandomKey.root(seed);
            assertThat(key.bits()).isEqualTo(mix(unsigned(seed).add(GAMMA)).longValue());
            assertThat(key.child("weight").bits()).isEqualTo(named(key, "weight"));
            assertThat(key.child(7).bits()).isEqualTo(numbered(key, 7));
            assertThat(key.child(Stream.INIT)).isEqualTo(key.child("INIT"));
        }
    }

    @Test
    void addressesAreThePinnedOnes() { // pinned at version 0.1; the test above derives them anew
        RandomKey key = RandomKey.root(42);
        assertThat(key.bits()).isEqualTo(0xBDD732262FEB6E95L);
        assertThat(key.child("weight").bits()).isEqualTo(0x466AD33D89102DCL);
        assertThat(key.child(7).bits()).isEqualTo(0xBCA37A04AA784DF7L);
    }

    @Test
    void firstUniformsAreThePinnedOnes() { // pinned at version 0.1 on JDK 17: other JDKs must draw the same
        float[] uniforms = new float[4];
        RandomKey.root(42).fillUniform(uniforms);
        assertThat(uniforms).containsExactly(0.8940952f, 0.72013575f, 0.7351543f, 0.054180026f);
    }

    @Test
    void childrenDoNotDependOnOrderOrOnDraws() {
        RandomKey key = RandomKey.root(3);
        RandomKey first = key.child("a");
        key.child("b").fillNormal(new float[10]);
        key.fillNormal(new float[10]);
        assertThat(key.child("a")).isEqualTo(first);
        assertThat(IntStream.range(0, 1000).mapToObj(key::child)).doesNotHaveDuplicates();
    }

    @Test
    void uniformsFillTheUnitInterval() { // n = 30 000; a correct sampler fails with probability 1e-4
        float[] draws = new float[N];
        RandomKey.root(12).fillUniform(draws);
        assertThat(uniformPValue(draws, 1.00)).isGreaterThan(1e-4);
        assertThat(uniformPValue(draws, 1.05)).isLessThan(1e-4);
        for (float draw : draws) {
            assertThat(draw >= 0 && draw < 1).isTrue();
        }
    }

    @Test
    void permutationHoldsEveryIndexOnce() {
        for (int n : new int[] {0, 1, 2, 1000}) {
            int[] order = RandomKey.root(5).permutation(n);
            Arrays.sort(order);
            assertThat(order).isEqualTo(IntStream.range(0, n).toArray());
        }
    }

    @Test
    void everyPermutationIsEquallyLikely() { // n = 60 000, 5 standard errors: 6 counts fail with probability 4e-6
        int[] counts = new int[27];
        for (int i = 0; i < 60_000; i++) {
            int[] order = RandomKey.root(6).child(i).permutation(3);
            counts[9 * order[0] + 3 * order[1] + order[2]]++;
        }
        double bound = 5 * Math.sqrt(60_000 * (1 / 6.0) * (5 / 6.0));
        int[] found = Arrays.stream(counts).filter(count -> count > 0).toArray();
        assertThat(found).hasSize(6);
        for (int count : found) {
            assertThat(Math.abs(count - 10_000)).isLessThan((int) bound);
        }
        assertThat(0.05 * 10_000).isGreaterThan(bound);
    }

    private static double uniformPValue(float[] draws, double scale) {
        double[] x = IntStream.range(0, N).mapToDouble(i -> scale * draws[i]).toArray();
        return KolmogorovSmirnovTest.withDefaults()
                .test(x, u -> Math.max(0, Math.min(1, u)))
                .getPValue();
    }

    private static long named(RandomKey key, String name) {
        BigInteger hash = new BigInteger("CBF29CE484222325", 16);
        for (int i = 0; i < name.length(); i++) {
            hash = hash.xor(BigInteger.valueOf(name.charAt(i)))
                    .multiply(new BigInteger("100000001B3", 16))
                    .mod(MODULUS);
        }
        return mix(mix(unsigned(key.bits()).add(GAMMA)).xor(hash)).longValue();
    }

    private static long numbered(RandomKey key, long index) {
        BigInteger start = mix(unsigned(key.bits()).xor(GAMMA));
        return mix(start.add(GAMMA.multiply(BigInteger.valueOf(index)))).longValue();
    }

    private static BigInteger unsigned(long bits) {
        return BigInteger.valueOf(bits).mod(MODULUS);
    }

    /** The finalizer of splitmix64 without a machine word in it. */
    private static BigInteger mix(BigInteger number) {
        BigInteger z = number.mod(MODULUS);
        z = z.xor(z.shiftRight(30))
                .multiply(new BigInteger("BF58476D1CE4E5B9", 16))
                .mod(MODULUS);
        z = z.xor(z.shiftRight(27))
                .multiply(new BigInteger("94D049BB133111EB", 16))
                .mod(MODULUS);
        return z.xor(z.shiftRight(31));
    }
}
