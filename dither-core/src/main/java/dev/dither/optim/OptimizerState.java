package dev.dither.optim;

import dev.dither.nn.Parameters;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Memory of an optimizer: the number of steps, and named slots of one tensor for each parameter. */
public final class OptimizerState implements AutoCloseable {
    private final Map<String, List<Tensor>> slots;
    private long steps;

    private OptimizerState(Map<String, List<Tensor>> slots) {
        this.slots = slots;
    }

    /** Returns slots of zeros, shaped like the parameters. */
    static OptimizerState zeros(Parameters parameters, String... names) {
        Map<String, List<Tensor>> slots = new LinkedHashMap<>();
        try (Scope scope = Scope.open()) {
            for (String name : names) {
                List<Tensor> tensors = new ArrayList<>();
                parameters
                        .all()
                        .forEach(p -> tensors.add(Tensor.full(0, p.shape()).owned()));
                slots.put(name, List.copyOf(tensors));
            }
        }
        return new OptimizerState(slots);
    }

    List<Tensor> slot(String name) {
        return slots.getOrDefault(name, List.of());
    }

    long nextStep() {
        return ++steps;
    }

    /** Returns the number of steps taken. */
    public long steps() {
        return steps;
    }

    /** Returns copies of all slots, named {@code slot/index}. */
    public Map<String, float[]> toArrays() {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        slots.forEach((name, tensors) -> {
            for (int i = 0; i < tensors.size(); i++) {
                arrays.put(name + "/" + i, tensors.get(i).toFloats());
            }
        });
        return arrays;
    }

    /** Overwrites the memory with one saved by {@link #toArrays}. */
    public void assign(long stepsTaken, Map<String, float[]> arrays) {
        steps = stepsTaken;
        slots.forEach((name, tensors) -> {
            for (int i = 0; i < tensors.size(); i++) {
                float[] values = arrays.get(name + "/" + i);
                if (values == null) {
                    throw new IllegalArgumentException("optimizer state lacks " + name + "/" + i);
                }
                tensors.get(i).assign(Tensor.of(values, tensors.get(i).shape()));
            }
        });
    }

    @Override
    public void close() {
        slots.values().forEach(tensors -> tensors.forEach(Tensor::release));
    }
}
