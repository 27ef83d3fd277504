package dev.dither.attack;

import dev.dither.nn.Network;
import dev.dither.nn.NoiseMode;
import dev.dither.nn.Pass;
import dev.dither.predict.Ensemble;
import dev.dither.predict.Inference;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Tensor;

/**
 * A network or an ensemble as its attacker sees it: at its mean or by a number of draws, with running statistics.
 *
 * <p>Noise follows the key of each question, so an oracle has no randomness of its own. Members of an ensemble count like
 * draws: what an attacker wants to rise is averaged over the members, each in as many draws, and what they say together is
 * the average of their probabilities.
 *
 * @param ensemble the victim, which stays as it is
 * @param inference the mean, or how many draws of each member an answer averages
 */
public record Oracle(Ensemble ensemble, Inference inference) {
    /** Checks. */
    public Oracle {
        Require.that(
                !(inference instanceof Inference.UntilSure),
                "oracle: an attacker needs the mean or a fixed number of draws, got " + inference);
    }

    /** Sees one network. */
    public Oracle(Network network, Inference inference) {
        this(Ensemble.of(network), inference);
    }

    /** Returns the network with its noise at the mean. */
    public static Oracle mean(Network network) {
        return mean(Ensemble.of(network));
    }

    /** Returns the average of the members, their noise at the mean. */
    public static Oracle mean(Ensemble ensemble) {
        return new Oracle(ensemble, new Inference.Mean());
    }

    /** Returns the network averaged over this many draws. */
    public static Oracle drawing(Network network, int draws) {
        return drawing(Ensemble.of(network), draws);
    }

    /** Returns the average over the members and this many draws of each. */
    public static Oracle drawing(Ensemble ensemble, int draws) {
        return new Oracle(ensemble, new Inference.Draws(draws));
    }

    /** Returns the number of passes behind an answer: draws times members. */
    public int draws() {
        return drawsOfEach() * ensemble.size();
    }

    private int drawsOfEach() {
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
        return new Answer(ensemble.forward(x, pass, drawsOfEach()).toDouble(), draws());
    }
}
