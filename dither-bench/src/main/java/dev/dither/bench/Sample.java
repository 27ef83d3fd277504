package dev.dither.bench;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Repeated measurements of one quantity, in the order they were made.
 *
 * @param values the measurements, at least one
 */
record Sample(List<Double> values) {
    /** Copies. */
    Sample {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a sample must have a value");
        }
    }

    /** Returns the middle value, or the mean of the two middle ones. */
    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    double least() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    double greatest() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    double mean() {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** Returns measurement by measurement this over another of the same rounds. */
    Sample over(Sample other) {
        if (values.size() != other.values.size()) {
            throw new IllegalArgumentException(
                    "samples of equal rounds expected, got " + values.size() + " and " + other.values.size());
        }
        return new Sample(IntStream.range(0, values.size())
                .mapToObj(i -> values.get(i) / other.values.get(i))
                .toList());
    }

    /** Returns values {@code from} to {@code to}, exclusive. */
    Sample window(int from, int to) {
        return new Sample(values.subList(from, to));
    }
}
