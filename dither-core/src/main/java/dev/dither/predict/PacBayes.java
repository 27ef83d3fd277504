package dev.dither.predict;

import dev.dither.nn.Parameters;
import dev.dither.noise.Gaussian;
import dev.dither.tensor.Scope;
import java.util.Locale;
import java.util.Map;

/**
 * What noisy weights promise about examples not seen: a bound on the expected error of the network with noise, not of the clean
 * network alone.
 *
 * <p>Formula: with probability 1 − p over the m examples, E error(θ + e) on new ones ≤ R + 4 √((KL + log(2m / p)) / m), where R =
 * E error(θ + e) on the m examples, which is the error at θ and the sharpness δ of the error together; KL = KL(N(θ, b²I) ‖
 * N(θ₀, s²I)).
 *
 * <p>Assumptions: the prior N(θ₀, s²I) was chosen before the data was seen, both s and θ₀; the m examples are independent draws of
 * one distribution, the new ones too; the loss is in [0, 1], as an error is and cross-entropy is not; what predicts is a
 * function of the weights. Running statistics of normalization come from the data and are covered by no prior: with them the
 * figure is an indication. R is known by its mean over draws alone. A choice of b by the bound costs more than is counted here.
 *
 * <p>Units: KL in nats; R and the bound are shares. A bound of 1 or more says nothing, and for large networks that is usual.
 *
 * <p>Reference: Neyshabur, Bhojanapalli, McAllester and Srebro, Exploring Generalization in Deep Learning, 2017, section 2.4, for
 * the constant 4; Xie et al., Artificial Neural Variability for Deep Learning, 2021, for its use.
 *
 * @param risk R
 * @param kl the divergence
 * @param examples m
 * @param confidence p
 */
public record PacBayes(double risk, double kl, long examples, double confidence) {
    private static final double FACTOR = 4;

    /** Checks. */
    public PacBayes {
        require(0 <= risk && risk <= 1, "pacBayes.risk must be in [0, 1], got ", risk);
        require(kl >= 0, "pacBayes.kl must be >= 0, got ", kl);
        require(examples >= 1, "pacBayes.examples must be at least 1, got ", examples);
        require(0 < confidence && confidence < 1, "pacBayes.confidence must be in (0, 1), got ", confidence);
    }

    private static void require(boolean holds, String message, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(message + value);
        }
    }

    /**
     * Returns KL(N(θ, b²I) ‖ N(0, s²I)) in nats, see {@link #divergence(Parameters, Map, double, double)}.
     */
    public static double divergence(Parameters weights, double posteriorScale, double priorScale) {
        return divergence(weights, Map.of(), posteriorScale, priorScale);
    }

    /**
     * Returns KL(N(θ, b²I) ‖ N(θ₀, s²I)) in nats.
     *
     * <p>Formula: ½ (d (b²/s² − 1 − log(b²/s²)) + ‖θ − θ₀‖² / s²), d the number of weights; it falls in b as long as b &lt; s.
     *
     * <p>Numerics: the term of each weight is that of {@link Gaussian#kl}, by the logarithm of b/s, exact for b near s as for b far
     * below; squares are added in double precision.
     *
     * @param center θ₀ by name; a name that is not there is at 0
     * @param posteriorScale b
     * @param priorScale s
     */
    public static double divergence(
            Parameters weights, Map<String, float[]> center, double posteriorScale, double priorScale) {
        double each = Math.max(0, new Gaussian(0, posteriorScale).kl(new Gaussian(0, priorScale)));
        double squares = 0;
        try (Scope scope = Scope.open()) {
            for (Map.Entry<String, float[]> tensor : weights.toArrays().entrySet()) {
                squares += squares(tensor.getValue(), center.getOrDefault(tensor.getKey(), new float[0]));
            }
        }
        return weights.count() * each + squares / (2 * priorScale * priorScale);
    }

    private static double squares(float[] values, float[] center) {
        if (center.length != 0 && center.length != values.length) {
            throw new IllegalArgumentException(
                    "pacBayes.center: expected " + values.length + " values, got " + center.length);
        }
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            double distance = (double) values[i] - (center.length == 0 ? 0 : center[i]);
            sum += distance * distance;
        }
        return sum;
    }

    /** Returns what is added to the risk: 4 √((KL + log(2m / p)) / m). */
    public double complexity() {
        return FACTOR * Math.sqrt((kl + Math.log(2.0 * examples / confidence)) / examples);
    }

    /** Returns the bound; it may be above 1. */
    public double bound() {
        return risk + complexity();
    }

    /** Returns whether the bound says nothing, since no error is above 1. */
    public boolean vacuous() {
        return !(bound() < 1);
    }

    /** Returns a sentence of what the bound says. */
    public String words() {
        String holds = String.format(
                Locale.ROOT,
                "with probability %s over the %d examples, if the prior was chosen before them, the expected error of the network"
                        + " with noise is at most %.4g",
                1 - confidence,
                examples,
                bound());
        return vacuous() ? holds + ": vacuous, since no error is above 1" : holds;
    }
}
