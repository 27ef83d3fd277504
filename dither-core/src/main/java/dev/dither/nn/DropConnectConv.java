package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;

/**
 * Convolution that sets weights to zero at random.
 *
 * <p>Formula: that of {@link DropConnectDense} with convolutions; a weight that is dropped is so at all positions where weights are drawn,
 * and noise of outputs is independent per example, channel and position.
 *
 * <p>Shapes: those of {@link Conv}, parameters as well.
 *
 * <p>Differs: as {@link DropConnectDense} does.
 *
 * <p>Reference: that of {@link DropConnectDense}.
 *
 * @param window the convolution
 * @param dropProbability p, in [0, 1)
 * @param drawing what is drawn
 */
public record DropConnectConv(Conv window, double dropProbability, WeightNoise.Drawing drawing) implements LayerSpec {
    /** Checks. */
    public DropConnectConv {
        Require.probability("drop-connect-conv.dropProbability", dropProbability);
    }

    @Override
    public Shape outputShape(Shape x) {
        return window.outputShape(x);
    }

    @Override
    public boolean noisy() {
        return true;
    }

    @Override
    public Layer build(Shape x, RandomKey key) {
        DropConnected.Drop drop = new DropConnected.Drop(dropProbability, drawing);
        return DropConnected.build(Linear.conv(window, x), drop, window.init(), window.bias(), key);
    }
}
