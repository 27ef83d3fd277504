package dev.dither.nn;

import dev.dither.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Ordered maps from names to tensors. */
final class Named {
    private Named() {}

    static Map<String, Tensor> of(String first, Tensor a, String second, Tensor b) {
        Map<String, Tensor> map = new LinkedHashMap<>();
        map.put(first, a);
        map.put(second, b);
        return map;
    }

    /** Returns what has a name that is known to be there. */
    static <T> T at(Map<String, T> map, String name) {
        return Objects.requireNonNull(map.get(name), name);
    }

    /** Returns the same tensors with {@code path} in front of each name. */
    static Map<String, Tensor> below(String path, Map<String, Tensor> tensors) {
        Map<String, Tensor> map = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> map.put(path + "/" + name, tensor));
        return map;
    }
}
