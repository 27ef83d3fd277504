package dev.dither.continual;

import dev.dither.data.Examples;
import dev.dither.rng.RandomKey;
import java.util.BitSet;

/**
 * One task of a stream.
 *
 * @param number which, from 0
 * @param train what it is learned from
 * @param test what it is judged by, of classes that {@code train} has
 */
public record Task(int number, Examples train, Examples test) {
    /** Checks. */
    public Task {
        Require.that(number >= 0, "task.number must not be negative", number);
        requireSome(number, "training", train);
        requireSome(number, "test", test);
        requireSeen(number, train, test);
    }

    /** Returns a task of a stream. */
    public static Task of(TaskStream stream, Examples train, Examples test, int number, RandomKey key) {
        return new Task(number, stream.task(train, number, key), stream.task(test, number, key));
    }

    private static void requireSome(int number, String what, Examples examples) {
        if (examples.size() == 0) {
            throw new IllegalArgumentException("task " + (number + 1) + ": " + examples.name() + " has no " + what
                    + " examples of its classes; use more examples");
        }
    }

    private static void requireSeen(int number, Examples train, Examples test) {
        BitSet seen = new BitSet();
        for (int i = 0; i < train.size(); i++) {
            seen.set(train.label(i));
        }
        for (int i = 0; i < test.size(); i++) {
            if (!seen.get(test.label(i))) {
                throw new IllegalArgumentException("task " + (number + 1) + ": test example " + i + " has the label "
                        + test.label(i) + ", which no training example of the task has; use more examples");
            }
        }
    }
}
