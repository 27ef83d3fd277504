package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Two dense layers side by side whose outputs are added: the deterministic twin of {@link StochasticDense}, with as many
 * parameters.
 *
 * <p>Formula: y = (W₁ x + b₁) + (W₂ x + b₂).
 *
 * <p>Shapes: x [N, I], y [N, units].
 *
 * @param units number of outputs
 * @param init distribution of both weights
 */
public record ParallelDense(int units, Init init) implements LayerSpec {
    /** Checks. */
    public ParallelDense {
        Require.positive("parallel-dense.units", units);
    }

    /** Returns a parallel layer with weights N(0, 1 / fan-in). */
    public static ParallelDense of(int units) {
        return new ParallelDense(units, Init.FAN_IN_NORMAL);
    }

    @Override
    public Shape outputShape(Shape x) {
        Shapes.vector("parallel-dense", x);
        return Shape.of(units);
    }

    @Override
    public Layer build(Shape x, RandomKey key) {
        long in = Shapes.vector("parallel-dense", x);
        Tensor both = Tensor.concatenated(
                        0,
                        init.weights(key.child("first"), Shape.of(units, in), in),
                        init.weights(key.child("second"), Shape.of(units, in), in))
                .owned()
                .variable();
        Tensor bias = Tensor.full(0, Shape.of(2L * units)).owned().variable();
        return new Sum(x, both, bias);
    }

    private record Sum(Shape input, Tensor weight, Tensor bias) implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Shapes.requireInput(pass.path(), input, x.shape());
            Tensor both = x.linear(weight, bias);
            List<Tensor> halves = both.halves(1);
            return halves.get(0).plus(halves.get(1));
        }

        @Override
        public Map<String, Tensor> parameters() {
            return Named.of("weight", weight, "bias", bias);
        }
    }
}
