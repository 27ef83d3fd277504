package dev.dither.nn;

import dev.dither.tensor.Tensor;
import java.util.List;

/**
 * Neighboring layers of a sequence that give the same by less work when it is done together.
 *
 * @param first index of the first of them
 * @param count how many there are
 * @param layer what does their work
 */
record Joint(int first, int count, Layer layer) {
    /** Returns a layer by itself. */
    static Joint single(int first, List<Layer> layers) {
        return new Joint(first, 1, layers.get(first));
    }

    /**
     * Returns the layers from an index on that can be joined, or that one by itself.
     *
     * <p>ReLU keeps the order of numbers, so it follows pooling, where a quarter of them is left.
     *
     * @param layers where they are
     */
    static Joint at(int first, List<Layer> layers) {
        if (isRectifiedAndHalved(layers, first)) {
            return new Joint(first, 2, (x, pass) -> x.maxPool(2, 2).relu());
        }
        if (layers.get(first) instanceof BatchNorm.Normalized normalized && isRectifiedAndHalved(layers, first + 1)) {
            return new Joint(
                    first, 3, (x, pass) -> normalized.pooledAlone(x, pass).relu());
        }
        if (layers.get(first) instanceof StochasticConv.Branches branches && isHalved(layers, first + 1)) {
            return new Joint(first, 2, new DrawnAndHalved(branches::pooledAlone));
        }
        if (layers.get(first) instanceof VariationalLinear random && isRectifiedAndHalved(layers, first + 1)) {
            return new Joint(first, 3, new DrawnAndHalved(random::pooledAlone));
        }
        return single(first, layers);
    }

    /** What gives several draws of each example. */
    private interface Drawing {
        Tensor of(Tensor x, Pass pass, int draws);
    }

    /** Random activations, of which a quarter is left. */
    private record DrawnAndHalved(Drawing drawing) implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return forward(x, pass, 1);
        }

        @Override
        public Tensor forward(Tensor x, Pass pass, int draws) {
            return drawing.of(x, pass, draws);
        }
    }

    private static boolean isRectifiedAndHalved(List<Layer> layers, int at) {
        return at < layers.size()
                && layers.get(at) instanceof Activation.Applied applied
                && applied.spec() == Activation.RELU
                && isHalved(layers, at + 1);
    }

    private static boolean isHalved(List<Layer> layers, int at) {
        return at < layers.size()
                && layers.get(at) instanceof MaxPool.Pooled pooled
                && pooled.spec().size() == 2
                && pooled.spec().stride() == 2;
    }

    int end() {
        return first + count;
    }
}
