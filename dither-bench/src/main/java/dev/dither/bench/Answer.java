package dev.dither.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a child: a flat JSON object of numbers and of strings without escapes.
 *
 * @param values the values as text, by name
 */
record Answer(Map<String, String> values) {
    private static final Pattern PAIR = Pattern.compile("\"(\\w+)\": *(?:\"([^\"\\\\]*)\"|([-+.\\w]+))");
    private static final Pattern OBJECT = Pattern.compile("\\{(?:" + PAIR + "(?:, *(?=\")|(?=})))*}");

    /** Copies. */
    Answer {
        values = Map.copyOf(values);
    }

    /** Reads a line. */
    static Answer parse(String line) {
        if (!OBJECT.matcher(line).matches()) {
            throw new IllegalArgumentException("a line of JSON was expected from the child, got: " + line);
        }
        Map<String, String> values = new LinkedHashMap<>();
        Matcher pair = PAIR.matcher(line);
        while (pair.find()) {
            values.put(pair.group(1), pair.group(2) == null ? pair.group(3) : pair.group(2));
        }
        return new Answer(values);
    }

    /** Returns a string. */
    String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the child did not answer " + name + ", but " + values);
        }
        return value;
    }

    /** Returns a number. */
    double number(String name) {
        return Double.parseDouble(text(name));
    }
}
