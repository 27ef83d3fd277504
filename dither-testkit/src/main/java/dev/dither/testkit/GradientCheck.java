package dev.dither.testkit;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Compares gradients with central differences along random directions.
 *
 * <p>Formula: |⟨g, d⟩ − (f(x + h d) − f(x − h d)) / 2h| ≤ 10⁻⁶ · max(‖g‖, |quotient|) + 10⁻⁹ · max(1, |f(x)|), with
 * h = 10⁻⁶ · max(1, ‖x‖) and ‖d‖ = 1.
 *
 * <p>Numerics: everything has to be in 64-bit floats, see {@link Tensor#widen}; the last term of the bound is the
 * rounding of f divided by h. The function must be smooth within 10 h of x: the caller keeps away from kinks.
 */
public final class GradientCheck {
    private static final int DIRECTIONS = 3;
    private static final double STEP = 1e-6;
    private static final double RELATIVE = 1e-6;
    private static final double ROUNDING = 1e-9;

    private final Supplier<Tensor> function;
    private final Map<String, Tensor> variables;

    private GradientCheck(Supplier<Tensor> function, Map<String, Tensor> variables) {
        this.function = function;
        this.variables = variables;
    }

    /**
     * Prepares to check a function.
     *
     * @param function returns a scalar, computed anew from the present values of the variables; the same each time
     * @param variables 64-bit tensors the function depends on, by the names used in messages
     */
    public static GradientCheck of(Supplier<Tensor> function, Map<String, Tensor> variables) {
        return new GradientCheck(function, variables);
    }

    /**
     * Checks every variable along three directions drawn from {@code key}.
     *
     * @throws AssertionError if a gradient is not that of the function
     */
    public void run(RandomKey key) {
        try (Scope scope = Scope.open()) {
            variables.values().forEach(Tensor::variable);
            Tensor value = function.get();
            List<Tensor> gradients = Gradients.of(value, List.copyOf(variables.values()));
            int i = 0;
            for (Map.Entry<String, Tensor> variable : variables.entrySet()) {
                double[] gradient = gradients.get(i++).toDoubles();
                for (int n = 0; n < DIRECTIONS; n++) {
                    double[] direction = direction(
                            gradient.length, key.child(variable.getKey()).child(n));
                    require(variable, gradient, direction, Math.abs(value.item()));
                }
            }
        }
    }

    private void require(Map.Entry<String, Tensor> variable, double[] gradient, double[] direction, double size) {
        double claimed = dot(gradient, direction);
        double quotient = quotient(variable.getValue(), direction);
        double largest = Math.max(Math.sqrt(dot(gradient, gradient)), Math.abs(quotient));
        double bound = RELATIVE * largest + ROUNDING * Math.max(1, size);
        if (!(Math.abs(claimed - quotient) <= bound)) {
            throw new AssertionError(String.format(
                    Locale.ROOT,
                    "gradient of %s: expected the difference quotient %s along a random direction, got %s (bound %s); "
                            + "mend the gradient, use 64-bit floats or move away from a kink",
                    variable.getKey(),
                    quotient,
                    claimed,
                    bound));
        }
    }

    private double quotient(Tensor variable, double[] direction) {
        double[] start = variable.toDoubles();
        double step = STEP * Math.max(1, Math.sqrt(dot(start, start)));
        double above = at(variable, start, direction, step);
        double below = at(variable, start, direction, -step);
        assign(variable, start);
        return (above - below) / (2 * step);
    }

    private double at(Tensor variable, double[] start, double[] direction, double step) {
        double[] moved = start.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += step * direction[i];
        }
        try (Scope scope = Scope.open()) {
            assign(variable, moved);
            return function.get().item();
        }
    }

    private static void assign(Tensor variable, double[] values) {
        variable.assign(Tensor.of(values, variable.shape()));
    }

    private static double[] direction(int length, RandomKey key) {
        float[] draws = new float[length];
        key.fillNormal(draws);
        double[] direction = new double[length];
        for (int i = 0; i < length; i++) {
            direction[i] = draws[i];
        }
        double norm = Math.sqrt(dot(direction, direction));
        for (int i = 0; i < length; i++) {
            direction[i] /= norm;
        }
        return direction;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
