package dev.dither.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How the hidden layers of a network are made, whatever its family: stochastic at the positions chosen, else deterministic
 * with ReLU.
 *
 * @param stochastic positions of the stochastic hidden layers; the one next to the input has position 0
 * @param noise what is random in them
 * @param init distribution of the weights of dense layers, hidden or not; convolutions start at N(0, 2 / fan-in)
 * @param dropProbability dropout behind each hidden layer, 0 for none
 */
public record Hidden(Set<Integer> stochastic, HiddenNoise noise, Init init, double dropProbability) {
    /** Deterministic hidden layers, dense weights N(0, 1 / fan-in), no dropout. */
    public static final Hidden PLAIN = new Hidden(Set.of(), activations(-5), Init.FAN_IN_NORMAL, 0);

    /** Copies and checks. */
    public Hidden {
        stochastic = Set.copyOf(stochastic);
        Require.probability("hidden.dropProbability", dropProbability);
    }

    /** Returns this with stochastic activations at some positions. */
    public Hidden stochastic(Set<Integer> positions, double rho) {
        return new Hidden(positions, activations(rho), init, dropProbability);
    }

    /** Returns this without dropout. */
    Hidden withoutDropout() {
        return new Hidden(stochastic, noise, init, 0);
    }

    /** Returns rectified Gaussian activations. */
    static HiddenNoise activations(double initialRho) {
        return new HiddenNoise.Activations(initialRho, StochasticDense.Output.RECTIFIED);
    }

    /** Returns the positions of the last {@code layers} of {@code count} hidden layers. */
    public static Set<Integer> last(int layers, int count) {
        if (!(0 <= layers && layers <= count)) {
            throw new IllegalArgumentException("stochastic layers must be between 0 and " + count + ", got " + layers);
        }
        return IntStream.range(count - layers, count).boxed().collect(Collectors.toSet());
    }

    /** Refuses positions that a network of {@code count} hidden layers does not have. */
    void requireWithin(int count) {
        for (int position : stochastic) {
            if (!(0 <= position && position < count)) {
                throw new IllegalArgumentException("a stochastic layer must be at a position from 0 to " + (count - 1)
                        + " in a network of " + count + " hidden layers, got " + position);
            }
        }
    }

    List<LayerSpec> dense(int position, int units) {
        return stochastic.contains(position)
                ? dropping(noise.dense(units, init))
                : dropping(List.of(new Dense(units, init), Activation.RELU));
    }

    List<LayerSpec> conv(int position, Conv window) {
        return stochastic.contains(position)
                ? dropping(noise.conv(window, null))
                : dropping(List.of(window, Activation.RELU));
    }

    /** Returns a convolution with batch normalization, of the mean alone where its activations are stochastic. */
    List<LayerSpec> normalizedConv(int position, Conv window) {
        return stochastic.contains(position)
                ? dropping(noise.conv(window, BatchNorm.DEFAULT))
                : dropping(List.of(window.withoutBias(), BatchNorm.DEFAULT, Activation.RELU));
    }

    /** Returns a dense layer with batch normalization. */
    List<LayerSpec> normalizedDense(int position, int units) {
        return dropping(List.of(map(position, units), BatchNorm.DEFAULT, Activation.RELU));
    }

    /** Returns a dense layer without bias and nonlinearity. */
    LayerSpec map(int position, int units) {
        return map(position, units, Conv.Bias.NONE);
    }

    /** Returns a dense layer without nonlinearity. */
    LayerSpec map(int position, int units, Conv.Bias bias) {
        return stochastic.contains(position) ? noise.map(units, init, bias) : new Dense(units, init, bias);
    }

    /** Returns a dense layer with a leaky ReLU. */
    List<LayerSpec> leakyDense(int position, int units) {
        return dropping(List.of(map(position, units, Conv.Bias.TRAINED), Activation.LEAKY_RELU));
    }

    /** Returns a convolution without bias and nonlinearity. */
    LayerSpec map(int position, Conv window) {
        return stochastic.contains(position) ? noise.map(window.withoutBias()) : window.withoutBias();
    }

    private List<LayerSpec> dropping(List<LayerSpec> layers) {
        List<LayerSpec> specs = new ArrayList<>(layers);
        if (dropProbability > 0) {
            specs.add(new Dropout(dropProbability));
        }
        return specs;
    }
}
