package dev.dither.rl;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Trajectories from a file, whose head says where they come from. */
final class Trajectories {
    private Trajectories() {}

    /** The state behind an action, and whether it ended the task. */
    record Point(int action, double[] state, boolean ended) {}

    /** A start and what followed. */
    record Case(String name, double[] start, List<Point> points) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> read(String file) {
        Map<String, Case> cases = new LinkedHashMap<>();
        Case current = null;
        for (String line : lines(file)) {
            String[] cells = line.split(",", -1);
            if (Character.isLetter(line.charAt(0))) {
                current = new Case(cells[0], numbers(cells, 1, cells.length), new ArrayList<>());
                cases.put(cells[0], current);
            } else {
                double[] state = numbers(cells, 1, cells.length - 1);
                boolean ended = cells[cells.length - 1].equals("1");
                Objects.requireNonNull(current).points().add(new Point(Integer.parseInt(cells[0]), state, ended));
            }
        }
        return List.copyOf(cases.values());
    }

    private static List<String> lines(String file) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Trajectories.class.getResourceAsStream(file), file), StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] numbers(String[] cells, int from, int to) {
        return Arrays.stream(cells, from, to).mapToDouble(Double::parseDouble).toArray();
    }
}
