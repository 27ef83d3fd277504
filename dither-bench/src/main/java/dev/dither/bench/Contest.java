package dev.dither.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something both sides can do.
 *
 * @param id what {@code --only} and {@code peer.py} call it
 * @param title a line of the table
 * @param kind which table it belongs to
 * @param workload opens this side's part
 */
record Contest(String id, String title, Kind kind, Supplier<Workload> workload) {
    /** What is counted. */
    enum Kind {
        /** Steps of training. */
        TRAINING,
        /** Draws of N(0, 1). */
        NOISE
    }

    private static final List<Integer> SIZES = List.of(4_096, 1_000_000, 15_000_000);

    /** Returns all contests, in the order of the page. */
    static List<Contest> all() {
        return Stream.concat(training().stream(), SIZES.stream().flatMap(Contest::noise))
                .toList();
    }

    /** Returns the trainings. */
    static List<Contest> training() {
        return Arrays.stream(Subject.values()).map(Contest::of).toList();
    }

    static Contest of(Subject subject) {
        return new Contest(subject.id(), subject.title(), Kind.TRAINING, () -> Training.of(subject));
    }

    private static Stream<Contest> noise(int size) {
        String many = String.format(Locale.ROOT, "%,d", size);
        return Stream.of(
                new Contest("array-" + size, "into an array of " + many, Kind.NOISE, () -> Drawing.ofArrays(size)),
                new Contest("tensor-" + size, "a new tensor of " + many, Kind.NOISE, () -> Drawing.ofTensors(size)));
    }

    /** Returns the contest of this id. */
    static Contest named(String id) {
        return all().stream()
                .filter(contest -> contest.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no measurement is called " + id + ": choose from "
                        + all().stream().map(Contest::id).collect(Collectors.joining(", "))));
    }
}
