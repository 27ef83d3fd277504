package dev.dither.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A multilayer perceptron with ReLU: a description from which its deterministic, stochastic and parallel forms are made.
 *
 * @param hidden widths of the hidden layers
 * @param classes number of outputs
 * @param init distribution of the initial weights
 * @param dropProbability dropout behind each hidden layer, 0 for none
 */
public record Mlp(List<Integer> hidden, int classes, Init init, double dropProbability) {
    /** Copies and checks. */
    public Mlp {
        hidden = List.copyOf(hidden);
        hidden.forEach(width -> Require.positive("mlp.hidden", width));
        Require.positive("mlp.classes", classes);
        Require.probability("mlp.dropProbability", dropProbability);
    }

    /** Returns a perceptron with weights N(0, 1 / fan-in) and without dropout. */
    public static Mlp of(List<Integer> hidden, int classes) {
        return new Mlp(hidden, classes, Init.FAN_IN_NORMAL, 0);
    }

    /** Returns this with dropout behind each hidden layer. */
    public Mlp withDropout(double probability) {
        return new Mlp(hidden, classes, init, probability);
    }

    /**
     * Returns the layers, the last {@code layers} of the hidden ones {@link StochasticDense}.
     *
     * @param initialRho initial bias of the branch of σ
     */
    public List<LayerSpec> stochastic(int layers, double initialRho) {
        return stochastic(Hidden.last(layers, hidden.size()), initialRho);
    }

    /**
     * Returns the layers, the hidden ones at {@code positions} {@link StochasticDense}.
     *
     * @param positions which, the one next to the input being 0
     * @param initialRho initial bias of the branch of σ
     */
    public List<LayerSpec> stochastic(Set<Integer> positions, double initialRho) {
        return layers(new Hidden(positions, Hidden.activations(initialRho), init, dropProbability));
    }

    /** Returns the layers, the hidden ones made as {@code made} says, initial values and dropout too. */
    public List<LayerSpec> layers(Hidden made) {
        made.requireWithin(hidden.size());
        List<LayerSpec> specs = begun();
        for (int i = 0; i < hidden.size(); i++) {
            specs.addAll(made.dense(i, hidden.get(i)));
        }
        return ended(specs, made.init());
    }

    /** Returns the layers, the last hidden one with a parallel twin added. */
    public List<LayerSpec> parallel() {
        List<LayerSpec> specs = begun();
        for (int i = 0; i < hidden.size(); i++) {
            boolean last = i == hidden.size() - 1;
            specs.add(last ? new ParallelDense(hidden.get(i), init) : new Dense(hidden.get(i), init));
            specs.add(Activation.RELU);
            drop(specs);
        }
        return ended(specs, init);
    }

    private static List<LayerSpec> begun() {
        return new ArrayList<>(List.of(new Flatten()));
    }

    private void drop(List<LayerSpec> specs) {
        if (dropProbability > 0) {
            specs.add(new Dropout(dropProbability));
        }
    }

    private List<LayerSpec> ended(List<LayerSpec> specs, Init head) {
        specs.add(new Dense(classes, head));
        return List.copyOf(specs);
    }
}
