package dev.dither.attack;

import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;

/**
 * Search for the smallest Euclidean perturbation that reaches the goal.
 *
 * <p>Formula: minimize ‖x′ − x‖² + c · f(x′) over w, x′ = l + (u − l) · ½ (tanh(w₀ + w) + 1), w₀ = artanh(0.999999 · s), s the
 * clean example scaled to [−1, 1], w starting at 0; f the {@linkplain Aim#hinge hinge} on the logits. Adam moves w, its memory
 * new for each c. For each example c is searched: after a success its upper limit is c, after a failure its lower limit; the
 * next c is between them, or ten times as large while there is no upper limit. Of all iterates of all searches the
 * successful one with the smallest distance is kept.
 *
 * <p>Units: the radius of the threat is a budget: an example that needs more than it stays clean. As published there is none,
 * see {@link Threat#unlimited}; {@link Adversarial} tells the distances.
 *
 * <p>Numerics: an example ends its descent when its own loss, looked at ten times, is above 0.9999 of what it was; the others
 * go on without it. For a victim that draws, f is averaged over the draws, and success is that of the averaged
 * probabilities.
 *
 * <p>Differs: the authors stop a whole batch by its summed loss; here each example is treated as in a batch of one.
 *
 * <p>Reference: Carlini and Wagner, Towards Evaluating the Robustness of Neural Networks, 2017, and the authors' code.
 *
 * @param steps most steps for one c
 * @param learningRate Adam's
 * @param confidence κ, by how much the goal has to be exceeded, in logits
 * @param initialCoefficient first c
 * @param searches how many c are tried
 */
public record CarliniWagner(int steps, double learningRate, double confidence, double initialCoefficient, int searches)
        implements Attack {
    /** The values of the authors' code. */
    public static final CarliniWagner PUBLISHED = new CarliniWagner(10_000, 1e-2, 0, 1e-3, 9);

    /** Checks. */
    public CarliniWagner {
        Require.atLeastOne("cw.steps", steps);
        Require.positive("cw.learningRate", learningRate);
        Require.that(
                0 <= confidence && confidence < Double.POSITIVE_INFINITY,
                "cw.confidence must be finite and >= 0, got " + confidence);
        Require.positive("cw.initialCoefficient", initialCoefficient);
        Require.atLeastOne("cw.searches", searches);
    }

    /** Returns this with another number of steps. */
    public CarliniWagner withSteps(int other) {
        return new CarliniWagner(other, learningRate, confidence, initialCoefficient, searches);
    }

    /** Returns this with another learning rate. */
    public CarliniWagner withLearningRate(double other) {
        return new CarliniWagner(steps, other, confidence, initialCoefficient, searches);
    }

    @Override
    public Tensor perturb(Attempt attempt) {
        Require.that(
                attempt.threat().norm() == Norm.L2,
                "cw: the attack measures Euclidean distance, expected norm L2, got "
                        + attempt.threat().norm());
        try (Scope scope = Scope.open()) {
            Smallest found = new Smallest(attempt, initialCoefficient);
            for (int search = 0; search < searches; search++) {
                try (Scope inner = Scope.open();
                        Descent descent = new Descent(this, attempt, found)) {
                    descent.run(attempt.key().child(search));
                }
                found.narrow();
            }
            return scope.keep(found.examples());
        }
    }
}
