package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;

/** Element-wise nonlinearities without parameters. */
public enum Activation implements LayerSpec {
    /** max(0, x). */
    RELU {
        @Override
        Tensor apply(Tensor x) {
            return x.relu();
        }
    },
    /** x where positive, 0.01 x elsewhere. */
    LEAKY_RELU {
        @Override
        Tensor apply(Tensor x) {
            return x.leakyRelu(0.01);
        }
    },
    /** Hyperbolic tangent. */
    TANH {
        @Override
        Tensor apply(Tensor x) {
            return x.tanh();
        }
    },
    /** log(1 + eˣ). */
    SOFTPLUS {
        @Override
        Tensor apply(Tensor x) {
            return x.softplus();
        }
    };

    abstract Tensor apply(Tensor x);

    @Override
    public Shape outputShape(Shape x) {
        return x;
    }

    @Override
    public Layer build(Shape x, RandomKey key) {
        return new Applied(this, x);
    }

    record Applied(Activation spec, Shape input) implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Shapes.requireInput(pass.path(), input, x.shape());
            return spec.apply(x);
        }
    }
}
