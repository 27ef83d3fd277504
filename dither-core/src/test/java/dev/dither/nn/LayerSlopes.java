package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Derivatives of a layer in 64 bits against central differences, along a random direction for its input and for each of
 * its parameters.
 *
 * <p>The scalar is Σ w ∘ y with fixed random w. Rounding leaves 10⁻¹⁶ / h = 10⁻¹¹ of it, curvature h² = 10⁻¹⁰; a layer
 * with kinks can fail by bad luck of the fixed seeds, never from run to run.
 */
final class LayerSlopes {
    private static final double STEP = 1e-5;

    private final Layer layer;
    private final Supplier<Pass> pass;
    private final Tensor x;
    private final Tensor weights;

    private LayerSlopes(Layer layer, Supplier<Pass> pass, Tensor x) {
        this.layer = layer;
        this.pass = pass;
        this.x = x;
        Shape y = layer.forward(x, pass.get()).shape();
        this.weights = Tensor.normal(RandomKey.root(5), y).toDouble();
    }

    /** Requires equal derivatives at random inputs and parameters; the pass must draw the same noise each time. */
    static void require(LayerSpec spec, Shape input, Supplier<Pass> pass) {
        try (Scope scope = Scope.open();
                Network network = Network.build(input, List.of(spec), RandomKey.root(6))) {
            List<Tensor> variables = new ArrayList<>(network.trained().all());
            RandomKey key = RandomKey.root(7);
            for (int i = 0; i < variables.size(); i++) {
                Tensor start = variables.get(i).widen();
                set(
                        start,
                        start.plus(Tensor.normal(key.child(i), start.shape())
                                        .times(0.3)
                                        .toDouble())
                                .toDoubles());
            }
            network.tracked().all().forEach(Tensor::widen);
            Tensor x =
                    Tensor.normal(key.child("x"), input.batched(3)).toDouble().variable();
            variables.add(x);
            new LayerSlopes(network, pass, x).require(variables);
        }
    }

    private void require(List<Tensor> variables) {
        List<Tensor> found = Gradients.of(value(), variables);
        for (int v = 0; v < variables.size(); v++) {
            float[] direction = new float[Math.toIntExact(found.get(v).shape().elements())];
            RandomKey.root(9).child(v).fillNormal(direction);
            double slope = slope(variables.get(v), direction);
            assertThat(product(found.get(v).toDoubles(), direction))
                    .as("variable %d", v)
                    .isCloseTo(slope, within(1e-7 * Math.max(1, Math.abs(slope))));
        }
    }

    private static double product(double[] gradient, float[] direction) {
        double sum = 0;
        for (int i = 0; i < gradient.length; i++) {
            sum += gradient[i] * direction[i];
        }
        return sum;
    }

    private double slope(Tensor variable, float[] direction) {
        double[] at = variable.toDoubles();
        set(variable, moved(at, direction, STEP));
        double above = value().item();
        set(variable, moved(at, direction, -STEP));
        double below = value().item();
        set(variable, at);
        return (above - below) / (2 * STEP);
    }

    private static double[] moved(double[] at, float[] direction, double step) {
        double[] values = at.clone();
        for (int i = 0; i < values.length; i++) {
            values[i] += step * direction[i];
        }
        return values;
    }

    private Tensor value() {
        return layer.forward(x, pass.get()).times(weights).sum();
    }

    private static void set(Tensor variable, double[] values) {
        variable.assign(Tensor.of(values, variable.shape()));
    }
}
