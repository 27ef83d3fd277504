package dev.dither.lab.key;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an experiment file, which are the components of the records it becomes.
 *
 * <p>A mapping of a sealed type is told by its first key: each of its records begins with a component of a name of its
 * own.
 */
public final class Keys {
    private static final YAMLMapper YAML = new YAMLMapper();

    private Keys() {}

    /** Adds the defaults of keys that are not there, in everything below as well. */
    public static void fill(JsonNode node, Type type) {
        Class<?> record = recordOf(node, type);
        if (record != null && node instanceof ObjectNode tree) {
            for (RecordComponent component : components(record)) {
                Default value = component.getAnnotation(Default.class);
                if (value != null && !tree.has(component.getName())) {
                    tree.set(component.getName(), parsed(value));
                }
                fill(tree.path(component.getName()), component.getGenericType());
            }
        } else if (type instanceof ParameterizedType generic) {
            node.forEach(element -> fill(element, elementOf(generic)));
        }
    }

    /** Returns the keys of a record: its components, and for one that is unwrapped those of its own record. */
    public static List<RecordComponent> components(Class<?> record) {
        return Stream.of(record.getRecordComponents())
                .flatMap(component -> component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
                        ? components(component.getType()).stream()
                        : Stream.of(component))
                .toList();
    }

    private static JsonNode parsed(Default value) {
        try {
            return YAML.readTree(value.value());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a default is not YAML: " + value.value(), e);
        }
    }

    /** Refuses keys that no record has, then keys that are needed and not there, before a misspelt one looks missing. */
    public static void check(String file, JsonNode node, Type type, String path) {
        Class<?> record = recordOf(node, type);
        if (record != null && node instanceof ObjectNode tree) {
            List<RecordComponent> components = components(record);
            refuseUnknown(file, tree, components, path);
            for (RecordComponent component : components) {
                String key = below(path, component.getName());
                require(tree.has(component.getName()), file + ": no key " + key + "; add it");
                check(file, tree.get(component.getName()), component.getGenericType(), key);
            }
        } else if (type instanceof ParameterizedType generic && node instanceof ObjectNode map) {
            map.properties().forEach(e -> check(file, e.getValue(), elementOf(generic), below(path, e.getKey())));
        } else if (type instanceof ParameterizedType generic) {
            node.forEach(element -> check(file, element, elementOf(generic), path));
        } else {
            boolean told = !node.isObject() || choices(type).isEmpty();
            require(
                    told,
                    file + ": " + path + ": expected a mapping with exactly one of "
                            + choices(type).stream().map(Keys::firstKey).toList());
        }
    }

    private static void refuseUnknown(String file, ObjectNode tree, List<RecordComponent> components, String path) {
        List<String> known = components.stream().map(RecordComponent::getName).toList();
        tree.fieldNames()
                .forEachRemaining(key -> require(
                        known.contains(key),
                        file + ": unknown key " + below(path, key) + "; did you mean " + nearest(known, key) + "?"));
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new ExperimentException(message);
        }
    }

    private static String below(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static Type elementOf(ParameterizedType generic) {
        Type[] arguments = generic.getActualTypeArguments();
        return arguments[arguments.length - 1];
    }

    /** Returns the record that a mapping becomes, or null for anything else. */
    private static @Nullable Class<?> recordOf(JsonNode node, Type type) {
        if (type instanceof Class<?> named && named.isRecord()) {
            return named;
        }
        List<Class<?>> told =
                choices(type).stream().filter(r -> node.has(firstKey(r))).toList();
        return told.size() == 1 ? told.get(0) : null;
    }

    /**
     * Returns the records of a sealed interface that is told by first keys. An enum whose constants have bodies is sealed
     * as well, and a kind without any component, as a schedule may be, is written as text.
     */
    private static List<Class<?>> choices(Type type) {
        if (!(type instanceof Class<?> named && named.isSealed() && named.isInterface())) {
            return List.of();
        }
        List<Class<?>> kinds = List.of(named.getPermittedSubclasses());
        boolean told = kinds.stream().allMatch(kind -> kind.isRecord() && kind.getRecordComponents().length > 0);
        return told ? kinds : List.of();
    }

    private static String firstKey(Class<?> record) {
        return record.getRecordComponents()[0].getName();
    }

    /** Returns the known name with the smallest {@link #distance}. */
    public static String nearest(List<String> known, String key) {
        return known.stream()
                .min(Comparator.comparingInt((String name) -> distance(name, key))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse("nothing");
    }

    /** Levenshtein's distance. */
    public static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
