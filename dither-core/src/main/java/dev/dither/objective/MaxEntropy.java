package dev.dither.objective;

import dev.dither.nn.Parameters;
import dev.dither.nn.Trace;
import dev.dither.tensor.Tensor;
import java.util.List;

/**
 * Hinge that keeps the noise of activations from collapsing.
 *
 * <p>Formula: summed over stochastic layers, the mean of max(0, margin − log σ), where log σ is averaged first as
 * {@link Aggregation} says.
 *
 * <p>Shapes: log σ [N, K], or [N, C, H, W] where a unit is a channel.
 *
 * <p>Units: natural logarithm; {@code margin} is a value of log σ.
 *
 * <p>Differs: the paper prints margins of 4 and 16, its appendix sweeps log 4 and log 16, which are the readings used
 * here. Summing over layers is a judgement; {@code layerMean} divides by their number.
 *
 * <p>Reference: SE-SNN, Eqs. 5 to 7.
 *
 * @param aggregation over what log σ is averaged before the hinge
 * @param coefficient factor of the penalty in the loss
 * @param margin log σ above which nothing is penalized
 * @param layers how the layers' penalties are combined
 */
public record MaxEntropy(Aggregation aggregation, double coefficient, double margin, Layers layers) implements Penalty {
    /** Checks. */
    public MaxEntropy {
        if (!(coefficient >= 0 && coefficient < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("max-entropy.coefficient must be finite and >= 0, got " + coefficient);
        }
        if (!Double.isFinite(margin)) {
            throw new IllegalArgumentException("max-entropy.margin must be finite, got " + margin);
        }
    }

    /** Over what log σ is averaged before the hinge. */
    public enum Aggregation {
        /** Eq. 5, pruning: over examples and positions. */
        PER_UNIT,
        /** Eq. 6, label noise: over units and positions. */
        PER_EXAMPLE,
        /** Eq. 7, adversarial defence: over nothing. */
        PER_ELEMENT
    }

    /** How the penalties of several layers are combined. */
    public enum Layers {
        /** Added. */
        SUM,
        /** Added and divided by their number. */
        MEAN
    }

    /** Returns the penalty of label noise: per example, 0.01, log 4, summed over layers. */
    public static MaxEntropy forLabelNoise() {
        return new MaxEntropy(Aggregation.PER_EXAMPLE, 1e-2, Math.log(4), Layers.SUM);
    }

    /** Returns the penalty of pruning: per unit, 0.0001, log 4, summed over layers. */
    public static MaxEntropy forPruning() {
        return new MaxEntropy(Aggregation.PER_UNIT, 1e-4, Math.log(4), Layers.SUM);
    }

    @Override
    public String name() {
        return "penalty";
    }

    @Override
    public Tensor value(Trace trace, Parameters parameters) {
        List<Trace.Site> sites = trace.requiredSites("max-entropy");
        Tensor sum = hinge(sites.get(0).logStddev());
        for (Trace.Site site : sites.subList(1, sites.size())) {
            sum = sum.plus(hinge(site.logStddev()));
        }
        return layers == Layers.SUM ? sum : sum.times(1.0 / sites.size());
    }

    private Tensor hinge(Tensor logStddev) {
        return logStddev.meanShortfall(margin, averaged(logStddev.shape().rank() == 4));
    }

    /** Returns the axes that are averaged over. */
    private long[] averaged(boolean image) {
        return switch (aggregation) {
            case PER_UNIT -> image ? new long[] {0, 2, 3} : new long[] {0};
            case PER_EXAMPLE -> image ? new long[] {1, 2, 3} : new long[] {1};
            case PER_ELEMENT -> new long[0];
        };
    }
}
