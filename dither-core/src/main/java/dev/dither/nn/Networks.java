package dev.dither.nn;

import java.util.ArrayList;
import java.util.List;

/** Networks of the published experiments, by name. */
public final class Networks {
    private Networks() {}

    /**
     * Multilayer perceptron with ReLU, the last {@code stochastic} of its hidden layers stochastic.
     *
     * @param hidden widths of the hidden layers
     * @param classes number of outputs
     * @param stochastic how many hidden layers, counted from the last, are {@link StochasticDense}
     * @param initialRho initial bias of the branch of σ
     */
    public static List<LayerSpec> stochasticMlp(List<Integer> hidden, int classes, int stochastic, double initialRho) {
        if (!(0 <= stochastic && stochastic <= hidden.size())) {
            throw new IllegalArgumentException(
                    "stochastic layers must be between 0 and " + hidden.size() + ", got " + stochastic);
        }
        List<LayerSpec> specs = new ArrayList<>(List.of(new Flatten()));
        for (int i = 0; i < hidden.size(); i++) {
            if (i >= hidden.size() - stochastic) {
                specs.add(StochasticDense.of(hidden.get(i), initialRho));
            } else {
                specs.add(Dense.of(hidden.get(i)));
                specs.add(Activation.RELU);
            }
        }
        specs.add(Dense.of(classes));
        return List.copyOf(specs);
    }

    /** Multilayer perceptron whose last hidden layer has a parallel twin added: the published baseline. */
    public static List<LayerSpec> parallelMlp(List<Integer> hidden, int classes) {
        List<LayerSpec> specs = new ArrayList<>(List.of(new Flatten()));
        for (int i = 0; i < hidden.size(); i++) {
            boolean last = i == hidden.size() - 1;
            specs.add(last ? ParallelDense.of(hidden.get(i)) : Dense.of(hidden.get(i)));
            specs.add(Activation.RELU);
        }
        specs.add(Dense.of(classes));
        return List.copyOf(specs);
    }

    /** LeNet-5-Caffe, 20-50-500-10, with ReLU after every hidden layer and stochastic hidden layers. */
    public static List<LayerSpec> stochasticLeNet(int classes, double initialRho) {
        return List.of(
                new StochasticConv(Conv.of(20, 5), initialRho),
                new MaxPool(2, 2),
                new StochasticConv(Conv.of(50, 5), initialRho),
                new MaxPool(2, 2),
                new Flatten(),
                StochasticDense.of(500, initialRho),
                Dense.of(classes));
    }
}
