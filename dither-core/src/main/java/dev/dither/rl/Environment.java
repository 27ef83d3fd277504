package dev.dither.rl;

import dev.dither.rng.RandomKey;

/**
 * A task in steps: what can be seen, what can be done, how a trial starts. A value; what moves is a {@link Trial}.
 *
 * <p>One's own task implements both. The limit of steps is kept by whoever plays, see {@link Rollout}, so a trial says only
 * when the task itself ends.
 */
public interface Environment {
    /** Returns how many numbers an observation has. */
    int observationSize();

    /** Returns how many actions there are to choose from, numbered from 0. */
    int actions();

    /** Returns the number of steps after which a trial is cut off; as many are kept in memory. */
    int stepLimit();

    /** Returns a new trial at a state drawn from {@code key}. */
    Trial start(RandomKey key);

    /** One course of the task. It moves with each step, and draws nothing but what its key says. */
    interface Trial {
        /** Writes what can be seen now into the first {@link #observationSize} places of {@code target}. */
        void observe(float[] target);

        /**
         * Does an action. Not called again behind a step that terminated.
         *
         * @throws IllegalArgumentException if there is no such action
         */
        Step step(int action);
    }

    /**
     * What a step brought.
     *
     * @param reward what it is worth
     * @param terminated whether the task ended with it
     */
    record Step(double reward, boolean terminated) {}
}
