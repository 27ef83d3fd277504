package dev.dither.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.nn.Activation;
import dev.dither.nn.AveragePool;
import dev.dither.nn.BatchNorm;
import dev.dither.nn.Conv;
import dev.dither.nn.Dense;
import dev.dither.nn.Dropout;
import dev.dither.nn.Flatten;
import dev.dither.nn.GlobalAveragePool;
import dev.dither.nn.Init;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.MaxPool;
import dev.dither.nn.Network;
import dev.dither.nn.ParallelDense;
import dev.dither.nn.Pass;
import dev.dither.nn.Residual;
import dev.dither.nn.Select;
import dev.dither.nn.StochasticConv;
import dev.dither.nn.StochasticDense;
import dev.dither.nn.Trace;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SurgeryTest {
    private static final RandomKey KEY = RandomKey.root(11);
    /** A sum of n terms in single precision moves by n · 6e-8 of its largest term when its order changes. */
    private static final float ROUNDING = 1e-5f;

    /**
     * A network, and units of it.
     *
     * @param silenced layers whose named units are made 0: those of the selection that have weights
     */
    record Case(String name, Shape input, List<LayerSpec> specs, Selection kept, Selection silenced) {
        Case(String name, Shape input, List<LayerSpec> specs, Selection kept) {
            this(name, input, specs, kept, kept);
        }

        Network network() {
            return Network.build(input, specs, KEY);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(vectors(), images(), blocks()).flatMap(List::stream);
    }

    private static List<Case> vectors() {
        return List.of(
                new Case(
                        "dense",
                        Shape.of(6),
                        List.of(
                                Dense.of(5),
                                Activation.RELU,
                                new Dropout(0.5),
                                Dense.of(4),
                                Activation.TANH,
                                Dense.of(3)),
                        Selection.of("0", 0, 3, 4).and("3", 1)),
                new Case(
                        "parallel dense",
                        Shape.of(6),
                        List.of(ParallelDense.of(5), Activation.RELU, Dense.of(3)),
                        Selection.of("0", 4, 1)));
    }

    private static List<Case> images() {
        return List.of(
                new Case(
                        "convolution, pooling, flattening, dense",
                        Shape.of(2, 8, 8),
                        convolutional(),
                        Selection.of("0", 1, 3).and("3", 0, 2).and("6", 5)),
                new Case(
                        "mean over all positions",
                        Shape.of(2, 4, 4),
                        List.of(Conv.same(4, 3), Activation.RELU, new GlobalAveragePool(), new Flatten(), Dense.of(3)),
                        Selection.of("0", 1, 3)),
                new Case(
                        "stochastic layers",
                        Shape.of(1, 8, 8),
                        stochastic(),
                        Selection.of("0", 1, 3).and("2", 2).and("4", 0, 1, 3, 5)),
                new Case(
                        "stochastic convolution with a normalized mean",
                        Shape.of(2, 6, 6),
                        normalized(),
                        Selection.of("0", 1, 3).and("1", 0, 2),
                        Selection.of("0", 1, 3)
                                .and("0/normalization", 1, 3)
                                .and("1", 0, 2)
                                .and("1/normalization", 0, 2)),
                new Case(
                        "batch normalization",
                        Shape.of(2, 4, 4),
                        List.of(
                                Conv.same(4, 3).withoutBias(),
                                BatchNorm.DEFAULT,
                                Activation.RELU,
                                new Flatten(),
                                Dense.of(4),
                                BatchNorm.DEFAULT,
                                Dense.of(3)),
                        Selection.of("0", 0, 2).and("4", 1, 2),
                        Selection.of("0", 0, 2).and("1", 0, 2).and("4", 1, 2).and("5", 1, 2)));
    }

    private static List<Case> blocks() {
        LayerSpec around = new Residual(List.of(Conv.same(2, 3), Activation.RELU, Conv.same(4, 3)), List.of());
        LayerSpec projected = new Residual(List.of(Conv.same(6, 3)), List.of(Conv.of(6, 1)));
        return List.of(
                new Case(
                        "inside a residual block",
                        Shape.of(3, 4, 4),
                        List.of(
                                Residual.of(Conv.same(5, 3), BatchNorm.DEFAULT, Activation.RELU, Conv.same(3, 3)),
                                new Flatten(),
                                Dense.of(3)),
                        Selection.of("0/body/0", 0, 4),
                        Selection.of("0/body/0", 0, 4).and("0/body/1", 0, 4)),
                new Case(
                        "around a residual block",
                        Shape.of(3, 4, 4),
                        List.of(Conv.same(4, 3), around, projected, new Flatten(), Dense.of(3)),
                        Selection.of("0", 1, 2)
                                .and("1/body/2", 1, 2)
                                .and("2/body/0", 0, 3, 5)
                                .and("2/shortcut/0", 0, 3, 5)),
                new Case(
                        "whole groups",
                        Shape.of(2, 4, 4),
                        List.of(Conv.same(6, 3), grouped(9), Activation.RELU, new Flatten(), Dense.of(3)),
                        Selection.of("0", 0, 1, 4, 5).and("1", 0, 1, 2, 6, 7, 8)));
    }

    private static List<LayerSpec> convolutional() {
        return List.of(
                Conv.of(4, 3),
                Activation.RELU,
                new MaxPool(2, 2),
                Conv.of(3, 2),
                new AveragePool(2, 1),
                new Flatten(),
                Dense.of(6),
                Activation.RELU,
                Dense.of(3));
    }

    private static Conv grouped(int units) {
        return new Conv(units, 3, 1, 1, 3, Init.HE_NORMAL, Conv.Bias.TRAINED);
    }

    private static List<LayerSpec> stochastic() {
        return List.of(
                StochasticConv.of(Conv.of(4, 3), -1),
                new MaxPool(2, 2),
                StochasticConv.of(Conv.of(3, 2), -1),
                new Flatten(),
                StochasticDense.of(6, -1),
                Dense.of(3));
    }

    static List<LayerSpec> normalized() {
        return List.of(
                StochasticConv.normalized(Conv.same(4, 3), -1),
                StochasticConv.normalized(Conv.same(3, 3), -1),
                new Flatten(),
                Dense.of(3));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void unitsThatWereZeroAreNotMissed(Case c) {
        withPruned(c, SurgeryTest::silence, (network, pruned) -> {
            Tensor x = Tensor.normal(KEY.child("x"), c.input().batched(4));
            assertClose(logits(pruned, x), logits(network, x));
            assertThat(pruned.trained().count()).isLessThan(network.trained().count());
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void unitsThatWereNotZeroAreMissed(Case c) {
        withPruned(c, (network, selection) -> {}, (network, pruned) -> {
            Tensor x = Tensor.normal(KEY.child("x"), c.input().batched(4));
            assertThat(largestDifference(logits(pruned, x), logits(network, x))).isGreaterThan(100 * ROUNDING);
        });
    }

    @Test
    void stochasticLayersStayStochasticAndLoseBothBranches() {
        Case c = new Case("", Shape.of(5), List.of(StochasticDense.of(4, -1), Dense.of(3)), Selection.of("0", 1, 3));
        withPruned(c, (network, selection) -> {}, (network, pruned) -> {
            Tensor x = Tensor.normal(KEY.child("x"), Shape.of(2, 5));
            float[] whole = site(network, x).logStddev().toFloats();
            float[] left = site(pruned, x).logStddev().toFloats();
            assertThat(pruned.specs()).containsExactly(StochasticDense.of(2, -1), Dense.of(3));
            assertClose(left, new float[] {whole[1], whole[3], whole[5], whole[7]});
        });
    }

    @Test
    void everythingKeptIsACopy() {
        Case c = new Case("", Shape.of(1, 8, 8), stochastic(), Selection.ALL);
        withPruned(c, (network, selection) -> {}, (network, copy) -> {
            Map<String, float[]> before = network.trained().toArrays();
            assertThat(copy.specs()).isEqualTo(network.specs());
            assertThat(copy.trained().toArrays()).usingRecursiveComparison().isEqualTo(before);
            copy.trained().all().forEach(tensor -> tensor.assign(tensor.times(2).detach()));
            assertThat(network.trained().toArrays()).usingRecursiveComparison().isEqualTo(before);
        });
    }

    @Test
    void featuresAreSelectedAndSelectedAgain() {
        Case c = new Case("", Shape.of(2, 2, 2), List.of(new Flatten(), Dense.of(3)), Selection.of("0", 1, 4, 7));
        withPruned(c, (network, selection) -> {}, (network, pruned) -> {
            assertThat(pruned.specs().get(0)).isEqualTo(new Select(List.of(1, 4, 7)));
            float[] values = {9, 1, 9, 9, 2, 9, 9, 3};
            float[] zeros = {0, 1, 0, 0, 2, 0, 0, 3};
            Tensor x = Tensor.of(values, Shape.of(1, 2, 2, 2));
            assertClose(logits(pruned, x), logits(network, Tensor.of(zeros, Shape.of(1, 2, 2, 2))));
            try (Network fewer = Surgery.keep(pruned, Selection.of("0", 0, 2))) {
                assertThat(fewer.specs().get(0)).isEqualTo(new Select(List.of(1, 7)));
            }
        });
    }

    @Test
    void aChannelTakesItsSelectedFeaturesAlong() {
        List<LayerSpec> specs = List.of(Conv.of(3, 1), new Select(List.of(0, 2, 5, 6, 9)), Dense.of(2));
        Case c = new Case("", Shape.of(1, 2, 2), specs, Selection.of("0", 1, 2));
        withPruned(
                c,
                (network, selection) -> {},
                (network, pruned) -> assertThat(pruned.specs())
                        .containsExactly(Conv.of(2, 1), new Select(List.of(1, 2, 5)), Dense.of(2)));
    }

    @Test
    void whatCannotBeRemovedIsRefusedInOneLine() {
        Case dense = cases().findFirst().orElseThrow();
        assertRefusal(dense, Selection.of("13", 0), "no layer with units at 13; did you mean 3?");
        assertRefusal(dense, Selection.of("1", 0), "no layer with units at 1; did you mean 0?");
        assertRefusal(dense, Selection.of("0", 5), "0: unit must be in 0 … 4, got 5");
        assertRefusal(dense, Selection.of("5", 0, 2), "5: its units are the outputs of the network; keep all of them");
        assertThatThrownBy(() -> Selection.of("0")).hasMessage("0: a layer keeps one unit at least, got none");
        assertThatThrownBy(() -> Selection.of("0", 1, 1))
                .hasMessage("0: kept units must be different and >= 0, got [1, 1]");
    }

    @Test
    void unitsThatAreAddedMustGoTogether() {
        Case block =
                cases().filter(c -> c.name().startsWith("around")).findFirst().orElseThrow();
        assertRefusal(
                block,
                Selection.of("0", 1, 2),
                "1: the outputs of 1/body/2 and 0 are added, so both keep the same units; got [0, 1, 2, 3] and [1, 2]");
    }

    @Test
    void partsOfGroupsAreRefused() {
        Case groups =
                cases().filter(c -> c.name().equals("whole groups")).findFirst().orElseThrow();
        String rule =
                "1: a convolution in 3 groups keeps or loses whole groups, with the 2 channels of 0 that feed each;";
        assertRefusal(
                groups, Selection.of("1", 0, 1, 2), rule + " got units [0, 1, 2] and channels [0, 1, 2, 3, 4, 5]");
        assertRefusal(
                groups,
                Selection.of("0", 0, 1, 2).and("1", 0, 1, 2, 3),
                rule + " got units [0, 1, 2, 3] and channels [0, 1, 2]");
    }

    @Test
    void selectionsByRemovalNameWhatIsLeft() {
        try (Network network = Network.build(Shape.of(6), List.of(Dense.of(3), Dense.of(2)), KEY)) {
            assertThat(Selection.without(network, List.of(new Unit("0", 1)))).isEqualTo(Selection.of("0", 2, 0));
            assertThatThrownBy(() -> Selection.without(network, List.of(new Unit("0", 3))))
                    .hasMessage("0: unit must be in 0 … 2, got 3");
        }
    }

    private static void assertRefusal(Case c, Selection selection, String message) {
        try (Network network = c.network()) {
            assertThatThrownBy(() -> Surgery.keep(network, selection))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
        }
    }

    private static void withPruned(Case c, BiConsumer<Network, Selection> before, BiConsumer<Network, Network> test) {
        try (Scope scope = Scope.open();
                Network network = c.network()) {
            before.accept(network, c.silenced());
            try (Network pruned = Surgery.keep(network, c.kept())) {
                test.accept(network, pruned);
            }
        }
    }

    /** Zeros in all rows of the units that are not kept, but in running variances. */
    private static void silence(Network network, Selection kept) {
        Map<String, float[]> arrays = network.trained().toArrays();
        Map<String, Tensor> tensors = network.parameters();
        kept.kept()
                .forEach((layer, units) -> Stream.of("weight", "bias", "scale", "shift")
                        .map(name -> layer + "/" + name)
                        .filter(arrays::containsKey)
                        .forEach(name -> zero(
                                Objects.requireNonNull(arrays.get(name)),
                                tensors.get(name).shape(),
                                width(network, layer),
                                units)));
        network.trained().assign(arrays);
    }

    private static int width(Network network, String layer) {
        return Place.all(network.input(), network.specs()).stream()
                .filter(place -> place.path().equals(layer.replace("/normalization", "")))
                .mapToInt(Place::width)
                .findFirst()
                .orElseThrow();
    }

    private static void zero(float[] values, Shape shape, int width, List<Integer> kept) {
        int row = values.length / Math.toIntExact(shape.size(0));
        IntStream.range(0, values.length)
                .filter(i -> !kept.contains(i / row % width))
                .forEach(i -> values[i] = 0);
    }

    private static Trace.Site site(Network network, Tensor x) {
        Pass pass = Pass.mean();
        network.forward(x, pass);
        return pass.trace().sites().get(0);
    }

    static float[] logits(Network network, Tensor x) {
        try (Gradients.Off off = Gradients.off()) {
            return network.forward(x, Pass.mean()).toFloats();
        }
    }

    static void assertClose(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        assertThat(largestDifference(found, expected)).isLessThan(ROUNDING);
    }

    /** Relative to the largest expected value, or to 1. */
    static double largestDifference(float[] found, float[] expected) {
        double largest = IntStream.range(0, found.length)
                .mapToDouble(i -> Math.abs(found[i] - expected[i]))
                .max()
                .orElseThrow();
        return largest
                / IntStream.range(0, found.length)
                        .mapToDouble(i -> Math.abs(expected[i]))
                        .reduce(1, Math::max);
    }
}
