package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LayerGradientTest {
    private static final Shape VECTOR = Shape.of(4);
    private static final Shape IMAGE = Shape.of(2, 4, 4);

    @Test
    void batchNormByTheBatch() {
        for (BatchNorm.Affine affine : BatchNorm.Affine.values()) {
            LayerSlopes.require(BatchNorm.DEFAULT.with(affine), VECTOR, LayerGradientTest::byBatch);
            LayerSlopes.require(BatchNorm.DEFAULT.with(affine), IMAGE, LayerGradientTest::byBatch);
        }
    }

    @Test
    void batchNormByRunningStatistics() {
        LayerSlopes.require(BatchNorm.DEFAULT, VECTOR, Pass::mean);
        LayerSlopes.require(BatchNorm.DEFAULT, IMAGE, Pass::mean);
    }

    @Test
    void batchNormWhileTracking() { // the running statistics move with each call, the output does not depend on them
        LayerSlopes.require(BatchNorm.DEFAULT, IMAGE, () -> Pass.training(RandomKey.root(8)));
    }

    @Test
    void convolutions() {
        LayerSlopes.require(Conv.of(3, 3), IMAGE, Pass::mean);
        LayerSlopes.require(Conv.same(4, 3).withoutBias().withStride(2), IMAGE, Pass::mean);
        LayerSlopes.require(new Conv(4, 2, 1, 0, 2, Init.FAN_IN_UNIFORM, Conv.Bias.TRAINED), IMAGE, Pass::mean);
    }

    @Test
    void denseLayers() {
        LayerSlopes.require(Dense.of(3), VECTOR, Pass::mean);
        LayerSlopes.require(ParallelDense.of(3), VECTOR, Pass::mean);
    }

    @Test
    void residualBlocks() {
        LayerSpec block = new Residual(
                List.of(BatchNorm.DEFAULT, Activation.TANH, Conv.same(3, 3)),
                List.of(Conv.of(3, 1).withoutBias()));
        LayerSlopes.require(block, IMAGE, LayerGradientTest::byBatch);
        LayerSlopes.require(Residual.of(Dense.of(4)), VECTOR, Pass::mean);
    }

    @Test
    void stochasticLayersOfEveryFamily() {
        for (NoiseFamily family : NoiseFamily.values()) {
            LayerSlopes.require(StochasticDense.of(3, -1).withNoise(family), VECTOR, LayerGradientTest::drawn);
            LayerSlopes.require(
                    StochasticConv.of(Conv.of(2, 2), -1).withNoise(family), IMAGE, LayerGradientTest::drawn);
        }
    }

    @Test
    void stochasticConvolutionsWithANormalizedMean() {
        LayerSpec spec = StochasticConv.normalized(Conv.of(2, 2), -1);
        LayerSlopes.require(spec, IMAGE, LayerGradientTest::drawn);
        LayerSlopes.require(spec, IMAGE, () -> drawn().withStatistics(StatisticsMode.BATCH));
    }

    @Test
    void dropout() {
        LayerSlopes.require(new Dropout(0.4), IMAGE, LayerGradientTest::drawn);
    }

    @Test
    void poolingActivationsAndFlattening() {
        for (LayerSpec spec : List.of(
                new MaxPool(2, 2),
                new AveragePool(2, 1),
                new GlobalAveragePool(),
                new Flatten(),
                Activation.LEAKY_RELU)) {
            LayerSlopes.require(spec, IMAGE, Pass::mean);
        }
    }

    @Test
    void aPassThatDrawsAnewIsFound() { // teeth: with other noise at each call differences and derivatives disagree
        long[] calls = {0};
        Supplier<Pass> restless = () -> Pass.sampling(RandomKey.root(calls[0]++));
        assertThatThrownBy(() -> LayerSlopes.require(StochasticDense.of(3, -1), VECTOR, restless))
                .isInstanceOf(AssertionError.class);
    }

    private static Pass drawn() {
        return Pass.sampling(RandomKey.root(8));
    }

    private static Pass byBatch() {
        return Pass.mean().withStatistics(StatisticsMode.BATCH);
    }
}
