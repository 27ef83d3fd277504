package dev.dither.nn;

import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tensors of a network by name, in the order of the layers; names are layer paths, {@code 2/weight}. */
public abstract sealed class NamedTensors permits Parameters, Buffers {
    private final String kind;
    private final Map<String, Tensor> tensors;

    /**
     * Holds these tensors in this order.
     *
     * @param kind what they are, for messages
     */
    NamedTensors(String kind, Map<String, Tensor> tensors) {
        this.kind = kind;
        this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /** Returns names and tensors. */
    public final Map<String, Tensor> byName() {
        return tensors;
    }

    /** Returns the tensors in order. */
    public final List<Tensor> all() {
        return new ArrayList<>(tensors.values());
    }

    /** Returns how many numbers there are in all tensors together. */
    public final long count() {
        return tensors.values().stream().mapToLong(t -> t.shape().elements()).sum();
    }

    /** Returns copies of all values as arrays, by name. */
    public final Map<String, float[]> toArrays() {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> arrays.put(name, tensor.toFloats()));
        return arrays;
    }

    /**
     * Overwrites all values, or none when something does not fit.
     *
     * @throws IllegalArgumentException if names or lengths differ from those of this network
     */
    public final void assign(Map<String, float[]> arrays) {
        if (!arrays.keySet().equals(tensors.keySet())) {
            throw new IllegalArgumentException(
                    kind + " of another network: expected " + tensors.keySet() + ", got " + arrays.keySet());
        }
        tensors.forEach((name, tensor) -> requireLength(name, tensor, Named.at(arrays, name)));
        tensors.forEach((name, tensor) -> tensor.assign(Tensor.of(Named.at(arrays, name), tensor.shape())));
    }

    private void requireLength(String name, Tensor tensor, float[] values) {
        if (values.length != tensor.shape().elements()) {
            throw new IllegalArgumentException(kind + " of another network: " + name + " has shape " + tensor.shape()
                    + ", got " + values.length + " values");
        }
    }

    /** Frees all tensors. */
    final void release() {
        tensors.values().forEach(Tensor::release);
    }
}
