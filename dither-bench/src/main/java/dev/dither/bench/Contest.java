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
        TRAINING("Training, steps a second", 1),
        /** Images moved by attacks. */
        ATTACK("Attacks, images a second", 1),
        /** Draws of N(0, 1). */
        NOISE("Noise, million draws a second", 1e6);

        private final String heading;
        private final double unit;

        Kind(String heading, double unit) {
            this.heading = heading;
            this.unit = unit;
        }

        String heading() {
            return heading;
        }

        /** Returns what a figure of the table counts as one. */
        double unit() {
            return unit;
        }
    }

    private static final List<Integer> SIZES = List.of(4_096, 1_000_000, 15_000_000);

    /** Returns all contests, in the order of the page. */
    static List<Contest> all() {
        return Stream.of(training().stream(), attacks(), SIZES.stream().flatMap(Contest::noise))
                .flatMap(contests -> contests)
                .toList();
    }

    /** Returns the trainings. */
    static List<Contest> training() {
        return Arrays.stream(Subject.values()).map(Contest::of).toList();
    }

    static Contest of(Subject subject) {
        return new Contest(subject.id(), subject.title(), Kind.TRAINING, () -> Training.of(subject));
    }

    private static Stream<Contest> attacks() {
        return Stream.of(
                new Contest(
                        "fgs-10",
                        "one step by the gradient of ten draws, SE-SNN 784-128-128-10",
                        Kind.ATTACK,
                        () -> Attacking.fastGradientSign(1_000)),
                new Contest(
                        "cw-l2",
                        "a hundred steps of CW-L2 at one coefficient, mean of the same network",
                        Kind.ATTACK,
                        () -> Attacking.carliniWagner(500)));
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
