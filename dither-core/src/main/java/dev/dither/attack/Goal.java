package dev.dither.attack;

import dev.dither.objective.Batch;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What class an attacker wants an example to get. */
public sealed interface Goal {
    /** Any but the label. */
    Goal UNTARGETED = new Untargeted();

    /** Returns this goal for {@code count} examples from {@code start} on. */
    Goal part(int start, int count);

    /**
     * Returns this goal for the examples of a batch.
     *
     * @throws IllegalArgumentException if it is not one for them
     */
    Aim aim(Batch clean);

    /** Any but the label. */
    record Untargeted() implements Goal {
        @Override
        public Goal part(int start, int count) {
            return this;
        }

        @Override
        public Aim aim(Batch clean) {
            return new Aim(clean.labels(), Aim.Way.FROM);
        }
    }

    /**
     * A certain class for each example, never its label.
     *
     * @param targets the classes, in the order of the examples
     */
    record Targeted(List<Integer> targets) implements Goal {
        /** Copies. */
        public Targeted {
            targets = List.copyOf(targets);
        }

        @Override
        public Goal part(int start, int count) {
            Require.that(
                    start + count <= targets.size(),
                    "targets: expected one for each example, got " + targets.size() + " for " + (start + count)
                            + " or more");
            return new Targeted(targets.subList(start, start + count));
        }

        @Override
        public Aim aim(Batch clean) {
            float[] labels = clean.labels().toFloats();
            Require.that(
                    labels.length == targets.size(),
                    "targets: expected one for each of " + labels.length + " examples, got " + targets.size());
            int[] classes = targets.stream().mapToInt(Integer::intValue).toArray();
            for (int i = 0; i < classes.length; i++) {
                Require.that(
                        classes[i] != (int) labels[i],
                        "target of example " + i + " must not be its label, got " + classes[i]);
            }
            return new Aim(Tensor.ofLabels(classes), Aim.Way.TO);
        }
    }

    /** Returns for each example a class drawn evenly from those that are not its label. */
    static Targeted randomTargets(int[] labels, int classes, RandomKey key) {
        Require.that(classes >= 2, "targets: expected 2 classes or more to choose from, got " + classes);
        SplittableRandom generator = key.generator();
        return new Targeted(IntStream.of(labels)
                .map(label -> (label + 1 + generator.nextInt(classes - 1)) % classes)
                .boxed()
                .toList());
    }
}
