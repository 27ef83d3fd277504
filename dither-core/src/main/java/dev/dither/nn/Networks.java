package dev.dither.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * Networks of the published experiments, by name.
 *
 * <p>Units: sizes are weights of convolutions and dense layers, without biases and batch normalization; operations are
 * the multiplications by these weights for one example.
 */
public final class Networks {
    /** Widths of the convolutions of VGG-16, stage by stage; a pooling layer halves the image behind each stage. */
    private static final List<List<Integer>> VGG_16 = List.of(
            List.of(64, 64), List.of(128, 128), List.of(256, 256, 256), List.of(512, 512, 512), List.of(512, 512, 512));

    private Networks() {}

    /**
     * Multilayer perceptron with ReLU, the last {@code stochastic} of its hidden layers stochastic.
     *
     * <p>Widths (128, 128), both stochastic, are the published network for noisy labels; widths (1024, 1024, 256), the
     * last stochastic, that for attacks: {@code stochasticMlp(List.of(1024, 1024, 256), 10, 1, -5)} on 28 × 28 pixels has
     * 784-1024-1024-256-10 units and 2 378 240 weights, those of the branch of σ included, as many operations when it
     * draws.
     *
     * @param hidden widths of the hidden layers
     * @param classes number of outputs
     * @param stochastic how many hidden layers, counted from the last, are {@link StochasticDense}
     * @param initialRho initial bias of the branch of σ
     */
    public static List<LayerSpec> stochasticMlp(List<Integer> hidden, int classes, int stochastic, double initialRho) {
        return Mlp.of(hidden, classes).stochastic(stochastic, initialRho);
    }

    /** Multilayer perceptron whose last hidden layer has a parallel twin added: the published baseline. */
    public static List<LayerSpec> parallelMlp(List<Integer> hidden, int classes) {
        return Mlp.of(hidden, classes).parallel();
    }

    /** Multilayer perceptron with ReLU and dropout behind every hidden layer; weights as without dropout. */
    public static List<LayerSpec> dropoutMlp(List<Integer> hidden, int classes, double dropProbability) {
        return Mlp.of(hidden, classes).withDropout(dropProbability).stochastic(0, 0);
    }

    /**
     * LeNet-5-Caffe, 20-50-500-10, for images of one channel and 28 × 28 pixels.
     *
     * <p>Units: 430 500 weights and 2 293 000 operations for 10 classes.
     *
     * <p>Differs: Caffe has a ReLU behind the layer of 500 only; here, as in the papers compared, one follows each hidden
     * layer.
     */
    public static List<LayerSpec> leNet(int classes) {
        return List.of(
                Conv.of(20, 5),
                Activation.RELU,
                new MaxPool(2, 2),
                Conv.of(50, 5),
                Activation.RELU,
                new MaxPool(2, 2),
                new Flatten(),
                Dense.of(500),
                Activation.RELU,
                Dense.of(classes));
    }

    /** {@link #leNet} with stochastic hidden layers: each has twice the weights, half of them for σ. */
    public static List<LayerSpec> stochasticLeNet(int classes, double initialRho) {
        return List.of(
                StochasticConv.of(Conv.of(20, 5), initialRho),
                new MaxPool(2, 2),
                StochasticConv.of(Conv.of(50, 5), initialRho),
                new MaxPool(2, 2),
                new Flatten(),
                StochasticDense.of(500, initialRho),
                Dense.of(classes));
    }

    /**
     * VGG-16 for images of three channels and 32 × 32 pixels: thirteen 3 × 3 convolutions, each with batch normalization
     * and ReLU, in five stages that end in max-pooling; dense layers 512, 512, classes.
     *
     * <p>Units: 15 239 872 weights and 313.73 million operations for 10 classes.
     *
     * <p>Numerics: convolutions start at N(0, 2 / fan-in), and have no bias, since the shift of the normalization is one.
     */
    public static List<LayerSpec> vgg16(int classes) {
        List<LayerSpec> specs = new ArrayList<>();
        for (List<Integer> stage : VGG_16) {
            stage.forEach(width ->
                    specs.addAll(List.of(Conv.same(width, 3).withoutBias(), BatchNorm.DEFAULT, Activation.RELU)));
            specs.add(new MaxPool(2, 2));
        }
        specs.addAll(List.of(new Flatten(), Dense.of(512), Activation.RELU, Dense.of(512), Activation.RELU));
        specs.add(Dense.of(classes));
        return List.copyOf(specs);
    }
}
