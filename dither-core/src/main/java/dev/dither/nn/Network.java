package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A sequence of built layers that owns its parameters; closing it frees them. */
public final class Network implements Layer, AutoCloseable {
    private final Shape input;
    private final List<LayerSpec> specs;
    private final List<Layer> layers;
    private final Parameters parameters;

    private Network(Shape input, List<LayerSpec> specs, List<Layer> layers) {
        this.input = input;
        this.specs = List.copyOf(specs);
        this.layers = List.copyOf(layers);
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            String path = String.valueOf(i);
            layers.get(i).parameters().forEach((name, tensor) -> named.put(path + "/" + name, tensor));
        }
        this.parameters = new Parameters(named);
    }

    /**
     * Builds a network; the shapes of all layers are checked before anything is allocated.
     *
     * @param input shape of one example
     * @param specs the layers in order
     * @param root key of the run; initial values come from its stream {@link Stream#INIT}
     */
    public static Network build(Shape input, List<LayerSpec> specs, RandomKey root) {
        Shape shape = input;
        for (LayerSpec spec : specs) {
            shape = spec.outputShape(shape);
        }
        List<Layer> layers = new ArrayList<>();
        try (Scope scope = Scope.open()) {
            Shape x = input;
            for (int i = 0; i < specs.size(); i++) {
                layers.add(specs.get(i).build(x, root.child(Stream.INIT).child(i)));
                x = specs.get(i).outputShape(x);
            }
        }
        return new Network(input, specs, layers);
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Shapes.requireInput(pass.path().isEmpty() ? "input" : pass.path(), input, x.shape());
        Tensor h = x;
        for (int i = 0; i < layers.size(); i++) {
            h = layers.get(i).forward(h, pass.in(String.valueOf(i)));
        }
        return h;
    }

    /** Returns the shape of one example. */
    public Shape input() {
        return input;
    }

    /** Returns what this network is made of. */
    public List<LayerSpec> specs() {
        return specs;
    }

    /** Returns all trained tensors. */
    public Parameters trained() {
        return parameters;
    }

    @Override
    public Map<String, Tensor> parameters() {
        return parameters.byName();
    }

    @Override
    public void close() {
        parameters.all().forEach(Tensor::release);
    }
}
