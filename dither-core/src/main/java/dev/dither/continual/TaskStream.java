package dev.dither.continual;

import dev.dither.data.Examples;
import dev.dither.rng.RandomKey;

/**
 * Tasks that come one after another, made from one set of examples: a value, from which each task is made when it is its turn.
 *
 * <p>Training and test examples of a task are made by the same call, so that they differ in nothing but their origin.
 */
public interface TaskStream {
    /**
     * Returns how many tasks these examples make.
     *
     * @throws IllegalArgumentException if they make none
     */
    int tasks(Examples all);

    /** Returns how many classes a task has, which is the width of the output that learns it. */
    int classes(Examples all);

    /** Returns whether each task has an output of its own, since its labels mean something else. */
    default boolean headed() {
        return false;
    }

    /**
     * Returns the examples of a task.
     *
     * @param all those that all tasks are made from, either to train on or to test on
     * @param task which, from 0
     * @param key address of the stream: what is drawn depends on it and on the number of the task alone
     */
    Examples task(Examples all, int task, RandomKey key);
}
