package dev.dither.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.nn.Activation;
import dev.dither.nn.BatchNorm;
import dev.dither.nn.Conv;
import dev.dither.nn.Dense;
import dev.dither.nn.Dropout;
import dev.dither.nn.Init;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Networks;
import dev.dither.nn.ParallelDense;
import dev.dither.nn.Residual;
import dev.dither.nn.TextEncoder;
import dev.dither.nn.ZeroMeanDense;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComplexityTest {
    private static final Shape DIGIT = Shape.of(1, 28, 28);

    @Test
    void theBranchOfTheStandardDeviationIsDiscarded() {
        assertThat(of(DIGIT, Networks.stochasticLeNet(10, -5), Counting.LE_NET))
                .isEqualTo(of(DIGIT, Networks.leNet(10), Counting.LE_NET));
    }

    @Test
    void bothBranchesOfAParallelLayerAreComputed() {
        assertThat(of(Shape.of(5), List.of(ParallelDense.of(3), Dense.of(2)), Counting.VGG))
                .isEqualTo(new Complexity(2 * 5 * 3 + 3 * 2, 2 * 5 * 3 + 3 * 2, 3));
    }

    @Test
    void biasesCountOnlyWhenAskedFor() {
        Counting counting = Counting.LE_NET.with(Counting.Biases.COUNTED);
        assertThat(of(DIGIT, Networks.leNet(10), counting).size()).isEqualTo(430_500 + 580);
        assertThat(of(DIGIT, Networks.stochasticLeNet(10, -5), counting).size()).isEqualTo(430_500 + 580);
        assertThat(of(Shape.of(1, 3, 3), List.of(Conv.of(2, 3).withoutBias()), counting)
                        .size())
                .isEqualTo(18);
    }

    @Test
    void flattenedMapsTakeMemoryOfTheirOwnInTheTablesOfLeNetAlone() {
        long once = of(DIGIT, Networks.leNet(10), Counting.VGG).memory();
        assertThat(of(DIGIT, Networks.leNet(10), Counting.LE_NET).memory()).isEqualTo(once + 800);
    }

    @Test
    void aFlattenedInputImageTakesNoMemory() {
        List<LayerSpec> mlp = Networks.stochasticMlp(List.of(128, 64), 10, 2, -5);
        assertThat(of(DIGIT, mlp, Counting.LE_NET).memory()).isEqualTo(128 + 64);
    }

    @Test
    void groupsShareTheWork() {
        Conv grouped = new Conv(6, 3, 1, 1, 2, Init.HE_NORMAL, Conv.Bias.TRAINED);
        assertThat(of(Shape.of(4, 5, 5), List.of(grouped), Counting.VGG))
                .isEqualTo(new Complexity(25 * 9 * 2 * 6, 9 * 2 * 6, 0));
    }

    @Test
    void layersThatReadAreRefusedRatherThanCountedAsNothing() {
        assertThatThrownBy(() -> of(Shape.of(5), List.of(new TextEncoder(9, 2, 3, 1, 0), Dense.of(2)), Counting.VGG))
                .hasMessage("0: units of recurrent and attention layers are neither counted nor removed so far");
    }

    @Test
    void randomWeightsAreRefusedRatherThanCountedAsNothing() {
        List<LayerSpec> inner = List.of(Residual.of(ZeroMeanDense.of(5)), Dense.of(2));
        assertThatThrownBy(() -> of(Shape.of(5), inner, Counting.VGG))
                .hasMessage(
                        "0/body/0: units of a network with random weights are neither counted nor removed so far; single"
                                + " weights are, see WeightPruning");
    }

    @Test
    void bothBranchesOfAResidualBlockCount() {
        Residual block = new Residual(
                List.of(Conv.same(3, 3), BatchNorm.DEFAULT, Activation.RELU, Conv.same(2, 3)), List.of(Conv.of(2, 1)));
        Complexity found = of(Shape.of(2, 4, 4), List.of(block, new Dropout(0.5), Conv.of(1, 4)), Counting.VGG);
        long weights = 9 * 2 * 3 + 9 * 3 * 2 + 2 * 2;
        assertThat(found).isEqualTo(new Complexity(16 * weights + 16 * 2, weights + 16 * 2, 16 * 3 + 16 * 2 + 16 * 2));
    }

    @Test
    void widthsOfANetworkReadAsInPapers() {
        assertThat(Widths.of(DIGIT, Networks.leNet(10))).hasToString("20-50-800-500");
        assertThat(Widths.of(DIGIT, Networks.stochasticMlp(List.of(128, 64), 10, 2, -5)))
                .hasToString("784-128-64");
        assertThat(Widths.of(Shape.of(3, 32, 32), Networks.vgg16(10)))
                .hasToString("64-64-128-128-256-256-256-512-512-512-512-512-512-512-512");
    }

    @Test
    void widthsOfLayersNarrowedToThemAreThese() {
        Widths widths = Widths.parse("7-13-200-16");
        List<LayerSpec> narrow = widths.narrowed(DIGIT, Networks.stochasticLeNet(10, -5));
        assertThat(Widths.of(DIGIT, narrow)).isEqualTo(widths);
        try (Network network = Network.build(DIGIT, narrow, RandomKey.root(1))) {
            assertThat(Widths.of(network)).isEqualTo(widths);
            assertThat(Complexity.of(network, Counting.LE_NET)).isEqualTo(of(DIGIT, narrow, Counting.LE_NET));
        }
    }

    @Test
    void widthsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> Widths.parse("7-x")).hasMessage("widths must be like 20-50-800-500, got 7-x");
        assertThatThrownBy(() -> Widths.parse("7-0")).hasMessage("widths must be at least 1, got [7, 0]");
        assertThatThrownBy(() -> Widths.parse("7-13-16").narrowed(DIGIT, Networks.leNet(10)))
                .hasMessage("widths 7-13-16 do not fit 20-50-800-500: expected as many numbers");
        assertThatThrownBy(() -> Widths.parse("21-50-800-500").narrowed(DIGIT, Networks.leNet(10)))
                .hasMessage("0: unit must be in 0 … 19, got 20");
    }

    private static Complexity of(Shape input, List<LayerSpec> specs, Counting counting) {
        return Complexity.of(input, specs, counting);
    }
}
