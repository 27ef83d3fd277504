package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A sequence of built layers that owns its parameters and buffers; closing it frees them. */
public final class Network implements Layer, AutoCloseable {
    private final Shape input;
    private final Optional<List<LayerSpec>> specs;
    private final Sequence layers;
    private final Parameters parameters;
    private final Buffers buffers;

    private Network(Shape input, Optional<List<LayerSpec>> specs, Sequence layers) {
        this.input = input;
        this.specs = specs.map(List::copyOf);
        this.layers = layers;
        this.parameters = new Parameters(layers.parameters());
        this.buffers = new Buffers(layers.buffers());
    }

    /**
     * Builds a network; the shapes of all layers are checked before anything is allocated.
     *
     * @param input shape of one example
     * @param specs the layers in order
     * @param root key of the run; initial values come from its stream {@link Stream#INIT}
     */
    public static Network build(Shape input, List<LayerSpec> specs, RandomKey root) {
        Sequence.outputShape(specs, input);
        try (Scope scope = Scope.open()) {
            return new Network(input, Optional.of(specs), Sequence.build(specs, input, root.child(Stream.INIT)));
        }
    }

    /**
     * Makes a network of built layers, such as one's own. It trains, predicts and is attacked like any other; it has no {@link
     * #specs}, so it is neither saved nor pruned.
     *
     * @param input shape of one example
     * @param layers in order; their parameters, {@linkplain Tensor#owned() owned}, belong to the network from now on, as {@code
     *     0/weight} and so on
     */
    public static Network of(Shape input, List<? extends Layer> layers) {
        return new Network(input, Optional.empty(), new Sequence(List.copyOf(layers)));
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Shapes.requireInput(pass.path().isEmpty() ? "input" : pass.path(), input, x.shape());
        return layers.forward(x, pass);
    }

    /**
     * Returns the outputs of several draws in one pass: row d · N + i is draw d of example i.
     *
     * <p>Numerics: all that comes before the first draw is computed once, and the gradient by {@code x} is summed over the
     * draws. The noise of a row follows its number in the stack.
     *
     * @param draws how many, at least 1
     */
    @Override
    public Tensor forward(Tensor x, Pass pass, int draws) {
        Require.positive("draws", draws);
        Shapes.requireInput(pass.path().isEmpty() ? "input" : pass.path(), input, x.shape());
        return layers.forward(x, pass, new Sequence.Fork(quiet(), draws));
    }

    @Override
    public UnaryOperator<Tensor> function(Pass pass) {
        UnaryOperator<Tensor> function = layers.function(pass);
        return x -> {
            Shapes.requireInput(pass.path().isEmpty() ? "input" : pass.path(), input, x.shape());
            return function.apply(x);
        };
    }

    /**
     * Returns the outputs for a batch as a function of the pass, for passes that differ in key and trace alone. All that comes
     * before the first layer that draws is computed here, once; each call computes the rest, which its trace sees alone.
     *
     * <p>Numerics: the bits are those of {@link #forward(Tensor, Pass)}, and for a pass of several draws those of {@link
     * #forward(Tensor, Pass, int)}. What is computed here belongs to the innermost scope.
     *
     * @param like a pass of one draw with the noise and statistics of those to come
     */
    public Function<Pass, Tensor> forwards(Tensor x, Pass like) {
        Shapes.requireInput(like.path().isEmpty() ? "input" : like.path(), input, x.shape());
        int from = quiet();
        Tensor shared = layers.part(x, like, 0, from);
        return pass -> layers.behind(shared, pass.single(), new Sequence.Fork(from, pass.draws()));
    }

    /** Returns how many layers come before the first that draws, none where that is not known. */
    private int quiet() {
        return Sequence.quiet(specs.orElse(List.of()));
    }

    /** Returns the built layers in order. */
    List<Layer> layers() {
        return layers.layers();
    }

    /** Returns the shape of one example. */
    public Shape input() {
        return input;
    }

    /**
     * Returns what this network is made of.
     *
     * @throws IllegalStateException if it is made of {@linkplain #of built layers}
     */
    public List<LayerSpec> specs() {
        return specs.orElseThrow(
                () -> new IllegalStateException("a network of built layers has no specifications, by which"
                        + " networks are saved, pruned and copied; use Network.build"));
    }

    /** Returns all trained tensors. */
    public Parameters trained() {
        return parameters;
    }

    /** Returns all tracked tensors; empty without batch normalization. */
    public Buffers tracked() {
        return buffers;
    }

    @Override
    public Map<String, Tensor> parameters() {
        return parameters.byName();
    }

    @Override
    public Map<String, Tensor> buffers() {
        return buffers.byName();
    }

    @Override
    public void close() {
        parameters.release();
        buffers.release();
    }
}
