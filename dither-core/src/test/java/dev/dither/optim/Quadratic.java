package dev.dither.optim;

import dev.dither.nn.Parameters;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Runs optimizers on ½ Σ cᵢ θᵢ², whose gradient c ∘ θ needs no engine to check. */
final class Quadratic {
    static final double[] START = {1, -2, 0.5};
    static final double[] CURVATURE = {1, 3, -0.2};

    private Quadratic() {}

    static double gradient(int i, double theta) {
        return CURVATURE[i] * theta;
    }

    /** Returns the parameters after one step for each factor of the learning rate. */
    static double[] run(Optimizer optimizer, double... factors) {
        try (Scope scope = Scope.open()) {
            Tensor theta = floats(START).variable();
            Tensor curvature = floats(CURVATURE);
            Parameters parameters = new Parameters(Map.of("theta", theta));
            try (OptimizerState state = optimizer.init(parameters)) {
                for (double factor : factors) {
                    optimizer.step(
                            parameters, state, p -> List.of(theta.detach().times(curvature)), factor);
                }
            }
            return theta.toDoubles();
        }
    }

    private static Tensor floats(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            narrow[i] = (float) values[i];
        }
        return Tensor.of(narrow, Shape.of(values.length));
    }
}
