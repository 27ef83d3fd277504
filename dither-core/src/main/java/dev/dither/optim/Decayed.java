package dev.dither.optim;

import dev.dither.nn.Parameters;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An optimizer whose gradients have weight decay in them already, added where the gradient is taken.
 *
 * <p>Formula: g ← g + weightDecay · q, q the values at which the gradient is asked for.
 *
 * <p>Differs: a {@link Rule} adds its own weight decay at the values it moves. The two differ only where a wrapper inside this
 * one asks for the gradient elsewhere: around {@link Perturbed}, q is θ + e.
 *
 * @param base the optimizer
 * @param weightDecay factor of L2 in the gradient, of all parameters
 */
public record Decayed(Optimizer base, double weightDecay) implements Optimizer {
    /** Checks. */
    public Decayed {
        Require.weightDecay("decayed", weightDecay);
    }

    @Override
    public OptimizerState init(Parameters parameters) {
        return base.init(parameters);
    }

    @Override
    public void step(
            Parameters parameters, OptimizerState state, GradientOracle oracle, double rateFactor, RandomKey key) {
        base.step(parameters, state, oracle.through((o, q) -> decayed(o.gradient(q), q.all())), rateFactor, key);
    }

    private List<Tensor> decayed(List<Tensor> gradients, List<Tensor> values) {
        try (Gradients.Off off = Gradients.off()) {
            return IntStream.range(0, gradients.size())
                    .mapToObj(i -> gradients.get(i).plus(values.get(i), weightDecay))
                    .toList();
        }
    }
}
