package dev.dither.predict;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.optim.Perturbation;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * How a trained network fares when its weights get noise: its neural variability.
 *
 * <p>Formula: L(θ + e) and the accuracy at θ + e for K draws of e, beside those at θ.
 *
 * <p>Numerics: the clean weights lie aside while a draw is judged and come back bit by bit, also where something throws; it
 * costs one array more of the size of the weights. Draws are addressed by key, draw and path, so scales that share a key share
 * ε and differ by the scale alone, and so do networks of one architecture. All that a network draws itself is the same for
 * every e.
 *
 * <p>Differs: running statistics of normalization are those of the training, and are not estimated again under the noise.
 *
 * <p>Reference: Xie, He, Fu, Sato, Tao and Sugiyama, Artificial Neural Variability for Deep Learning, 2021, Definition 1.
 *
 * @param noise what e is
 * @param draws K, at least 2
 * @param inference how the network predicts at each e
 * @param key address of all that is drawn
 */
public record Variability(Perturbation noise, int draws, Inference inference, RandomKey key) {
    /** Checks. */
    public Variability {
        if (!(draws >= 2)) {
            throw new IllegalArgumentException("variability.draws must be at least 2, got " + draws);
        }
    }

    /** Judges a network, which is left as it was, by labelled examples. */
    public NoisyWeights measure(Network network, Examples examples) {
        noise.requireMembers(network.trained());
        NoisyWeights.Judged clean = judged(network, examples);
        List<NoisyWeights.Judged> noisy = new ArrayList<>();
        for (int draw = 0; draw < draws; draw++) {
            RandomKey own = key.child("weights").child(draw);
            try (Scope scope = Scope.open()) {
                noisy.add(noise.around(network.trained(), own, () -> judged(network, examples)));
            }
        }
        return new NoisyWeights(clean, noisy);
    }

    private NoisyWeights.Judged judged(Network network, Examples examples) {
        int[] labels = examples.labels();
        Predictive found = new Predictor(network, inference, key.child("predictions")).predict(examples);
        return new NoisyWeights.Judged(found.accuracy(labels), found.nll(labels));
    }
}
