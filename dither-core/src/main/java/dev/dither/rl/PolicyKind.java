package dev.dither.rl;

import dev.dither.nn.Dense;
import dev.dither.nn.Init;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.NoiseMode;
import dev.dither.nn.NoisyDense;
import dev.dither.nn.PerturbedDense;
import dev.dither.nn.WeightNoise;
import dev.dither.nn.ZeroMeanDense;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What is random in a policy: the kinds of its second hidden layer that are compared. */
public enum PolicyKind {
    /** Nothing but the actions. */
    DETERMINISTIC("deterministic") {
        @Override
        LayerSpec layer(int units) {
            return new Dense(units, Init.FAN_IN_UNIFORM);
        }
    },
    /** {@link NoisyDense} with a draw for each weight. */
    NOISY_INDEPENDENT("noisy-independent") {
        @Override
        LayerSpec layer(int units) {
            return NoisyDense.independent(units);
        }
    },
    /** {@link NoisyDense} with a draw for each input and each unit. */
    NOISY_FACTORIZED("noisy-factorized") {
        @Override
        LayerSpec layer(int units) {
            return NoisyDense.factorized(units);
        }
    },
    /** {@link PerturbedDense}, its scale starting at 0.01 and moved by {@link ScaleAdaptation}; judged by clean weights. */
    ADAPTIVE("adaptive-noise") {
        @Override
        LayerSpec layer(int units) {
            return new PerturbedDense(units, Init.FAN_IN_UNIFORM, 0.01);
        }

        @Override
        public Evaluation evaluation() {
            return Evaluation.SAMPLED.with(NoiseMode.MEAN);
        }
    },
    /** {@link ZeroMeanDense} whose Gaussian weights are drawn one by one; they have no means to play by. */
    VARIANCE("variance") {
        @Override
        LayerSpec layer(int units) {
            return ZeroMeanDense.of(units).with(WeightNoise.GAUSSIAN.with(WeightNoise.Drawing.WEIGHTS));
        }
    };

    private final String label;

    PolicyKind(String label) {
        this.label = label;
    }

    /** Returns its name. */
    public String label() {
        return label;
    }

    /** Returns the layer, before its nonlinearity. */
    abstract LayerSpec layer(int units);

    /** Returns how policies of this kind are judged: by sampled actions, and by new weights in each episode if they are drawn. */
    public Evaluation evaluation() {
        return Evaluation.SAMPLED;
    }

    /**
     * Returns the kind of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static PolicyKind named(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.label.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind of policy is called " + name + "; there are "
                        + Arrays.stream(values()).map(PolicyKind::label).collect(Collectors.joining(", "))));
    }
}
