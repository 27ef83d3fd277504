package dev.dither.continual;

import dev.dither.nn.Parameters;
import dev.dither.nn.Trace;
import dev.dither.objective.Penalty;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The penalty of elastic weight consolidation on the parameters of a later task.
 *
 * <p>Formula: Σ F̄ (θ − θ̄)², times the coefficient; see {@link Anchors}. For several tasks with an anchor each this is the sum of their
 * penalties up to a number that no parameter changes.
 *
 * <p>Numerics: as many passes over memory for any number of tasks. The gradient is taken at the values the parameters have when asked,
 * which are perturbed ones inside {@link dev.dither.optim.Perturbed}.
 */
public final class ElasticWeights implements Penalty, AutoCloseable {
    private final double coefficient;
    private final Map<String, Held> held = new LinkedHashMap<>();

    /**
     * The parameters of one path.
     *
     * @param root √F̄
     * @param negative −θ̄ √F̄
     */
    private record Held(Tensor root, Tensor negative) {}

    /**
     * Holds the parameters that the anchors have; others are free.
     *
     * @param shared the parameters that are to be held
     * @throws IllegalStateException if no task is finished
     * @throws IllegalArgumentException if the anchors are of another network
     */
    public ElasticWeights(Anchors anchors, double coefficient, Parameters shared) {
        Require.that(
                0 <= coefficient && coefficient < Double.POSITIVE_INFINITY,
                "ewc.coefficient must be finite and >= 0",
                coefficient);
        if (anchors.isEmpty()) {
            throw new IllegalStateException("elastic weights need anchors, but no task is finished: learn one first");
        }
        this.coefficient = coefficient;
        requireSame(anchors, shared);
        try (Scope scope = Scope.open()) {
            shared.byName().forEach((path, tensor) -> held.put(path, held(anchors, path, tensor)));
        }
    }

    private static void requireSame(Anchors anchors, Parameters shared) {
        if (!anchors.centers().keySet().equals(shared.byName().keySet())) {
            throw new IllegalArgumentException("anchors of another network: expected "
                    + shared.byName().keySet() + ", got " + anchors.centers().keySet());
        }
        shared.byName().forEach((path, tensor) -> {
            int length = array(anchors.centers(), path).length;
            if (length != tensor.shape().elements()) {
                throw new IllegalArgumentException("anchors of another network: " + path + " has shape "
                        + tensor.shape() + ", got " + length + " values");
            }
        });
    }

    private static float[] array(Map<String, float[]> arrays, String path) {
        float[] found = arrays.get(path);
        return found == null ? new float[0] : found;
    }

    private static Held held(Anchors anchors, String path, Tensor like) {
        Shape shape = like.shape();
        Tensor root = Tensor.of(array(anchors.importances(), path), shape).sqrt();
        Tensor negative =
                Tensor.of(array(anchors.centers(), path), shape).times(root).times(-1);
        return new Held(root.like(like).owned(), negative.like(like).owned());
    }

    @Override
    public String name() {
        return "ewc";
    }

    @Override
    public double coefficient() {
        return coefficient;
    }

    @Override
    public Tensor value(Trace trace, Parameters parameters) {
        return held.entrySet().stream()
                .map(entry -> value(entry.getKey(), entry.getValue(), parameters))
                .reduce(Tensor::plus)
                .orElseThrow();
    }

    private static Tensor value(String path, Held held, Parameters parameters) {
        Tensor tensor = parameters.byName().get(path);
        if (tensor == null) {
            throw new IllegalArgumentException("anchors of another network: expected " + path + ", got "
                    + parameters.byName().keySet());
        }
        return held.negative().plusProduct(tensor, held.root()).square().sum();
    }

    @Override
    public void close() {
        held.values().forEach(each -> {
            each.root().release();
            each.negative().release();
        });
    }
}
