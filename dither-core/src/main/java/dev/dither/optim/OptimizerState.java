package dev.dither.optim;

import dev.dither.nn.Parameters;
import dev.dither.tensor.FusedUpdate;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Memory of an optimizer: the number of steps, and named slots of one tensor for each parameter.
 *
 * <p>The memory of parameter groups has one part for each group instead of slots.
 */
public final class OptimizerState implements AutoCloseable {
    private final Parameters parameters;
    private final Map<String, List<Tensor>> slots;
    private final List<OptimizerState> parts;
    private @Nullable FusedUpdate update;
    private long steps;

    private OptimizerState(Parameters parameters, Map<String, List<Tensor>> slots, List<OptimizerState> parts) {
        this.parameters = parameters;
        this.slots = slots;
        this.parts = List.copyOf(parts);
    }

    /** Returns slots of zeros, shaped like the parameters. */
    static OptimizerState zeros(Parameters parameters, String... names) {
        return filled(0, parameters, names);
    }

    /** Returns slots filled with one number, shaped like the parameters. */
    static OptimizerState filled(double number, Parameters parameters, String... names) {
        Map<String, List<Tensor>> slots = new LinkedHashMap<>();
        try (Scope scope = Scope.open()) {
            for (String name : names) {
                slots.put(
                        name,
                        parameters.all().stream().map(p -> filled(number, p)).toList());
            }
        }
        return new OptimizerState(parameters, slots, List.of());
    }

    private static Tensor filled(double number, Tensor like) {
        return Tensor.full(number, like.shape()).like(like).owned();
    }

    /** Returns the memory of several groups of these parameters. */
    static OptimizerState of(Parameters parameters, List<OptimizerState> parts) {
        return new OptimizerState(parameters, Map.of(), parts);
    }

    Parameters parameters() {
        return parameters;
    }

    List<Tensor> slot(String name) {
        return Objects.requireNonNull(slots.get(name), name);
    }

    List<OptimizerState> parts() {
        return parts;
    }

    /** Returns the update of the parameters and all slots, made when first asked for. */
    FusedUpdate update() {
        if (update == null) {
            update = new FusedUpdate(parameters.all(), List.copyOf(slots.values()));
        }
        return update;
    }

    /** Counts a step of the parameters this memory was made for, and returns its number, from 1. */
    long nextStep(Parameters moved) {
        if (!moved.byName().equals(parameters.byName())) {
            throw new IllegalArgumentException("memory of other parameters: expected "
                    + parameters.byName().keySet() + " of the same network, got "
                    + moved.byName().keySet());
        }
        return ++steps;
    }

    /** Returns the number of steps taken. */
    public long steps() {
        return steps;
    }

    /** Returns copies of all slots, named {@code slot/index}, with the number of its part before, if there are parts. */
    public Map<String, float[]> toArrays() {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        tensors().forEach((name, tensor) -> arrays.put(name, tensor.toFloats()));
        return arrays;
    }

    /** Overwrites the memory with one saved by {@link #toArrays}. */
    public void assign(long stepsTaken, Map<String, float[]> arrays) {
        tensors().forEach((name, tensor) -> {
            float[] values = arrays.get(name);
            if (values == null) {
                throw new IllegalArgumentException("optimizer state lacks " + name);
            }
            tensor.assign(Tensor.of(values, tensor.shape()));
        });
        assignSteps(stepsTaken);
    }

    private void assignSteps(long stepsTaken) {
        steps = stepsTaken;
        parts.forEach(part -> part.assignSteps(stepsTaken));
    }

    private Map<String, Tensor> tensors() {
        Map<String, Tensor> named = new LinkedHashMap<>();
        slots.forEach((name, tensors) -> {
            for (int i = 0; i < tensors.size(); i++) {
                named.put(name + "/" + i, tensors.get(i));
            }
        });
        for (int i = 0; i < parts.size(); i++) {
            String prefix = i + "/";
            parts.get(i).tensors().forEach((name, tensor) -> named.put(prefix + name, tensor));
        }
        return named;
    }

    @Override
    public void close() {
        if (update != null) {
            update.close();
        }
        slots.values().forEach(tensors -> tensors.forEach(Tensor::release));
        parts.forEach(OptimizerState::close);
    }
}
