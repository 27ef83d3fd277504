package dev.dither.continual;

import dev.dither.data.Examples;
import dev.dither.rng.RandomKey;
import java.util.stream.IntStream;

/**
 * Tasks that are some classes each, in their order: the digits 0 and 1, then 2 and 3. Labels are relative to the task, so each
 * task has an output of its own.
 *
 * <p>Formula: task t has the classes t · n … t · n + n − 1, label y becomes y − t · n.
 *
 * <p>Reference: Zenke, Poole and Ganguli, Continual Learning Through Synaptic Intelligence, 2017, section 5.1.
 *
 * @param classesEach n, number of classes of a task
 */
public record ClassGroups(int classesEach) implements TaskStream {
    /** Checks. */
    public ClassGroups {
        Require.atLeast(2, "split.classesEach", classesEach);
    }

    @Override
    public int tasks(Examples all) {
        if (all.classes() % classesEach != 0) {
            throw new IllegalArgumentException("split: " + all.name() + " has " + all.classes()
                    + " classes, which cannot be divided into tasks of " + classesEach + " each");
        }
        return all.classes() / classesEach;
    }

    @Override
    public int classes(Examples all) {
        return classesEach;
    }

    @Override
    public boolean headed() {
        return true;
    }

    @Override
    public Examples task(Examples all, int task, RandomKey key) {
        int first = task * classesEach;
        Examples own = all.subset(IntStream.range(0, all.size())
                .filter(i -> first <= all.label(i) && all.label(i) < first + classesEach)
                .toArray());
        int[] relative =
                IntStream.range(0, own.size()).map(i -> own.label(i) - first).toArray();
        return own.withLabels(relative, classesEach);
    }
}
