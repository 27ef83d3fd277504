package dev.dither.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class NormTest {
    @AutoClose
    final Scope scope = Scope.open();

    private static Tensor rows(float... values) {
        return Tensor.of(values, Shape.of(values.length / 2, 2));
    }

    @Test
    void lengthsAreThoseOfEachExample() {
        Tensor delta = rows(3, -4, 0, 0, -1, 0.5f);
        assertThat(Norm.LINF.lengths(delta).toFloats()).containsExactly(4, 0, 1);
        assertThat(Norm.L2.lengths(delta).toFloats()).containsExactly(5, 0, (float) Math.sqrt(1.25));
    }

    @Test
    void imagesAreMeasuredWhole() { // [1, 2, 1, 2]: 1 + 4 + 4 + 16
        Tensor image = Tensor.of(new float[] {1, 2, -2, -4}, Shape.of(1, 2, 1, 2));
        assertThat(Norm.L2.lengths(image).toFloats()).containsExactly(5);
        assertThat(Norm.LINF.lengths(image).toFloats()).containsExactly(4);
        assertThat(Norm.L2.project(image, 2.5).toFloats()).containsExactly(0.5f, 1, -1, -2);
    }

    @Test
    void projectionMovesOnlyWhatIsOutside() {
        Tensor delta = rows(3, -4, 0.3f, 0.4f, 0, 0);
        requireClose(Norm.L2.project(delta, 1), 0.6, -0.8, 0.3, 0.4, 0, 0);
        requireClose(Norm.LINF.project(delta, 1), 1, -1, 0.3, 0.4, 0, 0);
        requireClose(Norm.L2.project(delta, 0), 0, 0, 0, 0, 0, 0);
        requireClose(Norm.LINF.project(delta, 0), 0, 0, 0, 0, 0, 0);
    }

    @Test
    void steepestDirectionsHaveLengthOneHoweverSmallTheGradient() { // 3e-30² is no float
        Tensor gradient = rows(3, -4, 3e-30f, 4e-30f, 0, 0);
        requireClose(Norm.L2.steepest(gradient), 0.6, -0.8, 0.6, 0.8, 0, 0);
        requireClose(Norm.LINF.steepest(gradient), 1, -1, 1, 1, 0, 0);
    }

    private static void requireClose(Tensor found, double... expected) {
        float[] values = found.toFloats();
        assertThat(values).hasSize(expected.length);
        for (int i = 0; i < values.length; i++) {
            assertThat((double) values[i]).as("element %d", i).isCloseTo(expected[i], within(1e-6));
        }
    }

    /**
     * Half of the ball of radius r in three dimensions is within r · 2^(−1/3). Of 40,000 points 20,000 are expected, with a
     * standard deviation of 100; a correct sampler is off by 400 once in 16,000 seeds. Lengths that are uniform would give
     * 31,700.
     */
    @Test
    void pointsFillTheEuclideanBallEvenly() {
        float[] lengths = Norm.L2
                .lengths(Norm.L2.inside(RandomKey.root(1), Shape.of(40_000, 3), 2))
                .toFloats();
        int inner = 0;
        for (float length : lengths) {
            assertThat(length).isLessThanOrEqualTo(2 + 1e-6f);
            inner += length <= 2 * Math.cbrt(0.5) ? 1 : 0;
        }
        assertThat(inner).isBetween(19_600, 20_400);
    }

    @Test
    void pointsFillTheCubeFromSideToSide() { // 1000 draws: an end of 1 % is missed with probability 4e-5
        float[] draws =
                Norm.LINF.inside(RandomKey.root(2), Shape.of(500, 2), 0.5).toFloats();
        float least = 0;
        float greatest = 0;
        for (float draw : draws) {
            least = Math.min(least, draw);
            greatest = Math.max(greatest, draw);
        }
        assertThat(least).isBetween(-0.5f, -0.49f);
        assertThat(greatest).isBetween(0.49f, 0.5f);
    }

    @Test
    void theLargestDistanceIsTheDiagonalOfTheBox() {
        Bounds bounds = new Bounds(-1, 2);
        assertThat(Norm.LINF.largest(bounds, Shape.of(4, 4))).isEqualTo(3);
        assertThat(Norm.L2.largest(bounds, Shape.of(4, 4))).isEqualTo(12);
    }
}
