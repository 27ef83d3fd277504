package dev.dither.rl;

import dev.dither.nn.Network;
import dev.dither.nn.PerturbedDense;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * How the scale of parameter noise follows what it does to the policy.
 *
 * <p>Formula: behind each episode, with d the mean over its observations of KL(π ‖ π̃), π of the clean weights and π̃ of the
 * perturbed ones: s ← s · factor where d &lt; threshold, else s ← s / factor.
 *
 * <p>Units: nats.
 *
 * <p>Reference: Plappert et al., Parameter Space Noise for Exploration, 2018, section 3 and appendix C.1. The threshold is that of
 * common code for discrete actions.
 *
 * @param threshold wanted distance
 * @param factor by which the scale moves, more than 1
 */
public record ScaleAdaptation(double threshold, double factor) {
    /** Threshold 0.05, factor 1.01. */
    public static final ScaleAdaptation DEFAULT = new ScaleAdaptation(0.05, 1.01);

    /** Checks. */
    public ScaleAdaptation {
        Require.positive("scale-adaptation.threshold", threshold);
        Require.that(factor > 1, "scale-adaptation.factor must be more than 1", factor);
    }

    /** Returns whether a network has a scale to adapt. */
    static boolean concerns(Network network) {
        return !scales(network).isEmpty();
    }

    private static List<Tensor> scales(Network network) {
        return network.tracked().byName().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("/" + PerturbedDense.SCALE))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Moves all scales of a network whose perturbed policy was at this distance from the clean one. */
    void adapt(Network network, double distance) {
        double change = distance < threshold ? factor : 1 / factor;
        try (Scope scope = Scope.open();
                Gradients.Off off = Gradients.off()) {
            scales(network).forEach(scale -> scale.assign(scale.times(change)));
        }
    }

    /** Returns the mean over rows of KL(softmax(p) ‖ softmax(q)) of logits [N, actions], in nats. */
    static double distance(Tensor p, Tensor q) {
        Tensor logP = p.toDouble().logSoftmax();
        Tensor difference = logP.minus(q.toDouble().logSoftmax());
        return logP.exp().times(difference).sum().item() / p.shape().size(0);
    }
}
