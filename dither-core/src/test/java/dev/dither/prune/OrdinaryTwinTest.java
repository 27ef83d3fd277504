package dev.dither.prune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.nn.Activation;
import dev.dither.nn.BatchNorm;
import dev.dither.nn.Conv;
import dev.dither.nn.Dense;
import dev.dither.nn.Flatten;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Residual;
import dev.dither.nn.StochasticConv;
import dev.dither.nn.StochasticDense;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The network of the means alone. */
class OrdinaryTwinTest {
    private static final RandomKey KEY = RandomKey.root(3);

    @Test
    void theOrdinaryTwinComputesTheMeans() {
        List<LayerSpec> specs = List.of(
                StochasticConv.of(Conv.of(4, 3), -1),
                new Residual(List.of(StochasticConv.of(Conv.same(4, 3), -1), BatchNorm.DEFAULT), List.of()),
                new Flatten(),
                StochasticDense.of(6, -1),
                StochasticDense.of(4, -1).linear(),
                Dense.of(3));
        try (Scope scope = Scope.open();
                Network network = Network.build(Shape.of(1, 8, 8), specs, KEY);
                Network twin = Surgery.ordinary(network)) {
            Tensor x = Tensor.normal(KEY.child("x"), Shape.of(7, 1, 8, 8));
            SurgeryTest.assertClose(SurgeryTest.logits(twin, x), SurgeryTest.logits(network, x));
            assertThat(twin.specs())
                    .containsExactly(
                            Conv.of(4, 3),
                            Activation.RELU,
                            Residual.of(Conv.same(4, 3), Activation.RELU, BatchNorm.DEFAULT),
                            new Flatten(),
                            Dense.of(6),
                            Activation.RELU,
                            Dense.of(4),
                            Dense.of(3));
        }
    }

    @Test
    void theOrdinaryTwinNormalizesBehindTheConvolution() {
        try (Scope scope = Scope.open();
                Network network = Network.build(Shape.of(2, 6, 6), SurgeryTest.normalized(), KEY);
                Network twin = Surgery.ordinary(network)) {
            Tensor x = Tensor.normal(KEY.child("x"), Shape.of(7, 2, 6, 6));
            SurgeryTest.assertClose(SurgeryTest.logits(twin, x), SurgeryTest.logits(network, x));
            assertThat(twin.specs())
                    .containsExactly(
                            Conv.same(4, 3).withoutBias(),
                            BatchNorm.DEFAULT,
                            Activation.RELU,
                            Conv.same(3, 3).withoutBias(),
                            BatchNorm.DEFAULT,
                            Activation.RELU,
                            new Flatten(),
                            Dense.of(3));
        }
    }
}
