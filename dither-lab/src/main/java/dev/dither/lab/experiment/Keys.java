package dev.dither.lab.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;

/** Refuses keys that no record of a plan has, before a misspelt one makes another look missing. */
final class Keys {
    private Keys() {}

    /** Checks a tree against a record and everything below it. */
    static void check(String file, JsonNode tree, Class<?> type, String path) {
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            RecordComponent component = Arrays.stream(type.getRecordComponents())
                    .filter(c -> c.getName().equals(entry.getKey()))
                    .findFirst()
                    .orElseThrow(() -> new ExperimentException(
                            file + ": unknown key " + key + "; did you mean " + nearest(type, entry.getKey()) + "?"));
            below(file, entry.getValue(), component.getGenericType(), key);
        }
    }

    private static void below(String file, JsonNode value, Type type, String path) {
        if (type instanceof Class<?> record && record.isRecord()) {
            check(file, value, record, path);
        } else if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            if (generic.getRawType() == Map.class) {
                value.properties().forEach(e -> below(file, e.getValue(), element, path + "." + e.getKey()));
            } else {
                value.forEach(e -> below(file, e, element, path));
            }
        }
    }

    private static String nearest(Class<?> type, String key) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .min(Comparator.comparingInt((String known) -> distance(known, key))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse("nothing");
    }

    /** Levenshtein's distance. */
    static int distance(String a, String b) {
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
