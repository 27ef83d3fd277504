package dev.dither.nn;

import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trained tensors by name, in the order of the layers; names are layer paths, {@code 2/weight}. */
public final class Parameters {
    private final Map<String, Tensor> tensors;

    /** Holds these tensors in this order. */
    public Parameters(Map<String, Tensor> tensors) {
        this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /** Returns names and tensors. */
    public Map<String, Tensor> byName() {
        return tensors;
    }

    /** Returns the tensors in order. */
    public List<Tensor> all() {
        return new ArrayList<>(tensors.values());
    }

    /** Returns the number of trained numbers. */
    public long count() {
        return tensors.values().stream().mapToLong(t -> t.shape().elements()).sum();
    }

    /** Returns copies of all values as arrays, by name. */
    public Map<String, float[]> toArrays() {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> arrays.put(name, tensor.toFloats()));
        return arrays;
    }

    /**
     * Overwrites the values.
     *
     * @throws IllegalArgumentException if names or lengths differ from those of this network
     */
    public void assign(Map<String, float[]> arrays) {
        if (!arrays.keySet().equals(tensors.keySet())) {
            throw new IllegalArgumentException(
                    "parameters of another network: expected " + tensors.keySet() + ", got " + arrays.keySet());
        }
        tensors.forEach((name, tensor) -> tensor.assign(Tensor.of(arrays.get(name), tensor.shape())));
    }
}
