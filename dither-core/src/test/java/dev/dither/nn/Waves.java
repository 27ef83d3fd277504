package dev.dither.nn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parameters that another program can set as well: number k of tensor j is sin(1 + k + 10 j) / 2. */
final class Waves {
    private Waves() {}

    /** Sets the parameters with these names, j = 0 for the first, to waves. */
    static void set(Network network, String... names) {
        Map<String, float[]> values = network.trained().toArrays();
        if (!values.keySet().equals(Map.copyOf(numbered(names)).keySet())) {
            throw new IllegalArgumentException("expected " + values.keySet() + ", got " + Arrays.toString(names));
        }
        numbered(names).forEach((name, j) -> {
            float[] tensor = Named.at(values, name);
            for (int k = 0; k < tensor.length; k++) {
                tensor[k] = (float) (Math.sin(1 + k + 10.0 * j) / 2);
            }
        });
        network.trained().assign(values);
    }

    private static Map<String, Integer> numbered(String... names) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (String name : names) {
            numbers.put(name, numbers.size());
        }
        return numbers;
    }
}
