package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published sizes and structure of wide residual networks; sizes follow from the specifications, without weights. */
class WideResNetTest {
    private static final Shape PHOTO = Shape.of(3, 32, 32);
    private static final List<LayerSpec> RECTIFIED = List.of(BatchNorm.DEFAULT, Activation.RELU);

    /**
     * The first two are published as 36.48 and 36.54 million. WRN-10-1 by hand: stem 432; groups 4,672, 14,432 and 57,536, such as
     * 32 + 4,608 + 64 + 9,216 + shortcut 512 for the second; last normalization 128, output 650. WRN-16-4 has 2,748,890 likewise.
     */
    @ParameterizedTest
    @CsvSource({"28, 10, 10, 36479194", "28, 10, 100, 36536884", "10, 1, 10, 77850", "16, 4, 10, 2748890"})
    void networkHasItsNumberOfParameters(int depth, int factor, int classes, long expected) {
        assertThat(parameters(PHOTO, Networks.wideResNet(depth, factor, classes, 0.3)))
                .isEqualTo(expected);
    }

    @Test
    void countOfSpecificationsIsThatOfTheBuiltNetwork() {
        List<LayerSpec> specs = Networks.wideResNet(16, List.of(3, 5, 4), 7, 0);
        try (Network network = Network.build(PHOTO, specs, RandomKey.root(1))) {
            assertThat(network.trained().count()).isEqualTo(parameters(PHOTO, specs));
        }
    }

    private static long parameters(Shape input, List<LayerSpec> specs) {
        long count = 0;
        Shape x = input;
        for (LayerSpec spec : specs) {
            count += parameters(x, spec);
            x = spec.outputShape(x);
        }
        return count;
    }

    private static long parameters(Shape x, LayerSpec spec) {
        if (spec instanceof Residual block) {
            return parameters(x, block.body()) + parameters(x, block.shortcut());
        }
        if (spec instanceof Conv window) {
            return x.size(0) * window.units() * window.size() * window.size();
        }
        if (spec instanceof Dense dense) {
            return (x.elements() + 1) * dense.units();
        }
        return spec instanceof BatchNorm ? 2 * x.size(0) : 0;
    }

    @Test
    void blocksBranchBehindTheActivationWhereTheWidthChangesAlone() {
        Conv plain = Conv.same(32, 3).withoutBias();
        Residual changing = new Residual(
                List.of(plain.withStride(2), BatchNorm.DEFAULT, Activation.RELU, new Dropout(0.3), plain),
                List.of(Conv.of(32, 1).withoutBias().withStride(2)));
        Residual keeping = Residual.of(
                BatchNorm.DEFAULT, Activation.RELU, plain, BatchNorm.DEFAULT, Activation.RELU, new Dropout(0.3), plain);
        List<LayerSpec> group =
                Stream.concat(RECTIFIED.stream(), Stream.of(changing, keeping)).toList();
        List<LayerSpec> specs = Networks.wideResNet(16, 1, 10, 0.3); // stem, 2 blocks of 16, then those of 32
        assertThat(specs.subList(3, 7)).isEqualTo(group);
        assertThat(specs.subList(1, 3))
                .allMatch(spec -> spec instanceof Residual block
                        && block.shortcut().isEmpty()
                        && block.body().subList(0, 2).equals(RECTIFIED));
    }

    @Test
    void theEndIsNormalizedRectifiedAndAveraged() {
        List<LayerSpec> specs = Networks.wideResNet(10, 2, 7, 0);
        assertThat(specs.subList(specs.size() - 5, specs.size()))
                .containsExactly(
                        BatchNorm.DEFAULT, Activation.RELU, new GlobalAveragePool(), new Flatten(), Dense.of(7));
        assertThat(specs.get(0)).isEqualTo(Conv.same(16, 3).withoutBias());
    }

    @Test
    void withoutDropoutNothingDraws() {
        assertThat(Networks.wideResNet(10, 2, 7, 0)).noneMatch(LayerSpec::noisy);
        assertThat(Networks.wideResNet(10, 2, 7, 0.5))
                .filteredOn(LayerSpec::noisy)
                .hasSize(3);
    }

    @Test
    void imagesOfOtherSizesFit() {
        Shape x = Shape.of(1, 28, 28);
        for (LayerSpec spec : Networks.wideResNet(10, 1, 7, 0)) {
            x = spec.outputShape(x);
        }
        assertThat(x).isEqualTo(Shape.of(7));
    }

    @Test
    void depthsAndWidthsThatCannotBeAreRefused() {
        for (int bad : new int[] {4, 12, 28 + 1, -2}) {
            assertThatThrownBy(() -> Networks.wideResNet(bad, 1, 10, 0))
                    .hasMessage(
                            "wide-resnet.depth must be 6 n + 4 for n blocks in each group, 10, 16, 22 …, got " + bad);
        }
        assertThatThrownBy(() -> Networks.wideResNet(10, 0, 10, 0)).hasMessageContaining("wide-resnet.factor");
        assertThatThrownBy(() -> Networks.wideResNet(10, List.of(1, 2), 10, 0))
                .hasMessage("wide-resnet has 3 groups, but got 2 widths: [1, 2]");
        assertThatThrownBy(() -> Networks.wideResNet(10, 1, 10, 1)).hasMessageContaining("wide-resnet.dropProbability");
    }

    @Test
    void channelsAreAveragedOverAllPositions() {
        Shape image = Shape.of(2, 2, 3);
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 9, 0, 0, 0, 0, 0, -6}, image.batched(1));
            Tensor y = new GlobalAveragePool().build(image, RandomKey.root(1)).forward(x, Pass.mean());
            assertThat(y.shape()).isEqualTo(Shape.of(1, 2, 1, 1));
            assertThat(y.toFloats()).containsExactly(4, -1);
        }
    }
}
