package dev.dither.attack;

import dev.dither.nn.Network;
import dev.dither.nn.NoiseMode;
import dev.dither.nn.Pass;
import dev.dither.predict.Inference;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Tensor;

/**
 * A network as its attacker sees it: at its mean or by a number of draws, with running statistics.
 *
 * <p>Noise follows the key of each question, so an oracle has no randomness of its own.
 *
 * @param network the victim, which stays as it is
 * @param inference the mean, or how many draws an answer averages
 */
public record Oracle(Network network, Inference inference) {
    /** Checks. */
    public Oracle {
        Require.that(
                !(inference instanceof Inference.UntilSure),
                "oracle: an attacker needs the mean or a fixed number of draws, got " + inference);
    }

    /** Returns the network with its noise at the mean. */
    public static Oracle mean(Network network) {
        return new Oracle(network, new Inference.Mean());
    }

    /** Returns the network averaged over this many draws. */
    public static Oracle drawing(Network network, int draws) {
        return new Oracle(network, new Inference.Draws(draws));
    }

    /** Returns the number of passes behind an answer. */
    public int draws() {
        return inference instanceof Inference.Draws several ? several.count() : 1;
    }

    /** Returns whether answers draw noise. */
    public NoiseMode noise() {
        return inference instanceof Inference.Mean ? NoiseMode.MEAN : NoiseMode.SAMPLE;
    }

    /**
     * Returns the answer for some examples, all draws in one pass.
     *
     * @param key address of the noise
     */
    public Answer ask(Tensor x, RandomKey key) {
        Pass pass = noise() == NoiseMode.MEAN ? Pass.mean() : Pass.sampling(key);
        return new Answer(network.forward(x, pass, draws()).toDouble(), draws());
    }
}
