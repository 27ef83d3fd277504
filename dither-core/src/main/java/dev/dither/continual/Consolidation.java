package dev.dither.continual;

/**
 * Elastic weight consolidation (EWC): how parameters are held near the values that finished tasks left.
 *
 * <p>Formula: the loss of a later task has strength · Σₖ Fₖ (θ − θₖ)² more, or half of that, as {@code factor} says; Fₖ and θₖ are the
 * importances and values after task k, see {@link Fisher} and {@link Anchors}.
 *
 * <p>Differs: Kirkpatrick et al. write λ/2; the paper on neural variability gives strengths without a formula, and the whole λ is the
 * default here.
 *
 * <p>Reference: Kirkpatrick et al., Overcoming catastrophic forgetting in neural networks, 2017, Eq. 3; Schwarz et al., Progress &amp;
 * Compress, 2018, section 3.2, for the running sum.
 *
 * @param strength λ
 * @param factor what λ is multiplied by
 * @param summing how several tasks are held together
 * @param fisher how importances are estimated
 */
public record Consolidation(double strength, Factor factor, Summing summing, Fisher fisher) {
    /** Checks. */
    public Consolidation {
        Require.that(
                0 <= strength && strength < Double.POSITIVE_INFINITY, "ewc.strength must be finite and >= 0", strength);
    }

    /** Returns offline consolidation with the whole strength. */
    public static Consolidation offline(double strength, Fisher fisher) {
        return new Consolidation(strength, Factor.WHOLE, new EachTask(), fisher);
    }

    /** Returns online consolidation with the whole strength. */
    public static Consolidation online(double strength, double decay, Fisher fisher) {
        return new Consolidation(strength, Factor.WHOLE, new Running(decay), fisher);
    }

    /** Returns the factor of Σ F (θ − θ̄)² in the loss. */
    public double coefficient() {
        return factor == Factor.HALF ? strength / 2 : strength;
    }

    /** What the strength is multiplied by. */
    public enum Factor {
        /** λ. */
        WHOLE,
        /** λ / 2. */
        HALF
    }

    /** How the importances of several tasks are summed up. */
    public sealed interface Summing {
        /** Adds earlier tasks, in place: {@code importance} and {@code center} are those of the newest. */
        void add(float[] earlier, float[] around, float[] importance, float[] center);
    }

    /** Each task has its anchor: offline EWC. */
    public record EachTask() implements Summing {
        @Override
        public void add(float[] earlier, float[] around, float[] importance, float[] center) {
            for (int i = 0; i < importance.length; i++) {
                double sum = (double) earlier[i] + importance[i];
                double mean = ((double) earlier[i] * around[i] + (double) importance[i] * center[i]) / sum;
                center[i] = sum > 0 ? (float) mean : center[i];
                importance[i] = (float) sum;
            }
        }
    }

    /**
     * One running sum around the newest values: online EWC.
     *
     * @param decay γ, by which the importances of earlier tasks shrink with each new one; 1 for not at all
     */
    public record Running(double decay) implements Summing {
        /** Checks. */
        public Running {
            Require.that(0 <= decay && decay <= 1, "ewc.decay must be in [0, 1]", decay);
        }

        @Override
        public void add(float[] earlier, float[] around, float[] importance, float[] center) {
            for (int i = 0; i < importance.length; i++) {
                importance[i] = (float) (decay * earlier[i] + importance[i]);
            }
        }
    }
}
