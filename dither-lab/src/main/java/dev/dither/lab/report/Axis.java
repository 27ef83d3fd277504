package dev.dither.lab.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An axis along which a figure is measured: the metrics {@code accuracy@radius=0.1@noise=0.4} and {@code
 * accuracy@radius=0.2@noise=0.4} lie on the axis radius.
 *
 * @param metric what is measured, {@code accuracy}, with all that stands before the axis
 * @param name name of the axis
 * @param rest what stands behind its position, {@code @noise=0.4}, or empty
 */
record Axis(String metric, String name, String rest) {
    private static final Pattern POSITION = Pattern.compile("@([^@=]+)=([^@=]+)");

    private record Place(Axis axis, double position) {}

    /**
     * Returns the axes with several positions, and the metric at each; a metric on several of them counts for the first in
     * its name.
     */
    static Map<Axis, SortedMap<Double, String>> sweeps(Collection<String> metrics) {
        Map<Axis, SortedMap<Double, String>> all = new LinkedHashMap<>();
        metrics.forEach(metric -> places(metric)
                .forEach(place ->
                        all.computeIfAbsent(place.axis(), a -> new TreeMap<>()).putIfAbsent(place.position(), metric)));
        Map<Axis, SortedMap<Double, String>> sweeps = new LinkedHashMap<>();
        metrics.forEach(metric -> places(metric).stream()
                .filter(place -> at(all, place.axis()).size() > 1)
                .findFirst()
                .ifPresent(place -> sweeps.computeIfAbsent(place.axis(), a -> new TreeMap<>())
                        .putIfAbsent(place.position(), metric)));
        return sweeps;
    }

    private static SortedMap<Double, String> at(Map<Axis, SortedMap<Double, String>> all, Axis axis) {
        return all.getOrDefault(axis, new TreeMap<>());
    }

    private static List<Place> places(String metric) {
        List<Place> places = new ArrayList<>();
        Matcher found = POSITION.matcher(metric);
        while (found.find()) {
            try {
                Axis axis = new Axis(metric.substring(0, found.start()), found.group(1), metric.substring(found.end()));
                places.add(new Place(axis, Double.parseDouble(found.group(2))));
            } catch (NumberFormatException notAPosition) {
                // a setting in words is part of the name
            }
        }
        return places.stream().filter(place -> !place.axis().metric().isEmpty()).toList();
    }

    /** Returns the heading of its chart and table. */
    String title() {
        return metric + " by " + name
                + (rest.isEmpty() ? "" : ", " + rest.substring(1).replace("@", ", "));
    }

    /** Returns the heading of a metric's column. */
    String column(String at) {
        return at.substring(metric.length() + 1, at.length() - rest.length());
    }
}
