package dev.dither.optim;

import dev.dither.nn.Parameters;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Runs optimizers on ½ Σ cᵢ θᵢ², whose gradient c ∘ θ needs no engine to check.
 *
 * <p>Three numbers repeated to 19, so that native loops meet whole vectors and a remainder.
 */
final class Quadratic {
    static final double[] START = repeated(1, -2, 0.5);
    static final double[] CURVATURE = repeated(1, 3, -0.2);

    /** Above the keys of all steps. */
    static final RandomKey KEY = RandomKey.root(11).child(Stream.UPDATE_NOISE);

    private Quadratic() {}

    private static double[] repeated(double... three) {
        return IntStream.range(0, 19).mapToDouble(i -> three[i % 3]).toArray();
    }

    static double gradient(int i, double theta) {
        return CURVATURE[i] * theta;
    }

    /** Returns factors that fall from 1 over many steps. */
    static double[] falling(int steps) {
        return IntStream.range(0, steps).mapToDouble(t -> 1 - 0.5 * t / steps).toArray();
    }

    /** Returns the parameters after one step for each factor of the learning rate. */
    static double[] run(Optimizer optimizer, double... factors) {
        return run(optimizer, List.of("theta"), factors).get("theta");
    }

    /** Returns several parameters, all with the same start, after one step for each factor. */
    static Map<String, double[]> run(Optimizer optimizer, List<String> names, double... factors) {
        try (Scope scope = Scope.open()) {
            Parameters parameters = parameters(names);
            try (OptimizerState state = optimizer.init(parameters)) {
                steps(optimizer, parameters, state, factors);
            }
            return values(parameters);
        }
    }

    static Parameters parameters(List<String> names) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        names.forEach(name -> tensors.put(name, floats(START).variable()));
        return new Parameters(tensors);
    }

    /** Takes the steps, each in a scope of its own, as training does. */
    static void steps(Optimizer optimizer, Parameters parameters, OptimizerState state, double... factors) {
        for (double factor : factors) {
            try (Scope step = Scope.open()) {
                Tensor curvature = floats(CURVATURE);
                GradientOracle oracle = p ->
                        p.all().stream().map(t -> t.detach().times(curvature)).toList();
                optimizer.step(parameters, state, oracle, factor, KEY.child(state.steps()));
            }
        }
    }

    static Map<String, double[]> values(Parameters parameters) {
        Map<String, double[]> values = new LinkedHashMap<>();
        parameters.byName().forEach((name, tensor) -> values.put(name, tensor.toDoubles()));
        return values;
    }

    private static Tensor floats(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            narrow[i] = (float) values[i];
        }
        return Tensor.of(narrow, Shape.of(values.length));
    }
}
