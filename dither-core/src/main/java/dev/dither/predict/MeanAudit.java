package dev.dither.predict;

import dev.dither.nn.Network;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What speaks against using the means of random weights in the place of the weights: for predictions by the mean, for pruning
 * by signal-to-noise, for an export of the means. Such a use fails silently, since the network without its noise is a network
 * like any other; so ask before it. Nothing found is no promise, figures by mean and by draws side by side are.
 *
 * <p>Formula: a weight N(μ, α μ²) is noise where log α &gt; 3, so that |μ| / σ = α^−½ &lt; 0.223. A layer has collapsed when more
 * than half of its weights are noise and Σ σ² &gt; e³ Σ μ². The second condition spares sparse layers, in which a few
 * weights carry the signal and the many others have neither.
 *
 * <p>Units: natural logarithm.
 *
 * <p>Differs: the level is a judgement; it is the one at which weights are dropped in sparsification, and published collapsed
 * layers end at log α from 7 to beyond 15.
 *
 * <p>Reference: Molchanov, Ashukha and Vetrov, Variational Dropout Sparsifies Deep Neural Networks, 2017, for the level;
 * Neklyudov et al., Variance Networks, 2019, for what is lost.
 *
 * @param findings what was found, in the order of the layers; empty if nothing speaks against it
 */
public record MeanAudit(List<Finding> findings) {
    /** log α above which a weight counts as noise. */
    public static final double NOISE = 3;

    /** Added to squares, as where log α of additive weights is taken. */
    private static final double FLOOR = 1e-16;

    /** Share of such weights above which a layer may have collapsed. */
    private static final double HALF = 0.5;

    /** Copies. */
    public MeanAudit {
        findings = List.copyOf(findings);
    }

    /** What the means are to be used for. */
    public enum Use {
        /** Predictions, or judgements of a network, by the mean. */
        PREDICTION("a pass by the mean leaves out what it has learned; predict by draws, as draws:20"),
        /** Removing weights by |μ| / σ. */
        SIGNAL_TO_NOISE(
                "signal-to-noise removes first what carries the information; rank weights by σ, and judge by draws"),
        /** A file that holds the means alone, or one whose reader may use them so. */
        EXPORT("the means alone do not predict what the network does; read σ as well, and predict by draws");

        private final String consequence;

        Use(String consequence) {
            this.consequence = consequence;
        }
    }

    /** What was found in one layer. */
    public sealed interface Finding {
        /** Returns the path of the layer. */
        String layer();

        /** Returns one clause: what the layer is. */
        String description();

        /** Returns one line: where, what was found, what comes of it for a use, what to do instead. */
        default String warning(Use use) {
            return layer() + ": " + description() + ": " + use.consequence;
        }
    }

    /**
     * Weights whose mean is 0 by construction: by the mean, every example gets the bias.
     *
     * @param layer path of the layer
     */
    public record ZeroMean(String layer) implements Finding {
        @Override
        public String description() {
            return "all weights have mean 0, so that its mean is the same for every input";
        }
    }

    /**
     * Gaussian dropout whose noise has outgrown its means.
     *
     * @param layer path of the layer
     * @param medianLogAlpha median of log α over the weights
     * @param noise share of the weights with log α above {@link #NOISE}
     * @param logAlphaOfLayer log(Σ σ² / Σ μ²)
     */
    public record Collapsed(String layer, double medianLogAlpha, double noise, double logAlphaOfLayer)
            implements Finding {
        @Override
        public String description() {
            return String.format(
                    Locale.ROOT,
                    "collapsed to noise, median log α %.1f, %.0f %% of its weights above %.0f",
                    medianLogAlpha,
                    100 * noise,
                    NOISE);
        }
    }

    /** Returns what speaks against the means of a network; it stays as it is. */
    public static MeanAudit of(Network network) {
        return new MeanAudit(RandomWeights.of(network).stream()
                .flatMap(weights -> finding(weights).stream())
                .toList());
    }

    private static List<Finding> finding(RandomWeights weights) {
        if (!weights.haveMeans()) {
            return List.of(new ZeroMean(weights.path()));
        }
        Collapsed found = new Collapsed(weights.path(), median(weights), noise(weights), logAlphaOfLayer(weights));
        return found.noise() > HALF && found.logAlphaOfLayer() > NOISE ? List.of(found) : List.of();
    }

    /** Each α stands for as many weights, so that their median is that of the weights. */
    private static double median(RandomWeights weights) {
        double[] sorted = weights.logAlpha().clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static double noise(RandomWeights weights) {
        return Arrays.stream(weights.logAlpha()).filter(one -> one > NOISE).count()
                / (double) weights.logAlpha().length;
    }

    private static double logAlphaOfLayer(RandomWeights weights) {
        double squares = 0;
        double variances = 0;
        for (int i = 0; i < weights.means().length; i++) {
            double square = weights.means()[i] * weights.means()[i] + FLOOR;
            squares += square;
            variances += Math.exp(weights.logAlpha(i)) * square;
        }
        return Math.log(variances) - Math.log(squares);
    }

    /** Returns whether nothing was found. */
    public boolean empty() {
        return findings.isEmpty();
    }

    /** Returns a line for each finding. */
    public List<String> warnings(Use use) {
        return findings.stream().map(finding -> finding.warning(use)).toList();
    }
}
