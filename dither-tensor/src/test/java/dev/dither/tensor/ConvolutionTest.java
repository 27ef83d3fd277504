package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

/** In single precision gradients of weights are deferred, but on small images that are laid out; in double precision they are not. */
class ConvolutionTest {
    private static final RandomKey KEY = RandomKey.root(5);

    @AutoClose
    final Scope scope = Scope.open();

    @Test
    void largeImagesHaveTheGradientsOfDoublePrecision() {
        requireGradientsOfDoublePrecision(new Convolution(1, 1, 1), Shape.of(5, 16, 9, 8), Shape.of(32, 16, 3, 3));
    }

    @Test
    void smallImagesHaveTheGradientsOfDoublePrecision() {
        requireGradientsOfDoublePrecision(new Convolution(1, 1, 1), Shape.of(3, 32, 4, 4), Shape.of(80, 32, 3, 3));
    }

    @ParameterizedTest
    @CsvSource({
        "3 128 2 1, 128 128 3 3, 1",
        "2 96 1 2, 80 96 5 5, 2", // windows reach beyond the image
        "4 352 4 3, 352 352 3 2, 0" // positions of the output that the image has not
    })
    void manyWeightsForEachPositionHaveTheGradientsOfDoublePrecision(String images, String windows, int padding) {
        Shape x = shape(images);
        Shape weight = shape(windows);
        long height = x.size(2) + 2L * padding - weight.size(2) + 1;
        long width = x.size(3) + 2L * padding - weight.size(3) + 1;
        assertThat(WindowProducts.pay(weight.elements(), height * width)).isTrue();
        requireGradientsOfDoublePrecision(new Convolution(1, padding, 1), x, weight);
    }

    @Test
    void largeImagesWithMoreWeightsThanNumbersHaveTheGradientsOfDoublePrecision() {
        requireGradientsOfDoublePrecision(new Convolution(1, 1, 1), Shape.of(2, 32, 8, 8), Shape.of(48, 32, 3, 3));
    }

    @Test
    void channelsThatFillMostOfTheirBlocksHaveTheGradientsOfDoublePrecision() {
        requireGradientsOfDoublePrecision(new Convolution(1, 1, 1), Shape.of(5, 13, 9, 8), Shape.of(15, 13, 3, 3));
        requireGradientsOfDoublePrecision(new Convolution(1, 1, 1), Shape.of(3, 27, 4, 4), Shape.of(70, 27, 3, 3));
    }

    @Test
    void channelsThatArePutLastHaveTheGradientsOfDoublePrecision() {
        requireGradientsOfDoublePrecision(new Convolution(1, 0, 1), Shape.of(16, 20, 12, 11), Shape.of(50, 20, 3, 3));
        requireGradientsOfDoublePrecision(new Convolution(1, 2, 1), Shape.of(17, 3, 5, 5), Shape.of(17, 3, 5, 5));
        requireGradientsOfDoublePrecision(new Convolution(1, 0, 1), Shape.of(19, 7, 6, 4), Shape.of(2, 7, 5, 3));
    }

    @Test
    void windowsThatAreLaidOutExampleByExampleHaveTheGradientsOfDoublePrecision() {
        requireGradientsOfDoublePrecision(new Convolution(1, 0, 1), Shape.of(6, 1, 14, 12), Shape.of(20, 1, 5, 5));
        requireGradientsOfDoublePrecision(new Convolution(2, 1, 1), Shape.of(5, 16, 17, 16), Shape.of(32, 16, 3, 3));
        requireGradientsOfDoublePrecision(new Convolution(3, 0, 1), Shape.of(1, 2, 26, 24), Shape.of(3, 2, 2, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "16 20 12 11, 50 20 5 5, 0", // the gradient of W by transforms, too
        "37 64 14 14, 48 64 5 5, 2", // large tiles there
        " 5 32 28 25, 32 32 7 7, 3" // the gradient of W by positions: windows would be too large
    })
    void transformedTilesHaveTheGradientsOfDoublePrecision(String images, String windows, int padding) {
        Shape x = shape(images);
        Shape weight = shape(windows);
        assertThat(Fourier.pays(x.toArray(), weight.toArray(), padding)).isEqualTo(Fourier.THERE);
        requireGradientsOfDoublePrecision(new Convolution(1, padding, 1), x, weight);
    }

    @Test
    void windowsThatAreNotSquareHaveTheGradientsOfDoublePrecision() {
        requireGradientsOfDoublePrecision(new Convolution(1, 2, 1), Shape.of(16, 32, 14, 14), Shape.of(32, 32, 7, 5));
    }

    @Test
    void transformedTilesAreAsAccurateAsPositions() {
        Tensor x = random("x", Shape.of(16, 20, 12, 12));
        Tensor weight = random("w", Shape.of(50, 20, 5, 5));
        Convolution window = new Convolution(1, 0, 1);
        double[] exact = window.of(x.toDouble(), weight.toDouble()).toDoubles();
        double largest = Arrays.stream(exact).map(Math::abs).max().orElseThrow();
        assertThat(window.of(x, weight).toDoubles()).containsExactly(exact, within(1e-6 * largest));
    }

    /** Transforms leave rounding errors of either sign where all summands are zero; the root of a negative variance is none. */
    @Test
    void whatIsNotNegativeStaysSoAndIsZeroWhereAllSummandsAre() {
        float[] corner = new float[16 * 20 * 12 * 12];
        for (int example = 0; example < 16 * 20; example++) {
            corner[example * 144] = 1;
        }
        Tensor x = Tensor.of(corner, Shape.of(16, 20, 12, 12));
        Tensor weight = random("w", Shape.of(50, 20, 5, 5)).square();
        Convolution window = new Convolution(1, 0, 1);
        if (Fourier.THERE) {
            assertThat(Range.of(window.of(x, weight).value).lowest()).isNegative();
        }
        float[] y = window.ofNonNegative(x, weight).toFloats();
        for (int i = 0; i < y.length; i++) {
            boolean seesCorner = i % 64 == 0;
            assertThat(y[i] > 0).isEqualTo(seesCorner);
            assertThat(y[i] == 0).isNotEqualTo(seesCorner);
        }
    }

    @Test
    void imagesThatArePutChannelsLastComeBackInOrder() {
        Tensor x = random("x", Shape.of(16, 4, 5, 5));
        Tensor weight = random("w", Shape.of(6, 4, 3, 3));
        Tensor y = new Convolution(1, 0, 1).of(x, weight);
        assertThat(y.value.is_contiguous()).isTrue();
        assertThat(y.toDoubles())
                .containsExactly(
                        new Convolution(1, 0, 1)
                                .of(x.toDouble(), weight.toDouble())
                                .toDoubles(),
                        within(1e-5));
    }

    @Test
    void groupsHaveTheGradientsOfDoublePrecision() {
        requireGradientsOfDoublePrecision(new Convolution(1, 2, 4), Shape.of(6, 8, 7, 7), Shape.of(12, 2, 5, 5));
    }

    @Test
    void depthwiseWindowsHaveTheGradientsOfDoublePrecision() {
        requireGradientsOfDoublePrecision(new Convolution(1, 1, 16), Shape.of(2, 16, 8, 8), Shape.of(16, 1, 3, 3));
    }

    @Test
    void depthwiseWindowsWithAStrideHaveTheGradientsOfDoublePrecision() {
        requireGradientsOfDoublePrecision(new Convolution(2, 1, 16), Shape.of(2, 16, 8, 7), Shape.of(16, 1, 3, 3));
    }

    @Test
    void depthwiseWindowsWithAStrideGiveWhatEachChannelGivesAlone() {
        Tensor x = random("x", Shape.of(2, 3, 8, 7));
        Tensor weight = random("w", Shape.of(3, 1, 3, 3));
        Tensor[] alone = new Tensor[3];
        for (int c = 0; c < 3; c++) {
            alone[c] = new Convolution(2, 1, 1).of(x.narrow(1, c, 1), weight.narrow(0, c, 1));
        }
        Tensor expected = Tensor.concatenated(1, alone);
        Tensor found = new Convolution(2, 1, 3).of(x, weight);
        assertThat(found.shape()).isEqualTo(Shape.of(2, 3, 4, 4));
        assertThat(found.toDoubles()).containsExactly(expected.toDoubles(), within(1e-5));
    }

    private static void requireGradientsOfDoublePrecision(Convolution window, Shape x, Shape weight) {
        Tensor[] single = {random("x", x), random("w", weight), random("b", Shape.of(weight.size(0)))};
        Tensor[] wide = Arrays.stream(single).map(Tensor::toDouble).toArray(Tensor[]::new);
        List<Tensor> found = gradients(window, single);
        List<Tensor> expected = gradients(window, wide);
        for (int i = 0; i < single.length; i++) {
            assertThat(found.get(i).toDoubles()).containsExactly(expected.get(i).toDoubles(), within(2e-4));
        }
    }

    /** Gradients of Σ y² with respect to x, W and b. */
    private static List<Tensor> gradients(Convolution window, Tensor... of) {
        List<Tensor> variables = Arrays.stream(of).map(Tensor::variable).toList();
        Tensor y = window.of(variables.get(0), variables.get(1), variables.get(2));
        return Gradients.of(y.times(y).mean(), variables);
    }

    @Test
    void computedWeightsHandTheirGradientOn() {
        Tensor x = random("x", Shape.of(2, 16, 5, 5));
        Tensor scale = random("w", Shape.of(32, 16, 3, 3)).variable();
        Tensor wide = scale.detach().toDouble().variable();
        Convolution window = new Convolution(1, 1, 1);
        Tensor y = window.of(x, scale.square());
        Tensor same = window.of(x.toDouble(), wide.square());
        double[] found = Gradients.of(y.times(y).mean(), List.of(scale)).get(0).toDoubles();
        double[] expected =
                Gradients.of(same.times(same).mean(), List.of(wide)).get(0).toDoubles();
        assertThat(found).containsExactly(expected, within(2e-4));
    }

    @Test
    void theFirstLayerNeedsNoHistoryOfItsInput() {
        Tensor x = random("x", Shape.of(2, 16, 8, 8));
        Tensor weight = random("w", Shape.of(16, 16, 3, 3)).variable();
        Tensor y = new Convolution(1, 1, 1).of(x, weight);
        double[] found = Gradients.of(y.sum(), List.of(weight)).get(0).toDoubles();
        Tensor wide = weight.detach().toDouble().variable();
        Tensor same = new Convolution(1, 1, 1).of(x.toDouble(), wide);
        assertThat(found)
                .containsExactly(Gradients.of(same.sum(), List.of(wide)).get(0).toDoubles(), within(1e-3));
    }

    @Test
    void aWeightUsedTwiceHasTheSumOfBothGradients() {
        Tensor x = random("x", Shape.of(2, 16, 8, 8));
        Tensor weight = random("w", Shape.of(16, 16, 3, 3)).variable();
        Convolution window = new Convolution(1, 1, 1);
        double[] once = gradient(window.of(x, weight).sum(), weight);
        double[] twice =
                gradient(window.of(x, weight).sum().plus(window.of(x, weight).sum()), weight);
        double[] withPenalty = gradient(window.of(x, weight).sum().plus(weight.sum()), weight);
        for (int i = 0; i < once.length; i++) {
            assertThat(twice[i]).isCloseTo(2 * once[i], within(1e-3));
            assertThat(withPenalty[i]).isCloseTo(once[i] + 1, within(1e-3));
        }
    }

    private static double[] gradient(Tensor scalar, Tensor variable) {
        return Gradients.of(scalar, List.of(variable)).get(0).toDoubles();
    }

    @Test
    void anInputAloneCanBeAskedFor() {
        Tensor x = random("x", Shape.of(2, 16, 8, 8)).variable();
        Tensor weight = random("w", Shape.of(16, 16, 1, 1)).variable();
        double[] found = gradient(new Convolution(1, 0, 1).of(x, weight).sum(), x);
        float[] w = weight.toFloats();
        double expected = 0;
        for (int o = 0; o < 16; o++) {
            expected += w[o * 16];
        }
        assertThat(found[0]).isCloseTo(expected, within(1e-5));
    }

    @Test
    void whatLeavesAScopeKeepsItsConvolutions() {
        Tensor weight = random("w", Shape.of(16, 16, 3, 3)).variable();
        Tensor kept;
        try (Scope inner = Scope.open()) {
            Tensor y = new Convolution(1, 1, 1).of(random("x", Shape.of(2, 16, 8, 8)), weight);
            kept = inner.keep(y.sum());
        }
        double[] direct = gradient(
                new Convolution(1, 1, 1)
                        .of(random("x", Shape.of(2, 16, 8, 8)), weight)
                        .sum(),
                weight);
        assertThat(gradient(kept, weight)).isEqualTo(direct);
    }

    @Test
    void aResultWithHistoryCannotLeaveAllScopes() {
        Tensor weight = random("w", Shape.of(16, 16, 3, 3)).variable();
        Tensor y = new Convolution(1, 1, 1).of(random("x", Shape.of(2, 16, 8, 8)), weight);
        assertThatIllegalStateException()
                .isThrownBy(y::owned)
                .withMessage(
                        "a tensor computed by convolutions, normalization or random activations cannot leave the outermost scope with its history:"
                                + " keep its detach(), or open a scope around this one");
    }

    @Test
    void aVariableThatTheScalarDoesNotDependOnIsNamed() {
        Tensor weight = random("w", Shape.of(16, 16, 3, 3)).variable();
        Tensor other = random("o", Shape.of(2, 3)).variable();
        Tensor y = new Convolution(1, 1, 1).of(random("x", Shape.of(2, 16, 8, 8)), weight);
        assertThatThrownBy(() -> Gradients.of(y.sum(), List.of(weight, other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the scalar does not depend on the variable of shape [2, 3]");
    }

    @ParameterizedTest
    @CsvSource({ // groups, padding, stride; examples, channels, pixels; output channels, window
        "1, 1, 1, 32,  32, 16,  64, 3",
        "1, 1, 1, 32, 128,  4, 128, 3",
        "32, 1, 1, 32, 32, 16,  32, 3",
        "1, 1, 2, 32,  32, 16,  64, 3",
        "1, 0, 1, 64,  20, 12, 100, 5", // transformed tiles
        "1, 0, 1, 128, 20, 12,  50, 5",
        "1, 2, 1, 19,  64, 15,  64, 5",
        "1, 3, 1,  9,  32, 20,  48, 7",
        "1, 0, 1, 128, 20, 12,  50, 3", // channels that are put last
        "1, 1, 1, 32,   3, 32,  64, 3",
        "1, 0, 1, 128,  1, 28,  20, 5", // example by example
        "1, 0, 1,  1,   1, 28,  20, 5",
        "1, 1, 2,  5,   3, 20,   7, 3",
        "1, 2, 1, 16,   6, 14,  16, 5",
        "1, 0, 1, 17,   2,  6,   5, 5", // one slice of few channels
        "1, 1, 1, 17,  16,  4,  16, 3",
        "1, 1, 1, 19,  17,  2,  33, 3",
        "1, 0, 1, 16,   8,  3,  24, 3", // output of one pixel
        "1, 1, 1,  2,   5,  8,  33, 2", // few examples
        "1, 1, 1,  1,  13,  4,   5, 3", // one example
        "32, 0, 1, 16, 32,  4,  96, 3", // several outputs of each channel
        "2, 1, 1,  3,  24,  8,   4, 2",
        "1, 1, 1, 64,  13, 16,  15, 3", // channels that fill most of their blocks
        "1, 1, 1,  7,  27,  8,  30, 3",
        "1, 1, 1, 32, 118,  2, 121, 3",
        "1, 0, 1, 32,  64,  8, 128, 1",
        "1, 0, 1,  7,  64, 16, 128, 1", // few examples, windows of one pixel
        "1, 1, 1,  7, 256,  2, 256, 3", // many weights for each position
        "1, 2, 1,  7, 128,  1, 128, 5" // images of one pixel
    })
    void anyNumberOfThreadsGivesTheSameBits(ArgumentsAccessor sizes) {
        int channels = sizes.getInteger(4);
        int groups = sizes.getInteger(0);
        requireEqualBits(
                new Convolution(sizes.getInteger(2), sizes.getInteger(1), groups),
                Shape.of(sizes.getInteger(3), channels, sizes.getInteger(5), sizes.getInteger(5)),
                Shape.of(sizes.getInteger(6), channels / groups, sizes.getInteger(7), sizes.getInteger(7)));
    }

    private static void requireEqualBits(Convolution window, Shape x, Shape weight) {
        AnyThreads.requireSameBits(() ->
                gradients(window, random("x", x), random("w", weight), random("b", Shape.of(weight.size(0)))).stream()
                        .map(Tensor::toFloats)
                        .toList());
    }

    private static Shape shape(String sizes) {
        return Shape.of(Arrays.stream(sizes.strip().split(" "))
                .mapToLong(Long::parseLong)
                .toArray());
    }

    private static Tensor random(String name, Shape shape) {
        return Tensor.normal(KEY.child(name), shape);
    }
}
