package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Published sizes: weights of convolutions and dense layers without biases, and multiplications by them. */
class NetworksTest {
    private static final Shape DIGIT = Shape.of(1, 28, 28);
    private static final Shape PHOTO = Shape.of(3, 32, 32);

    /** Widths of a VGG-16 that is built in a moment. */
    private static final List<Integer> NARROW = Collections.nCopies(15, 2);

    @Test
    void leNetHasThePublishedSize() {
        assertThat(weights(Networks.leNet(10), DIGIT)).isEqualTo(430_500);
        assertThat(multiplications(Networks.leNet(10), DIGIT)).isEqualTo(2_293_000);
    }

    @Test
    void leNetHasThePublishedNumberOfBiases() {
        try (Network network = Network.build(DIGIT, Networks.leNet(10), RandomKey.root(1))) {
            assertThat(network.trained().count()).isEqualTo(430_500 + 580);
        }
    }

    @Test
    void vgg16HasThePublishedSize() {
        assertThat(weights(Networks.vgg16(10), PHOTO)).isEqualTo(15_239_872);
        // published as 313.73 million
        assertThat(Math.round(multiplications(Networks.vgg16(10), PHOTO) / 1e4)).isEqualTo(31_373);
    }

    @Test
    void vggOfSixteenConvolutionsHasThePublishedSize() {
        List<LayerSpec> specs = Networks.vgg16Conv(Networks.VGG_16_CONV_WIDTHS, 100, Hidden.PLAIN);
        assertThat(weights(specs, PHOTO)).isEqualTo(20_070_080);
        // published as 398.18 million
        assertThat(Math.round(multiplications(specs, PHOTO) / 1e4)).isEqualTo(39_818);
    }

    /**
     * Convolutions 1,728 + 36,864 + 73,728 + 147,456 + 294,912 + 2 · 589,824 + 1,179,648 + 5 · 2,359,296 = 14,710,464; of 4,224
     * channels the bias, scale and shift, 12,672; the output 5,130.
     */
    @Test
    void biasedVgg16HasThePublishedNumberOfParameters() {
        assertThat(parameters(Networks.biasedVgg16(10, 1))).isEqualTo(14_728_266);
    }

    /**
     * Stem 1,728 + 128. Stages, each with two numbers of normalization a channel: 3 · (2 · 36,864 + 256) = 221,952;
     * 73,728 + 147,456 + shortcut 8,192 + 768, then 3 · (2 · 147,456 + 512), = 1,116,416; 294,912 + 589,824 + 32,768 + 1,536, then
     * 5 · (2 · 589,824 + 1,024), = 6,822,400; 1,179,648 + 2,359,296 + 131,072 + 3,072, then 2 · (2 · 2,359,296 + 2,048),
     * = 13,114,368. Output 5,130.
     */
    @Test
    void resNet34HasThePublishedNumberOfParameters() {
        assertThat(parameters(Networks.resNet34(10, 1))).isEqualTo(21_282_122);
    }

    /**
     * Stem 864 + 64. A block from i to o channels with p = expansion · i in between has i p + 9 p + p o and twice p + p + o, and with
     * a shortcut of its own i o + 2 o: by stages 2,528 + 14,400 + 39,696 + 183,872 + 309,504 + 795,264 + 525,760 = 1,871,024. Head
     * 409,600 + 2,560, output 12,810.
     */
    @Test
    void mobileNetV2HasThePublishedNumberOfParameters() {
        assertThat(parameters(Networks.mobileNetV2(10, 1))).isEqualTo(2_296_922);
    }

    @Test
    void blocksOfResNet34ProjectWhereTheShapeChanges() {
        List<Residual> blocks = residuals(Networks.resNet34(10, 1));
        assertThat(blocks).hasSize(16);
        assertThat(blocks)
                .filteredOn(block -> !block.shortcut().isEmpty())
                .containsExactly(blocks.get(3), blocks.get(7), blocks.get(13));
        assertThat(blocks.get(3).shortcut().get(0))
                .isEqualTo(new Conv(128, 1, 2, 0, 1, Init.FAN_IN_UNIFORM, Conv.Bias.NONE));
    }

    @Test
    void blocksOfMobileNetV2HaveAShortcutUnlessTheyHaveAStride() { // 17 blocks, 3 of them with stride 2
        List<Residual> blocks = residuals(Networks.mobileNetV2(10, 1));
        assertThat(blocks).hasSize(14);
        // widths change without stride at 16, 24, 96 and 320
        assertThat(blocks)
                .filteredOn(block -> !block.shortcut().isEmpty())
                .extracting(block -> ((Conv) block.shortcut().get(0)).units())
                .containsExactly(16, 24, 96, 320);
        assertThat(Networks.mobileNetV2(10, 1))
                .filteredOn(spec -> spec instanceof Conv conv && conv.groups() > 1)
                .extracting(spec -> ((Conv) spec).groups())
                .containsExactly(144, 192, 576);
    }

    private static List<Residual> residuals(List<LayerSpec> specs) {
        return specs.stream()
                .filter(Residual.class::isInstance)
                .map(Residual.class::cast)
                .toList();
    }

    @Test
    void divisorsThatLeaveARemainderAreRefused() {
        for (int bad : new int[] {0, -1, 3, 16}) {
            assertThatThrownBy(() -> Networks.mobileNetV2(10, bad))
                    .hasMessage("mobilenet-v2.divisor must divide all widths, and so 8, got " + bad);
        }
        assertThatThrownBy(() -> Networks.resNet34(10, 5)).hasMessageContaining("resnet-34.divisor");
        assertThatThrownBy(() -> Networks.biasedVgg16(10, 128)).hasMessageContaining("vgg-16-biased.divisor");
    }

    private static long parameters(List<LayerSpec> specs) {
        try (Network network = Network.build(PHOTO, specs, RandomKey.root(1))) {
            return network.trained().count();
        }
    }

    @Test
    void stochasticVggNormalizesTheMeanOnly() {
        List<LayerSpec> specs = Networks.vgg16(NARROW, 10, Hidden.PLAIN.stochastic(Set.of(0, 12, 14), -5));
        assertThat(specs).filteredOn(BatchNorm.class::isInstance).hasSize(11);
        assertThat(specs)
                .filteredOn(StochasticConv.class::isInstance)
                .containsOnly(StochasticConv.normalized(Conv.same(2, 3), -5))
                .hasSize(2);
        assertThat(specs).filteredOn(StochasticDense.class::isInstance).containsExactly(StochasticDense.of(2, -5));
        assertThat(specs.get(specs.size() - 1)).isEqualTo(Dense.of(10));
    }

    @Test
    void leNetIsStochasticWhereChosen() {
        assertThat(Networks.leNet(List.of(4, 5, 6), 10, Hidden.PLAIN.stochastic(Set.of(1), -3)))
                .containsExactly(
                        Conv.of(4, 5),
                        Activation.RELU,
                        new MaxPool(2, 2),
                        StochasticConv.of(Conv.of(5, 5), -3),
                        new MaxPool(2, 2),
                        new Flatten(),
                        Dense.of(6),
                        Activation.RELU,
                        Dense.of(10));
    }

    @Test
    void normalizedLeNetDropsInFrontOfTheDenseLayerAlone() {
        Hidden dropping = new Hidden(Set.of(), Hidden.activations(-5), Init.FAN_IN_UNIFORM, 0.5);
        assertThat(Networks.normalizedLeNet(List.of(4, 5, 6), 10, dropping))
                .containsExactly(
                        Conv.of(4, 5).withoutBias(),
                        BatchNorm.DEFAULT,
                        Activation.RELU,
                        new MaxPool(2, 2),
                        Conv.of(5, 5).withoutBias(),
                        BatchNorm.DEFAULT,
                        Activation.RELU,
                        new MaxPool(2, 2),
                        new Flatten(),
                        new Dropout(0.5),
                        new Dense(6, Init.FAN_IN_UNIFORM, Conv.Bias.NONE),
                        BatchNorm.DEFAULT,
                        Activation.RELU,
                        new Dense(10, Init.FAN_IN_UNIFORM, Conv.Bias.NONE));
    }

    @Test
    void hiddenLayersHaveZeroMeanWeightsWhereChosen() {
        HiddenNoise noise = new HiddenNoise.ZeroMean(WeightNoise.BERNOULLI);
        Hidden all = new Hidden(Set.of(0, 1, 2), noise, Init.FAN_IN_UNIFORM, 0);
        ZeroMeanDense dense = ZeroMeanDense.of(6).with(WeightNoise.BERNOULLI);
        assertThat(Networks.leNet(List.of(4, 5, 6), 10, all))
                .contains(new ZeroMeanConv(Conv.of(4, 5), WeightNoise.BERNOULLI), dense, Activation.RELU);
        assertThat(Networks.normalizedLeNet(List.of(4, 5, 6), 10, all))
                .contains(
                        new ZeroMeanConv(Conv.of(4, 5).withoutBias(), WeightNoise.BERNOULLI),
                        dense.withoutBias(),
                        BatchNorm.DEFAULT);
    }

    @Test
    void allPassesThroughTheVariancesOfTwoNumbers() {
        HiddenNoise noise = new HiddenNoise.ZeroMean(WeightNoise.GAUSSIAN);
        Hidden code = new Hidden(Set.of(4), noise, Init.FAN_IN_UNIFORM, 0);
        List<LayerSpec> specs = Networks.leakyMlp(Networks.TWO_NUMBER_WIDTHS, 4, code);
        assertThat(specs.subList(7, specs.size()))
                .containsExactly(
                        new Dense(100, Init.FAN_IN_UNIFORM),
                        Activation.LEAKY_RELU,
                        ZeroMeanDense.of(2),
                        Activation.LEAKY_RELU,
                        new Dense(100, Init.FAN_IN_UNIFORM),
                        Activation.LEAKY_RELU,
                        new Dense(4, Init.FAN_IN_UNIFORM));
        assertThat(weights(Networks.leakyMlp(Networks.TWO_NUMBER_WIDTHS, 4, Hidden.PLAIN), Shape.of(2)))
                .isEqualTo(2 * 100 + 3 * 100 * 100 + 100 * 2 + 2 * 100 + 100 * 4);
    }

    @Test
    void variationalLayersTakeTheirPosteriorAndStart() {
        Hidden all = new Hidden(Set.of(1, 2), new HiddenNoise.Variational(Posterior.UNIT, -2), Init.FAN_IN_UNIFORM, 0);
        assertThat(Networks.normalizedLeNet(List.of(4, 5, 6), 10, all))
                .contains(
                        new VariationalConv(Conv.of(5, 5).withoutBias(), Posterior.UNIT, -2),
                        new VariationalDense(6, Init.FAN_IN_UNIFORM, Conv.Bias.NONE, Posterior.UNIT, -2));
    }

    @Test
    void theVggOfVariancesDropsWhereItsAuthorsDo() {
        Hidden last = new Hidden(
                Set.of(10, 11, 12, 13), new HiddenNoise.Variational(Posterior.LAYER, -10), Init.FAN_IN_UNIFORM, 0);
        List<LayerSpec> specs = Networks.varianceVgg(Collections.nCopies(14, 2), 7, last);
        assertThat(specs)
                .filteredOn(Dropout.class::isInstance)
                .extracting(layer -> ((Dropout) layer).dropProbability())
                .containsExactly(0.3, 0.4, 0.4, 0.4, 0.4, 0.4, 0.5, 0.5);
        assertThat(specs).filteredOn(VariationalConv.class::isInstance).hasSize(3);
        assertThat(specs).filteredOn(VariationalDense.class::isInstance).hasSize(1);
        requireLogits(specs, PHOTO);
        assertThatThrownBy(() -> Networks.varianceVgg(
                        Networks.VARIANCE_VGG_WIDTHS,
                        7,
                        new Hidden(Set.of(), Hidden.activations(-5), Init.HE_NORMAL, 0.1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dropout of its own");
    }

    @Test
    void whatAStochasticActivationCannotBeIsRefused() {
        Hidden linear = new Hidden(
                Set.of(0), new HiddenNoise.Activations(-5, StochasticDense.Output.LINEAR), Init.HE_NORMAL, 0);
        assertThatThrownBy(() -> Networks.leNet(List.of(4, 5, 6), 10, linear))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("always rectified");
        assertThatThrownBy(() -> Networks.normalizedLeNet(List.of(4, 5, 6), 10, Hidden.PLAIN.stochastic(Set.of(2), -5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("random weights");
    }

    @Test
    void dropoutFollowsHiddenConvolutionsToo() {
        List<LayerSpec> specs = Networks.leNet(
                List.of(4, 5, 6), 10, new Hidden(Set.of(0), Hidden.activations(-3), Init.HE_NORMAL, 0.25));
        assertThat(specs).filteredOn(new Dropout(0.25)::equals).hasSize(3);
        assertThat(specs).startsWith(StochasticConv.of(Conv.of(4, 5), -3), new Dropout(0.25), new MaxPool(2, 2));
    }

    @Test
    void wrongNumberOfWidthsIsRefused() {
        assertThatThrownBy(() -> Networks.leNet(List.of(4, 5), 10, Hidden.PLAIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("lenet-5-caffe", "3 hidden layers", "2 widths");
    }

    @Test
    void positionBehindTheLastHiddenLayerIsRefused() {
        assertThatThrownBy(() -> Networks.leNet(List.of(4, 5, 6), 10, Hidden.PLAIN.stochastic(Set.of(3), -5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("from 0 to 2", "got 3");
    }

    @Test
    void lastLayersAreThoseNextToTheOutput() {
        assertThat(Hidden.last(2, 3)).containsExactlyInAnyOrder(1, 2);
        assertThat(Mlp.of(List.of(9, 8, 7), 3).stochastic(1, -5))
                .isEqualTo(Mlp.of(List.of(9, 8, 7), 3).stochastic(Set.of(2), -5));
    }

    @Test
    void vgg16NormalizesEveryConvolution() {
        List<LayerSpec> specs = Networks.vgg16(10);
        assertThat(specs).filteredOn(BatchNorm.class::isInstance).hasSize(13);
        assertThat(specs).filteredOn(MaxPool.class::isInstance).hasSize(5);
        for (int i = 0; i < specs.size(); i++) {
            if (specs.get(i) instanceof Conv) {
                assertThat(specs.subList(i + 1, i + 3)).containsExactly(BatchNorm.DEFAULT, Activation.RELU);
            }
        }
    }

    @Test
    void perceptronAgainstAttacksHasItsDocumentedSize() {
        List<LayerSpec> specs = Networks.stochasticMlp(List.of(1024, 1024, 256), 10, 1, -5);
        assertThat(weights(specs, DIGIT)).isEqualTo(2_378_240);
    }

    @Test
    void stochasticLeNetDoublesTheHiddenLayers() {
        assertThat(weights(Networks.stochasticLeNet(10, -5), DIGIT)).isEqualTo(2 * (430_500 - 5_000) + 5_000);
    }

    @Test
    void dropoutFollowsEveryHiddenLayer() {
        assertThat(Networks.dropoutMlp(List.of(128, 64), 10, 0.5))
                .containsExactly(
                        new Flatten(),
                        Dense.of(128),
                        Activation.RELU,
                        new Dropout(0.5),
                        Dense.of(64),
                        Activation.RELU,
                        new Dropout(0.5),
                        Dense.of(10));
    }

    @Test
    void allGiveOneNumberForEachClass() {
        requireLogits(Networks.leNet(7), DIGIT);
        requireLogits(Networks.stochasticLeNet(7, -5), DIGIT);
        requireLogits(Networks.normalizedLeNet(List.of(2, 3, 4), 7, Hidden.PLAIN), DIGIT);
        requireLogits(Networks.antisymmetricLeNet(List.of(2, 3, 4), 7, Hidden.PLAIN), DIGIT);
        requireLogits(Networks.leakyMlp(List.of(9, 2, 8), 7, Hidden.PLAIN), DIGIT);
        requireLogits(Networks.dropoutMlp(List.of(9), 7, 0.5), DIGIT);
        requireLogits(Networks.stochasticMlp(List.of(9, 8), 7, 1, -5), DIGIT);
        requireLogits(Networks.parallelMlp(List.of(9), 7), DIGIT);
        requireLogits(Networks.vgg16(7), PHOTO);
        requireLogits(Networks.vgg16(NARROW, 7, Hidden.PLAIN.stochastic(Hidden.last(15, 15), -5)), PHOTO);
        requireLogits(Networks.biasedVgg16(7, 64), PHOTO);
        requireLogits(Networks.resNet34(7, 64), PHOTO);
        requireLogits(Networks.mobileNetV2(7, 8), PHOTO);
        requireLogits(Networks.vgg16Conv(Collections.nCopies(16, 2), 7, Hidden.PLAIN), PHOTO);
    }

    private static void requireLogits(List<LayerSpec> specs, Shape input) {
        try (Scope scope = Scope.open();
                Network network = Network.build(input, specs, RandomKey.root(1))) {
            Tensor logits = network.forward(Tensor.full(0.5, input.batched(2)), Pass.training(RandomKey.root(2)));
            assertThat(logits.shape()).isEqualTo(Shape.of(2, 7));
            assertThat(logits.finite()).isTrue();
        }
    }

    private static long weights(List<LayerSpec> specs, Shape input) {
        try (Network network = Network.build(input, specs, RandomKey.root(1))) {
            return network.trained().byName().entrySet().stream()
                    .filter(e -> e.getKey().endsWith("/weight"))
                    .mapToLong(e -> e.getValue().shape().elements())
                    .sum();
        }
    }

    /** Each weight of a convolution multiplies once for each position, each weight of a dense layer once. */
    private static long multiplications(List<LayerSpec> specs, Shape input) {
        Shape x = input;
        long sum = 0;
        for (LayerSpec spec : specs) {
            Shape y = spec.outputShape(x);
            if (spec instanceof Conv conv) {
                sum += y.elements() * x.size(0) * conv.size() * conv.size();
            } else if (spec instanceof Dense) {
                sum += x.elements() * y.elements();
            }
            x = y;
        }
        return sum;
    }
}
