package dev.dither.lab.experiment;

import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import dev.dither.nn.DropConnectDense;
import dev.dither.nn.HiddenNoise;
import dev.dither.nn.WeightNoise;

/**
 * The key {@code dropConnect} of a method: weights of its stochastic layers are dropped, see {@link DropConnectDense}.
 *
 * @param probability how often
 * @param drawing whether weights are drawn, or what they do to the outputs
 */
public record DropConnectPlan(
        @Default("0.5") double probability,
        @Default("weights") WeightNoise.Drawing drawing) {
    /** Checks. */
    public DropConnectPlan {
        Require.that(
                0 <= probability && probability < 1, "dropConnect.probability must be in [0, 1), got " + probability);
        Require.that(drawing != null, "dropConnect.drawing is missing");
    }

    HiddenNoise noise() {
        return new HiddenNoise.DropConnect(probability, drawing);
    }
}
