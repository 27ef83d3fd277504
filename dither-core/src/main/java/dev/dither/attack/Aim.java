package dev.dither.attack;

import dev.dither.tensor.Tensor;

/**
 * The goal of an attack for one batch, as functions of the victim's answers.
 *
 * @param classes the labels to get away from, or the targets to get to [N]
 * @param way which of both
 */
public record Aim(Tensor classes, Way way) {
    /** Whether an example is to leave its class or to get into it. */
    public enum Way {
        /** Leave it. */
        FROM,
        /** Get into it. */
        TO
    }

    /**
     * Returns what an attacker wants to rise, a scalar.
     *
     * <p>Formula: Σᵢ (1/M) Σₘ −log pₘ(yᵢ | xᵢ) over M draws for labels y, its negative for targets. A sum over examples, so
     * that the gradient of one does not depend on how many there are.
     *
     * <p>Units: nats.
     */
    public Tensor loss(Answer answer) {
        Tensor logLikelihood = answer.logProbabilities().picked(answer.spread(classes));
        Tensor sum = answer.mean(logLikelihood).sum();
        return way == Way.FROM ? sum.times(-1) : sum;
    }

    /**
     * Returns how far each example is from the goal [N]: negative exactly where it is reached.
     *
     * <p>Formula: s_y − maxᵢ≠y sᵢ for labels y, maxᵢ≠t sᵢ − s_t for targets t, s the {@linkplain Answer#scores scores}.
     */
    public Tensor shortfall(Answer answer) {
        return margin(answer.scores(), classes);
    }

    /**
     * Returns the hinge of Carlini and Wagner for each example [N], averaged over the draws.
     *
     * <p>Formula: max(0, Z_y − maxᵢ≠y Zᵢ + κ) for labels y, max(0, maxᵢ≠t Zᵢ − Z_t + κ) for targets t, Z the logits.
     */
    public Tensor hinge(Answer answer, double confidence) {
        Tensor margins = margin(answer.logits(), answer.spread(classes));
        return answer.mean(margins.plus(confidence).relu());
    }

    /** Returns this for some examples of the batch. */
    Aim rows(int[] indices) {
        return new Aim(classes.rows(indices), way);
    }

    private Tensor margin(Tensor scores, Tensor of) {
        Tensor own = scores.picked(of);
        Tensor other = scores.greatestOther(of);
        return way == Way.FROM ? own.minus(other) : other.minus(own);
    }
}
