package dev.dither.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What was asked for on the command line.
 *
 * @param rounds rounds that count, for each contestant
 * @param seconds least length of a round
 * @param threads native threads of both sides
 * @param steps steps of the measurement of memory
 * @param only ids of the parts to measure; all if empty
 * @param page where to write the page, if not the usual place
 * @param arguments the command line itself
 */
record Settings(
        int rounds,
        double seconds,
        int threads,
        int steps,
        List<String> only,
        Optional<Path> page,
        List<String> arguments) {
    private static final int STEPS = 5_000;
    private static final int QUICK_STEPS = 500;

    /** Seconds in which the virtual machine compiles nearly all of what a network's steps use, on the second core; it is at it until the 25th. */
    private static final double WARM_UP = 30;

    /** Checks. */
    Settings {
        require(rounds >= 1, "--rounds must be at least 1, got " + rounds);
        require(seconds > 0 && seconds < Double.POSITIVE_INFINITY, "--seconds must be positive, got " + seconds);
        require(threads >= 1, "--threads must be at least 1, got " + threads);
        only = List.copyOf(only);
        arguments = List.copyOf(arguments);
    }

    /** Reads the command line; ends the program with 2 and one line if it is wrong. */
    static Settings orExit(String[] arguments) {
        try {
            return parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("run.sh: " + e.getMessage());
            System.exit(2);
            throw e;
        }
    }

    /** Reads the command line; the last of two equal options counts. */
    static Settings parse(List<String> arguments) {
        int cores = Runtime.getRuntime().availableProcessors();
        Settings found = new Settings(7, 4, cores, STEPS, List.of(), Optional.empty(), arguments);
        for (int i = 0; i < arguments.size(); i++) {
            String option = arguments.get(i);
            if (option.equals("--quick")) {
                found = new Settings(2, 1, found.threads, QUICK_STEPS, found.only, found.page, arguments);
            } else {
                require(i + 1 < arguments.size(), "a value must follow " + option);
                i++;
                found = found.with(option, arguments.get(i));
            }
        }
        found.only.stream()
                .filter(id -> !List.of(Paired.START_UP, Paired.MEMORY, Paired.COSTS, Paired.DRAWS)
                        .contains(id))
                .forEach(Contest::named);
        return found;
    }

    private Settings with(String option, String value) {
        return switch (option) {
            case "--rounds" -> new Settings(whole(option, value), seconds, threads, steps, only, page, arguments);
            case "--seconds" -> new Settings(rounds, number(option, value), threads, steps, only, page, arguments);
            case "--threads" -> new Settings(rounds, seconds, whole(option, value), steps, only, page, arguments);
            case "--only" -> new Settings(rounds, seconds, threads, steps, List.of(value.split(",")), page, arguments);
            case "--page" ->
                new Settings(rounds, seconds, threads, steps, only, Optional.of(Path.of(value)), arguments);
            default ->
                throw new IllegalArgumentException(
                        "unknown option " + option
                                + ": choose from --rounds, --seconds, --threads, --only, --page, --quick, --verify, --engine, --jmh");
        };
    }

    private static int whole(String option, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " must be a whole number, got " + value, e);
        }
    }

    private static double number(String option, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " must be a number, got " + value, e);
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Returns whether a part is to be measured. */
    boolean includes(String id) {
        return only.isEmpty() || only.contains(id);
    }

    /** Returns whether the run only shows that everything works. */
    boolean quick() {
        return arguments.contains("--quick");
    }

    /** Returns for how many seconds, at least, a side works before its rounds count. */
    double warmUp() {
        return quick() ? 0 : WARM_UP;
    }

    /** Returns the root of the repository. */
    Path home() {
        return Path.of(System.getProperty("dither.home", "."));
    }

    /** Returns the page to write: the one of the documentation for a whole run, else one beside the class files. */
    Path target() {
        boolean whole = only.isEmpty() && !quick();
        return page.orElse(home().resolve(whole ? "docs/benchmarks.md" : "dither-bench/target/benchmarks.md"));
    }
}
