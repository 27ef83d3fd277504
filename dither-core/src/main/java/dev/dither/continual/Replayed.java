package dev.dither.continual;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.objective.Batch;
import dev.dither.objective.CrossEntropy;
import dev.dither.objective.Loss;
import dev.dither.objective.Objective;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An objective whose batches have examples of earlier tasks beside their own.
 *
 * <p>Formula: the mean likelihood term of all examples of the batch and the remembered ones, each predicted by the network of its task, plus
 * the penalties once.
 *
 * <p>Numerics: remembered examples of tasks that share the network join the batch in one pass.
 *
 * @param base likelihood and penalties
 * @param memories what is remembered, at least one example
 * @param inBatch how many remembered examples join each batch, drawn without repetition; all of them if there are fewer
 */
public record Replayed(CrossEntropy base, List<Memory> memories, int inBatch) implements Objective {
    /**
     * What is remembered of a task.
     *
     * @param network that of the task, or empty for the one that is trained
     * @param examples the examples
     */
    public record Memory(Optional<Network> network, Examples examples) {
        /** Checks. */
        public Memory {
            Require.atLeast(1, "memory.examples", examples.size());
        }
    }

    /** Copies and checks. */
    public Replayed {
        memories = List.copyOf(memories);
        Require.atLeast(1, "replay.memories", memories.size());
        Require.atLeast(1, "replay.inBatch", inBatch);
    }

    /** Returns an objective with remembered examples that the trained network itself predicts. */
    public static Replayed of(CrossEntropy base, Examples remembered, int inBatch) {
        return new Replayed(base, List.of(new Memory(Optional.empty(), remembered)), inBatch);
    }

    @Override
    public Loss loss(Network network, Batch batch, Pass pass) {
        Map<Network, List<Batch>> byNetwork = new LinkedHashMap<>();
        byNetwork.computeIfAbsent(network, n -> new ArrayList<>()).add(batch);
        drawn(pass.key().child("replay"))
                .forEach((memory, rows) -> byNetwork
                        .computeIfAbsent(memory.network().orElse(network), n -> new ArrayList<>())
                        .add(batch(memory.examples(), rows, batch.x())));
        List<Tensor> sums = new ArrayList<>();
        long count = 0;
        for (Map.Entry<Network, List<Batch>> part : byNetwork.entrySet()) {
            Batch joined = joined(part.getValue());
            Pass own = sums.isEmpty() ? pass : pass.in("replay" + sums.size());
            long size = joined.labels().shape().size(0);
            sums.add(mean(part.getKey(), joined, own).times((double) size));
            count += size;
        }
        Tensor nll = sums.stream().reduce(Tensor::plus).orElseThrow().times(1.0 / count);
        return base.withPenalties(nll, network, pass);
    }

    private Tensor mean(Network network, Batch batch, Pass pass) {
        return base.likelihood().mean(network.forward(batch.x(), pass).logSoftmax(), batch.labels());
    }

    /** Draws from all memories together, each example equally likely; memories without a draw are left out. */
    private Map<Memory, int[]> drawn(RandomKey key) {
        int all = memories.stream().mapToInt(memory -> memory.examples().size()).sum();
        int[] chosen = Arrays.copyOf(key.permutation(all), Math.min(inBatch, all));
        Map<Memory, int[]> drawn = new LinkedHashMap<>();
        int first = 0;
        for (Memory memory : memories) {
            int from = first;
            int to = first + memory.examples().size();
            int[] own = IntStream.of(chosen)
                    .filter(i -> from <= i && i < to)
                    .map(i -> i - from)
                    .toArray();
            if (own.length > 0) {
                drawn.put(memory, own);
            }
            first = to;
        }
        return drawn;
    }

    private static Batch batch(Examples examples, int[] rows, Tensor like) {
        return new Batch(examples.gather(rows).like(like), Tensor.ofLabels(examples.labels(rows)));
    }

    private static Batch joined(List<Batch> parts) {
        return parts.size() == 1
                ? parts.get(0)
                : new Batch(
                        Tensor.concatenated(0, parts.stream().map(Batch::x).toArray(Tensor[]::new)),
                        Tensor.concatenated(0, parts.stream().map(Batch::labels).toArray(Tensor[]::new)));
    }
}
