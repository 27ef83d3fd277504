package dev.dither.optim;

import dev.dither.nn.Parameters;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sharpness-aware minimization (SAM), and its adaptive form (ASAM): the gradient is taken where the loss is highest nearby, to
 * first order, and the clean weights are moved. It asks for two gradients a step.
 *
 * <p>Formula: g = ∇L(θ); e = radius · T² g / ‖T g‖; θ ← base(θ, ∇L(θ + e)). SAM: T = 1. ASAM: T = |θ| + 0.01 for each weight, 1
 * for biases and shifts. Norms are over all parameters together.
 *
 * <p>Numerics: where the norm is 0 or not finite, e is 0, so that a divergence shows. The clean weights come back bit by bit.
 *
 * <p>Differs: ASAM's code adapts what it calls weights, here all but {@code bias} and {@code shift}. Running statistics of
 * normalization follow both passes, while much used code for SAM lets them follow the first alone. Weight decay of {@code base}
 * is that of the clean weights.
 *
 * <p>Reference: Foret, Kleiner, Mobahi and Neyshabur 2021, Eqs. 2 and 3 with p = 2; Kwon, Kim, Park and Choi 2021, Algorithm 1.
 *
 * @param base the optimizer
 * @param radius ρ; 0.05 for SAM and 0.5 for ASAM are usual, 0 gives {@code base}
 * @param geometry what distances are measured by
 */
public record Sam(Optimizer base, double radius, Geometry geometry) implements Optimizer {
    /** Added to |θ|, so that weights of 0 move too. */
    private static final double STABILITY = 0.01;

    /** What distances are measured by. */
    public enum Geometry {
        /** Alike for all weights: SAM. */
        EUCLIDEAN {
            @Override
            Tensor stretched(Tensor g, String path, Tensor parameter) {
                return g;
            }
        },
        /** Relative to the size of each weight: ASAM. */
        RELATIVE {
            @Override
            Tensor stretched(Tensor g, String path, Tensor parameter) {
                return path.matches("(.*/)?(bias|shift)")
                        ? g
                        : g.times(STABILITY).plusProduct(g, magnitude(parameter));
            }

            private Tensor magnitude(Tensor parameter) {
                return parameter.times(parameter.sign());
            }
        };

        /** Returns T g. */
        abstract Tensor stretched(Tensor g, String path, Tensor parameter);
    }

    /** Checks. */
    public Sam {
        Require.that(
                0 <= radius && radius < Double.POSITIVE_INFINITY, "sam.radius must be finite and >= 0, got ", radius);
    }

    /** Returns SAM. */
    public static Sam of(Optimizer base, double radius) {
        return new Sam(base, radius, Geometry.EUCLIDEAN);
    }

    /** Returns ASAM. */
    public static Sam adaptive(Optimizer base, double radius) {
        return new Sam(base, radius, Geometry.RELATIVE);
    }

    @Override
    public OptimizerState init(Parameters parameters) {
        return base.init(parameters);
    }

    @Override
    public void step(
            Parameters parameters, OptimizerState state, GradientOracle oracle, double rateFactor, RandomKey key) {
        GradientOracle elsewhere = radius == 0 ? oracle : oracle.through((o, p) -> uphill(p, o));
        base.step(parameters, state, elsewhere, rateFactor, key.child("base"));
    }

    private List<Tensor> uphill(Parameters parameters, GradientOracle oracle) {
        try (Shift shift = new Shift(higher(parameters, oracle))) {
            return oracle.gradient(parameters);
        }
    }

    /** Returns θ + e by parameter, nothing where there is no direction; a scope of its own frees the first pass before the second. */
    private Map<Tensor, Tensor> higher(Parameters parameters, GradientOracle oracle) {
        Map<Tensor, Tensor> values = new LinkedHashMap<>();
        try (Scope scope = Scope.open()) {
            List<Tensor> gradients = oracle.gradient(parameters);
            try (Gradients.Off off = Gradients.off()) {
                List<Tensor> once = stretched(parameters, gradients);
                double norm = once.stream().mapToDouble(Tensor::norm).reduce(0, Math::hypot);
                if (norm > 0 && norm < Double.POSITIVE_INFINITY) {
                    Iterator<Tensor> twice = stretched(parameters, once).iterator();
                    parameters.all().forEach(p -> values.put(p, scope.keep(p.plus(twice.next(), radius / norm))));
                }
            }
        }
        return values;
    }

    private List<Tensor> stretched(Parameters parameters, List<Tensor> gradients) {
        Iterator<Tensor> each = gradients.iterator();
        return parameters.byName().entrySet().stream()
                .map(named -> geometry.stretched(each.next(), named.getKey(), named.getValue()))
                .toList();
    }
}
