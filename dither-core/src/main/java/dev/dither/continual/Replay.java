package dev.dither.continual;

import dev.dither.data.Examples;
import dev.dither.rng.RandomKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Examples of finished tasks that are seen again: a memory of some of each task, and so many of all memories in each batch.
 *
 * @param perTask examples remembered of each task; all of them if there are fewer
 * @param choice which
 * @param inBatch remembered examples that each batch has beside its own, drawn anew for each batch
 */
public record Replay(int perTask, Choice choice, int inBatch) {
    /** Which examples are remembered. */
    public enum Choice {
        /** Any subset, all equally likely, as a reservoir of the same size leaves one. */
        RESERVOIR,
        /** As many of each class, as far as there are so many; the first classes have one more where it does not come out even. */
        BALANCED
    }

    /** Checks. */
    public Replay {
        Require.atLeast(1, "replay.perTask", perTask);
        Require.atLeast(1, "replay.inBatch", inBatch);
    }

    /** Returns what is remembered of a task; the draw depends on the key alone, so it can be made again. */
    Examples remembered(Examples train, RandomKey key) {
        int[] order = key.permutation(train.size());
        int[] chosen = choice == Choice.RESERVOIR
                ? Arrays.copyOf(order, Math.min(perTask, order.length))
                : balanced(train, order);
        Arrays.sort(chosen);
        return train.subset(chosen);
    }

    /** Takes one of each class in turn, in a random order, until the memory is full or nothing is left. */
    private int[] balanced(Examples train, int[] order) {
        List<List<Integer>> byClass = new ArrayList<>();
        IntStream.range(0, train.classes()).forEach(c -> byClass.add(new ArrayList<>()));
        for (int example : order) {
            byClass.get(train.label(example)).add(example);
        }
        return IntStream.range(0, train.size())
                .boxed()
                .flatMap(turn ->
                        byClass.stream().filter(own -> turn < own.size()).map(own -> own.get(turn)))
                .limit(perTask)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
