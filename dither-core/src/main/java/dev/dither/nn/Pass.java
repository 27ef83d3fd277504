package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Everything that may differ between two passes through the same network.
 *
 * <p>There is no switch for training: noise, statistics and gradients are chosen independently. Dropout is noise, so
 * several sampling passes of a network with dropout differ from each other (Monte Carlo dropout).
 *
 * @param noise whether noise sites and dropout draw
 * @param statistics which statistics batch normalization uses
 * @param key address of this pass's noise
 * @param path path of the layer being passed
 * @param trace where noise sites report
 * @param first number of the first draw that the batch holds, from 0
 * @param draws how many draws of each example it holds: row d · N + i is draw {@code first + d} of example i
 */
public record Pass(
        NoiseMode noise, StatisticsMode statistics, RandomKey key, String path, Trace trace, int first, int draws) {
    /** Checks. */
    public Pass {
        if (!(first >= 0)) {
            throw new IllegalArgumentException("pass.first must be at least 0, got " + first);
        }
        Require.positive("pass.draws", draws);
    }

    /** A pass of a batch that holds each example once. */
    public Pass(NoiseMode noise, StatisticsMode statistics, RandomKey key, String path, Trace trace) {
        this(noise, statistics, key, path, trace, 0, 1);
    }

    /** Returns a pass for training: noise drawn, statistics of the batch, running ones tracked. */
    public static Pass training(RandomKey key) {
        return new Pass(NoiseMode.SAMPLE, StatisticsMode.TRACKED, key, "", new Trace());
    }

    /** Returns a pass for predicting by draws: noise drawn, running statistics. */
    public static Pass sampling(RandomKey key) {
        return new Pass(NoiseMode.SAMPLE, StatisticsMode.RUNNING, key, "", new Trace());
    }

    /** Returns a deterministic pass: noise at its mean, running statistics. */
    public static Pass mean() {
        return new Pass(NoiseMode.MEAN, StatisticsMode.RUNNING, RandomKey.root(0), "", new Trace());
    }

    /** Returns this pass with other statistics and the same trace. */
    public Pass withStatistics(StatisticsMode other) {
        return new Pass(noise, other, key, path, trace, first, draws);
    }

    /** Returns this pass with another trace. */
    public Pass tracedBy(Trace other) {
        return new Pass(noise, statistics, key, path, other, first, draws);
    }

    /** Returns the pass of a batch that holds {@code times} draws for each of this one. */
    public Pass stacked(int times) {
        return new Pass(noise, statistics, key, path, trace, first, Math.multiplyExact(draws, times));
    }

    /** Returns the pass of a batch that holds each example once. */
    Pass single() {
        return new Pass(noise, statistics, key, path, trace, first, 1);
    }

    /** Returns this pass for draws that are counted from another number on. */
    public Pass from(int draw) {
        return new Pass(noise, statistics, key, path, trace, draw, draws);
    }

    /** Returns this pass with another key. */
    public Pass keyed(RandomKey other) {
        return new Pass(noise, statistics, other, path, trace, first, draws);
    }

    /**
     * Returns noise for each row of a batch. That of a draw depends on its number alone, not on the draws beside it; that of
     * draw 0 is drawn from the key itself.
     *
     * @param shape of the batch, [draws · N, …]
     * @param family from a key and a shape to independent values
     * @throws ShapeException if the batch does not hold each draw of as many examples
     */
    Tensor drawn(Shape shape, BiFunction<RandomKey, Shape, Tensor> family) {
        if (draws == 1) {
            return family.apply(ofDraw(first), shape);
        }
        Shape each = shape.perExample().batched(examples(shape));
        return eachDraw(draw -> family.apply(ofDraw(draw), each));
    }

    /** Returns the same for noise that depends on a batch, of which the family gets the rows of one draw at a time. */
    Tensor drawn(Tensor batch, BiFunction<RandomKey, Tensor, Tensor> family) {
        long examples = examples(batch.shape());
        return draws == 1
                ? family.apply(ofDraw(first), batch)
                : eachDraw(draw -> family.apply(ofDraw(draw), batch.narrow(0, (draw - first) * examples, examples)));
    }

    private Tensor eachDraw(IntFunction<Tensor> rows) {
        return Tensor.concatenated(
                0, IntStream.range(first, first + draws).mapToObj(rows).toArray(Tensor[]::new));
    }

    /**
     * Returns the address of each draw's noise for a batch of this shape.
     *
     * @throws ShapeException if the batch does not hold each draw of as many examples
     */
    List<RandomKey> ofDraws(Shape batch) {
        examples(batch);
        return IntStream.range(first, first + draws).mapToObj(this::ofDraw).toList();
    }

    private RandomKey ofDraw(int draw) {
        return draw == 0 ? key : key.child("draw").child(draw);
    }

    /** Returns how many examples a batch of this shape holds, each in all draws. */
    long examples(Shape shape) {
        long examples = shape.size(0) / draws;
        if (examples * draws != shape.size(0)) {
            throw new ShapeException(path, draws + " draws of as many examples each", shape);
        }
        return examples;
    }

    /** Returns the pass of a child: its own key and path, the same trace. */
    public Pass in(String child) {
        String below = path.isEmpty() ? child : path + "/" + child;
        return new Pass(noise, statistics, key.child(child), below, trace, first, draws);
    }
}
