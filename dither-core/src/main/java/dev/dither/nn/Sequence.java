package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Layers one after another; the path of each is its index. Without layers it is the identity. */
record Sequence(List<Layer> layers) implements Layer {
    Sequence {
        layers = List.copyOf(layers);
    }

    /** Returns the shape of one example behind these layers; a refusal names the path of the layer. */
    static Shape outputShape(List<LayerSpec> specs, Shape x) {
        Shape shape = x;
        for (int i = 0; i < specs.size(); i++) {
            try {
                shape = specs.get(i).outputShape(shape);
            } catch (ShapeException e) {
                throw e.in(String.valueOf(i));
            }
        }
        return shape;
    }

    /** Builds each layer for the shape behind those before it, with the child of {@code key} at its index. */
    static Sequence build(List<LayerSpec> specs, Shape x, RandomKey key) {
        List<Layer> layers = new ArrayList<>();
        Shape shape = x;
        for (int i = 0; i < specs.size(); i++) {
            layers.add(specs.get(i).build(shape, key.child(i)));
            shape = specs.get(i).outputShape(shape);
        }
        return new Sequence(layers);
    }

    /** Returns how many layers come before the first that draws. */
    static int quiet(List<LayerSpec> specs) {
        int layer = 0;
        while (layer < specs.size() && !specs.get(layer).noisy()) {
            layer++;
        }
        return layer;
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return part(x, pass, 0, layers.size());
    }

    /** Which layer is the first to draw, and how many draws it makes of each example. */
    record Fork(int at, int draws) {
        /** Returns the pass of a layer: behind the fork a batch holds all draws. */
        Pass at(int layer, Pass pass) {
            return (layer > at ? pass.stacked(draws) : pass).in(String.valueOf(layer));
        }
    }

    /** Returns the layers from {@code from} to {@code to - 1}, joined where they can be; one by one where somebody watches. */
    List<Joint> joints(Pass pass, int from, int to) {
        List<Joint> joints = new ArrayList<>();
        for (int i = from; i < to; i = joints.get(joints.size() - 1).end()) {
            joints.add(pass.trace().isObserved() ? Joint.single(i, layers) : Joint.at(i, layers.subList(0, to)));
        }
        return joints;
    }

    /** Returns what leaves layer {@code to - 1} of what enters layer {@code from}. */
    Tensor part(Tensor x, Pass pass, int from, int to) {
        Tensor h = x;
        for (Joint joint : joints(pass, from, to)) {
            Pass below = pass.in(String.valueOf(joint.first()));
            h = joint.layer().forward(h, below);
            pass.trace().left(below.path(), h);
        }
        return h;
    }

    /** Returns the outputs of all draws, one after the other. */
    Tensor forward(Tensor x, Pass pass, Fork fork) {
        int quiet = Math.min(fork.at(), layers.size());
        return behind(part(x, shared(pass), 0, quiet), pass, fork);
    }

    /** Returns the pass of what all draws share: running statistics follow it once, with the first draw. */
    private static Pass shared(Pass pass) {
        boolean again = pass.first() > 0 && pass.statistics() == StatisticsMode.TRACKED;
        return again ? pass.withStatistics(StatisticsMode.BATCH) : pass;
    }

    /** Returns the outputs of all draws, one after the other, of what enters the layer that draws first. */
    Tensor behind(Tensor shared, Pass pass, Fork fork) {
        Tensor h = shared;
        for (Joint joint : joints(pass, fork.at(), layers.size())) {
            Pass below = fork.at(joint.first(), pass);
            Layer layer = joint.layer();
            h = joint.first() == fork.at() ? layer.forward(h, below, fork.draws()) : layer.forward(h, below);
            pass.trace().left(below.path(), h);
        }
        return fork.at() < layers.size() || fork.draws() == 1 ? h : h.repeated(fork.draws());
    }

    @Override
    public UnaryOperator<Tensor> function(Pass pass) {
        List<Joint> joints = joints(pass, 0, layers.size());
        List<Pass> passes = joints.stream()
                .map(joint -> pass.in(String.valueOf(joint.first())))
                .toList();
        List<UnaryOperator<Tensor>> functions = IntStream.range(0, joints.size())
                .mapToObj(i -> joints.get(i).layer().function(passes.get(i)))
                .toList();
        return x -> {
            Tensor h = x;
            for (int i = 0; i < functions.size(); i++) {
                h = functions.get(i).apply(h);
                pass.trace().left(passes.get(i).path(), h);
            }
            return h;
        };
    }

    @Override
    public Map<String, Tensor> parameters() {
        return ofAll(Layer::parameters);
    }

    @Override
    public Map<String, Tensor> buffers() {
        return ofAll(Layer::buffers);
    }

    private Map<String, Tensor> ofAll(Function<Layer, Map<String, Tensor>> kind) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            all.putAll(Named.below(String.valueOf(i), kind.apply(layers.get(i))));
        }
        return all;
    }
}
