package dev.dither.lab.experiment;

import dev.dither.continual.ClassGroups;
import dev.dither.continual.PermutedFeatures;
import dev.dither.continual.RotatedImages;
import dev.dither.continual.TaskStream;
import dev.dither.data.Examples;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.key.Require;
import java.util.stream.IntStream;

/**
 * Which tasks come.
 *
 * @param kind what they differ by
 * @param tasks how many there are
 * @param degrees angle between one task and the next, counterclockwise; of rotated images
 */
public record StreamPlan(
        @Default("permuted") Kind kind,
        @Default("5") int tasks,
        @Default("15") double degrees) {
    /** What tasks differ by. */
    public enum Kind {
        /** An order of the features for each. */
        PERMUTED {
            @Override
            TaskStream of(StreamPlan plan, Examples all) {
                return new PermutedFeatures(plan.tasks());
            }
        },
        /** Some classes for each, with a head of its own. */
        SPLIT {
            @Override
            TaskStream of(StreamPlan plan, Examples all) {
                boolean even = all.classes() % plan.tasks() == 0 && all.classes() >= 2 * plan.tasks();
                if (!even) {
                    throw new ExperimentException("stream.tasks: the " + all.classes() + " classes of " + all.name()
                            + " cannot be divided into " + plan.tasks() + " tasks of two or more classes each");
                }
                return new ClassGroups(all.classes() / plan.tasks());
            }
        },
        /** An angle for each. */
        ROTATED {
            @Override
            TaskStream of(StreamPlan plan, Examples all) {
                return new RotatedImages(IntStream.range(0, plan.tasks())
                        .mapToObj(task -> task * plan.degrees())
                        .toList());
            }
        };

        abstract TaskStream of(StreamPlan plan, Examples all);
    }

    /** Checks. */
    public StreamPlan {
        Require.that(kind != null, "stream.kind is missing");
        Require.that(tasks >= 2, "stream.tasks must be at least 2, got " + tasks);
        Require.that(Double.isFinite(degrees), "stream.degrees must be finite, got " + degrees);
    }

    /** Returns the stream that these examples make. */
    TaskStream of(Examples all) {
        TaskStream stream = kind.of(this, all);
        try {
            stream.tasks(all);
        } catch (IllegalArgumentException e) {
            throw new ExperimentException("stream: " + e.getMessage());
        }
        return stream;
    }
}
