package dev.dither.rl;

import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Arrays;

/** A recorded trial: what was seen before each step, what was done, what it was worth, how it ended. */
public final class Episode {
    /** How a trial ended. */
    public enum Ending {
        /** The task itself ended. */
        TERMINATED,
        /** The limit of steps was reached before. */
        TRUNCATED
    }

    private final int observationSize;
    private final float[] observations;
    private final int[] actions;
    private final double[] rewards;
    private final Ending ending;

    private Episode(Recording recording) {
        this.observationSize = recording.observationSize;
        this.observations = Arrays.copyOf(recording.observations, recording.steps * observationSize);
        this.actions = Arrays.copyOf(recording.actions, recording.steps);
        this.rewards = Arrays.copyOf(recording.rewards, recording.steps);
        this.ending = recording.terminated ? Ending.TERMINATED : Ending.TRUNCATED;
    }

    /** Returns the number of steps. */
    public int steps() {
        return actions.length;
    }

    /** Returns how it ended. */
    public Ending ending() {
        return ending;
    }

    /** Returns the sum of the rewards, not discounted. */
    public double totalReward() {
        return Arrays.stream(rewards).sum();
    }

    /** Returns the reward of each step. */
    public double[] rewards() {
        return rewards.clone();
    }

    /** Returns the action of each step. */
    public int[] actions() {
        return actions.clone();
    }

    /** Returns what was seen before each step, [steps, observation size]. */
    public Tensor observations() {
        return Tensor.of(observations, Shape.of(steps(), observationSize));
    }

    /** Steps as they come. */
    static final class Recording {
        private final int observationSize;
        private final float[] observations;
        private final int[] actions;
        private final double[] rewards;
        private int steps;
        private boolean terminated;

        Recording(Environment environment) {
            observationSize = environment.observationSize();
            observations = new float[Math.multiplyExact(environment.stepLimit(), observationSize)];
            actions = new int[environment.stepLimit()];
            rewards = new double[environment.stepLimit()];
        }

        void add(float[] observation, int action, Environment.Step step) {
            System.arraycopy(observation, 0, observations, steps * observationSize, observationSize);
            actions[steps] = action;
            rewards[steps] = step.reward();
            steps++;
            terminated = step.terminated();
        }

        boolean ended() {
            return terminated || steps == actions.length;
        }

        Episode episode() {
            return new Episode(this);
        }
    }
}
