package dev.dither.attack;

import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;

/**
 * One step from the clean example along the steepest direction of the loss, as long as the radius.
 *
 * <p>Formula: x′ = clip(x + r · sign(∇ₓ L)) in the maximum norm, x′ = clip(x + r · ∇ₓ L / ‖∇ₓ L‖₂) in the Euclidean one; L the
 * negative log-likelihood of the label, or the log-likelihood of the target.
 *
 * <p>Differs: for a victim that draws, the gradient is averaged over the draws before its sign is taken.
 *
 * <p>Reference: Goodfellow et al., Explaining and Harnessing Adversarial Examples, 2015.
 */
public record FastGradientSign() implements Attack {
    @Override
    public Tensor perturb(Attempt attempt) {
        try (Scope scope = Scope.open()) {
            Threat threat = attempt.threat();
            Tensor clean = attempt.x();
            Tensor gradient =
                    attempt.gradient(clean, attempt.aim(), attempt.key().child("gradient"));
            Tensor step = threat.norm().steepest(gradient).times(threat.radius());
            return scope.keep(threat.project(clean.plus(step), clean));
        }
    }
}
