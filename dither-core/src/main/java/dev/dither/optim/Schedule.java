package dev.dither.optim;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Learning rate over training, as a factor of the optimizer's own: a function of the step and of the number of steps.
 *
 * <p>{@code toString} gives the text that {@link #parse} reads, as in experiment files.
 */
public sealed interface Schedule {
    /** 1 throughout. */
    Schedule CONSTANT = new Constant();

    /** Falling linearly to 0. */
    Schedule LINEAR = new Linear();

    /** 1 in the first half, then falling linearly to 0. */
    Schedule LINEAR_SECOND_HALF = new LinearSecondHalf();

    /** Half a cosine wave, from 1 to 0. */
    Schedule COSINE = new Cosine();

    /**
     * Returns the factor of a step.
     *
     * @param step steps taken before this one, from 0
     * @param total steps of the whole training
     */
    double factor(long step, long total);

    /**
     * Returns the schedule with this text, in any case, {@code _} for {@code -} allowed.
     *
     * @throws IllegalArgumentException with the known forms, if there is none
     */
    static Schedule parse(String text) {
        return ScheduleText.parse(text);
    }

    /** 1 throughout. */
    record Constant() implements Schedule {
        @Override
        public double factor(long step, long total) {
            return 1;
        }

        @Override
        public String toString() {
            return "constant";
        }
    }

    /** 1 − t / T. */
    record Linear() implements Schedule {
        @Override
        public double factor(long step, long total) {
            return 1 - progress(step, total);
        }

        @Override
        public String toString() {
            return "linear";
        }
    }

    /** min(1, 2 (1 − t / T)). */
    record LinearSecondHalf() implements Schedule {
        @Override
        public double factor(long step, long total) {
            return Math.min(1, 2 * (1 - progress(step, total)));
        }

        @Override
        public String toString() {
            return "linear-second-half";
        }
    }

    /** (1 + cos π t / T) / 2. */
    record Cosine() implements Schedule {
        @Override
        public double factor(long step, long total) {
            return (1 + Math.cos(Math.PI * progress(step, total))) / 2;
        }

        @Override
        public String toString() {
            return "cosine";
        }
    }

    /**
     * Drops at milestones: factorⁿ once n of them are reached.
     *
     * <p>Numerics: a milestone is the double nearest to a fraction of training, and so is t / T, hence a drop after some
     * epochs falls on the first step of the next one, whatever the number of steps.
     *
     * @param milestones fractions of training in (0, 1), rising
     * @param factor what the rate is multiplied by at each
     */
    record Step(List<Double> milestones, double factor) implements Schedule {
        /** Checks. */
        public Step {
            milestones = List.copyOf(milestones);
            Require.that(
                    !milestones.isEmpty(), "step.milestones must have at least one entry, got ", milestones.size());
            double last = 0;
            for (double milestone : milestones) {
                Require.that(
                        last < milestone && milestone < 1, "step.milestones must rise within (0, 1), got ", milestone);
                last = milestone;
            }
            Require.that(
                    0 < factor && factor < Double.POSITIVE_INFINITY,
                    "step.factor must be positive and finite, got ",
                    factor);
        }

        /** Returns drops after these numbers of finished epochs. */
        public static Step afterEpochs(int epochs, double factor, int... milestones) {
            return new Step(
                    Arrays.stream(milestones)
                            .mapToObj(epoch -> epoch / (double) epochs)
                            .toList(),
                    factor);
        }

        @Override
        public double factor(long step, long total) {
            double progress = progress(step, total);
            long passed = milestones.stream()
                    .filter(milestone -> milestone <= progress)
                    .count();
            return Math.pow(factor, (double) passed);
        }

        @Override
        public String toString() {
            return "step:" + milestones.stream().map(String::valueOf).collect(Collectors.joining(",")) + ":" + factor;
        }
    }

    /**
     * Caffe's "inv" policy: (1 + gamma · t)^−power, t the number of steps, whatever the length of training.
     *
     * @param gamma how fast it falls
     * @param power how steeply
     */
    record CaffeInverse(double gamma, double power) implements Schedule {
        /** Checks. */
        public CaffeInverse {
            Require.that(
                    0 <= gamma && gamma < Double.POSITIVE_INFINITY,
                    "caffe-inverse.gamma must be finite and >= 0, got ",
                    gamma);
            Require.that(
                    0 <= power && power < Double.POSITIVE_INFINITY,
                    "caffe-inverse.power must be finite and >= 0, got ",
                    power);
        }

        @Override
        public double factor(long step, long total) {
            return Math.pow(1 + gamma * step, -power);
        }

        @Override
        public String toString() {
            return "caffe-inverse:" + gamma + ":" + power;
        }
    }

    /**
     * Rises linearly to 1, (t + 1) / steps, then follows another schedule over the steps that are left.
     *
     * @param steps length of the rise
     * @param after what follows
     */
    record Warmup(long steps, Schedule after) implements Schedule {
        /** Checks. */
        public Warmup {
            Require.that(steps >= 1, "warmup.steps must be at least 1, got ", steps);
        }

        @Override
        public double factor(long step, long total) {
            return step < steps ? (step + 1) / (double) steps : after.factor(step - steps, total - steps);
        }

        @Override
        public String toString() {
            return "warmup:" + steps + ":" + after;
        }
    }

    private static double progress(long step, long total) {
        return step / (double) total;
    }
}
