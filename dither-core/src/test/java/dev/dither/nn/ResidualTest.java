package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ResidualTest {
    private static final RandomKey ROOT = RandomKey.root(19);
    private static final Shape IMAGE = Shape.of(2, 4, 4);

    @AutoClose
    final Scope scope = Scope.open();

    @Test
    void emptyShortcutIsTheIdentity() {
        try (Network block = Network.build(Shape.of(2), List.of(Residual.of(Dense.of(2))), ROOT)) {
            block.trained()
                    .assign(Map.of("0/body/0/weight", new float[] {1, 2, 3, 4}, "0/body/0/bias", new float[] {10, 20}));
            Tensor x = Tensor.of(new float[] {1, -1}, Shape.of(1, 2));
            assertThat(block.forward(x, Pass.mean()).toFloats()).containsExactly(1 - 1 + 10, -1 - 1 + 20);
        }
    }

    @Test
    void branchesAreAdded() {
        Residual block = new Residual(List.of(Dense.of(3), Activation.RELU), List.of(Dense.of(3)));
        try (Network network = Network.build(Shape.of(2), List.of(block), ROOT)) {
            network.trained()
                    .assign(Map.of(
                            "0/body/0/weight", new float[6],
                            "0/body/0/bias", new float[] {1, -2, 3},
                            "0/shortcut/0/weight", new float[6],
                            "0/shortcut/0/bias", new float[] {10, 20, 30}));
            float[] y =
                    network.forward(Tensor.full(7, Shape.of(1, 2)), Pass.mean()).toFloats();
            assertThat(y).containsExactly(11, 20, 33);
        }
    }

    @Test
    void parametersAndBuffersNestByPath() {
        LayerSpec inner = Residual.of(BatchNorm.DEFAULT);
        LayerSpec outer = new Residual(
                List.of(Conv.same(3, 3), inner), List.of(Conv.of(3, 1).withoutBias()));
        try (Network network = Network.build(IMAGE, List.of(Activation.RELU, outer), ROOT)) {
            assertThat(network.trained().byName().keySet())
                    .containsExactly(
                            "1/body/0/weight",
                            "1/body/0/bias",
                            "1/body/1/body/0/scale",
                            "1/body/1/body/0/shift",
                            "1/shortcut/0/weight");
            assertThat(network.tracked().byName().keySet())
                    .containsExactly("1/body/1/body/0/mean", "1/body/1/body/0/variance");
        }
    }

    @Test
    void tracesNestByPath() {
        Residual block = new Residual(List.of(StochasticDense.of(3, -1)), List.of(StochasticDense.of(3, -1)));
        try (Network network = Network.build(Shape.of(2), List.of(block), ROOT)) {
            Pass pass = Pass.sampling(ROOT);
            network.forward(Tensor.full(1, Shape.of(1, 2)), pass);
            assertThat(pass.trace().sites()).extracting(Trace.Site::path).containsExactly("0/body/0", "0/shortcut/0");
        }
    }

    @Test
    void branchesDrawFromTheKeysOfTheirPaths() {
        Residual block = new Residual(List.of(new Dropout(0.5)), List.of(new Dropout(0.5)));
        Layer layer = block.build(Shape.of(200), ROOT);
        Layer alone = new Dropout(0.5).build(Shape.of(200), ROOT);
        Tensor x = Tensor.full(1, Shape.of(3, 200));
        Pass pass = Pass.sampling(ROOT);
        Tensor body = alone.forward(x, pass.in("body").in("0"));
        Tensor shortcut = alone.forward(x, pass.in("shortcut").in("0"));
        assertThat(layer.forward(x, pass).toFloats())
                .isEqualTo(body.plus(shortcut).toFloats());
        assertThat(body.toFloats()).isNotEqualTo(shortcut.toFloats());
    }

    @Test
    void branchesStartFromDifferentValues() {
        Residual twins = new Residual(List.of(Dense.of(3)), List.of(Dense.of(3)));
        try (Network network = Network.build(Shape.of(3), List.of(twins, twins), ROOT)) {
            Map<String, float[]> values = network.trained().toArrays();
            assertThat(values.get("0/body/0/weight"))
                    .isNotEqualTo(values.get("0/shortcut/0/weight"))
                    .isNotEqualTo(values.get("1/body/0/weight"));
        }
    }

    @Test
    void unequalBranchesAreRefusedWithPathAndBothShapes() {
        LayerSpec block = Residual.of(Conv.same(4, 3).withStride(2));
        LayerSpec around = Residual.of(Activation.RELU, block);
        assertThatThrownBy(() -> Network.build(IMAGE, List.of(Activation.RELU, around), ROOT))
                .isInstanceOf(ShapeException.class)
                .hasMessage("1/body/1/residual: expected a shortcut that gives [4, 2, 2] like the body, got [2, 4, 4]");
    }

    @Test
    void refusalsInsideABranchNameThePath() {
        LayerSpec block = new Residual(List.of(Activation.RELU), List.of(Activation.TANH, Dense.of(3)));
        assertThatThrownBy(() -> Network.build(IMAGE, List.of(block), ROOT))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("0/shortcut/1/dense: expected a vector [K]");
    }

    @Test
    void bodiesNeedALayer() {
        assertThatThrownBy(Residual::of).hasMessageContaining("residual.body");
    }

    @Test
    void equalKeysGiveEqualBits() {
        LayerSpec block = new Residual(
                List.of(Conv.same(3, 3).withoutBias(), BatchNorm.DEFAULT, new Dropout(0.2)),
                List.of(StochasticConv.of(Conv.of(3, 1), -1)));
        Tensor x = Tensor.normal(ROOT.child("x"), IMAGE.batched(4));
        assertThat(outputs(block, x, 1)).isEqualTo(outputs(block, x, 1)).isNotEqualTo(outputs(block, x, 2));
    }

    private static float[] outputs(LayerSpec spec, Tensor x, long seed) {
        try (Network network = Network.build(IMAGE, List.of(spec), ROOT)) {
            return network.forward(x, Pass.training(RandomKey.root(seed))).toFloats();
        }
    }
}
