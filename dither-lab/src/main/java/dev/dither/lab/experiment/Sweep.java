package dev.dither.lab.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dither.lab.key.ExperimentException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The key {@code sweep} of a method, a mapping from settings to lists of values: the method becomes one method for each
 * combination of values, {@code se-snn coefficient=0.1 margin=0}. A setting of a section is given by its path, {@code
 * perturbed.scale}, and named by the last word of it.
 */
final class Sweep {
    private static final String KEY = "sweep";

    private Sweep() {}

    /** Replaces each method that has a sweep, in its place, by those it stands for. */
    static void expand(String file, ObjectNode methods) {
        Map<String, JsonNode> expanded = new LinkedHashMap<>();
        methods.properties().forEach(method -> {
            String path = file + ": methods." + method.getKey();
            of(path + "." + KEY, method.getKey(), method.getValue())
                    .forEach((name, node) ->
                            require(expanded.put(name, node) == null, path + ": there are two methods " + name));
        });
        methods.removeAll();
        methods.setAll(expanded);
    }

    private static Map<String, JsonNode> of(String path, String name, JsonNode method) {
        if (!(method instanceof ObjectNode settings) || !settings.has(KEY)) {
            return Map.of(name, method);
        }
        ObjectNode base = settings.deepCopy();
        JsonNode sweep = base.remove(KEY);
        require(sweep.isObject() && !sweep.isEmpty(), path + ": expected a mapping of settings to lists of values");
        List<String> words = sweep.properties().stream()
                .map(setting -> word(setting.getKey()))
                .toList();
        require(
                words.size() == Set.copyOf(words).size(),
                path + ": expected settings that end in different words, got " + words);
        Map<String, ObjectNode> points = Map.of(name, base);
        for (Map.Entry<String, JsonNode> setting : sweep.properties()) {
            points = crossed(points, setting.getKey(), values(path, setting));
        }
        return new LinkedHashMap<>(points);
    }

    private static List<JsonNode> values(String path, Map.Entry<String, JsonNode> setting) {
        List<JsonNode> values = new ArrayList<>();
        setting.getValue().forEach(values::add);
        boolean scalars = setting.getValue().isArray() && values.stream().allMatch(JsonNode::isValueNode);
        long different = values.stream().map(JsonNode::asText).distinct().count();
        require(
                scalars && !values.isEmpty() && different == values.size(),
                path + "." + setting.getKey() + ": expected a list of different values, got " + setting.getValue());
        return values;
    }

    private static Map<String, ObjectNode> crossed(Map<String, ObjectNode> points, String key, List<JsonNode> values) {
        Map<String, ObjectNode> crossed = new LinkedHashMap<>();
        points.forEach((name, settings) -> values.forEach(value -> {
            ObjectNode point = settings.deepCopy();
            set(point, key, value);
            crossed.put(name + " " + word(key) + "=" + text(value), point);
        }));
        return crossed;
    }

    private static void set(ObjectNode point, String key, JsonNode value) {
        int dot = key.indexOf('.');
        if (dot < 0) {
            point.set(key, value);
            return;
        }
        String section = key.substring(0, dot);
        ObjectNode inner = point.get(section) instanceof ObjectNode found ? found : point.putObject(section);
        set(inner, key.substring(dot + 1), value);
    }

    private static String word(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /** Returns a value as one writes it, 0.0001 and not 1.0E-4. */
    private static String text(JsonNode value) {
        return value.isFloatingPointNumber()
                ? value.decimalValue().stripTrailingZeros().toPlainString()
                : value.asText();
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new ExperimentException(message);
        }
    }
}
