package dev.dither.testkit;

import dev.dither.nn.Layer;
import dev.dither.nn.Pass;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A layer under test with inputs for it; closing it frees everything it holds. */
final class BuiltLayer implements AutoCloseable {
    static final RandomKey KEY = RandomKey.root(1);
    static final String PATH = "block/2";

    private static final RandomKey INPUTS = KEY.child("inputs");

    private final Scope scope = Scope.open();
    private final LayerContract contract;
    final Layer layer;

    BuiltLayer(LayerContract contract, RandomKey key) {
        this.contract = contract;
        this.layer = contract.build(key);
    }

    BuiltLayer(LayerContract contract) {
        this(contract, KEY.child("build"));
    }

    static Pass at(Pass pass) {
        return pass.in("block").in("2");
    }

    Tensor forward(Shape batch, Pass pass) {
        return layer.forward(inputs(batch), at(pass));
    }

    Tensor forward(long examples, Pass pass) {
        return forward(contract.input().batched(examples), pass);
    }

    float[] values(Pass pass) {
        return forward(contract.examples(), pass).toFloats();
    }

    /**
     * The layer and its inputs in 64-bit floats, reduced to a scalar by fixed random weights of the outputs.
     *
     * @param without names of parameters that the pass does not depend on
     */
    GradientCheck gradients(Pass pass, Set<String> without) {
        tensors().forEach(Tensor::widen);
        Map<String, Tensor> variables = new LinkedHashMap<>();
        Tensor x = inputs(contract.input().batched(contract.examples())).toDouble();
        Supplier<Tensor> input = smooth(x, variables);
        variables.putAll(layer.parameters());
        variables.keySet().removeAll(without);
        Tensor weights = Tensor.normal(KEY.child("weights"), contract.output().batched(contract.examples()))
                .toDouble();
        return GradientCheck.of(
                () -> layer.forward(input.get(), at(pass)).times(weights).sum(), variables);
    }

    /** Notes the features that derivatives are taken by, all but words; returns these and the words together. */
    private Supplier<Tensor> smooth(Tensor x, Map<String, Tensor> variables) {
        int words = contract.words();
        if (words == 0) {
            variables.put("input", x);
            return () -> x;
        }
        long features = x.shape().size(1) - words;
        if (features == 0) {
            return () -> x;
        }
        Tensor smooth = x.narrow(1, 0, features).copy();
        variables.put("input", smooth);
        return () -> Tensor.concatenated(1, smooth, x.narrow(1, features, words));
    }

    private Tensor inputs(Shape batch) {
        Tensor x = Tensor.normal(INPUTS, batch);
        int words = contract.words();
        if (words == 0 || batch.rank() != 2) {
            return x;
        }
        long features = batch.size(1) - words;
        return Tensor.concatenated(1, x.narrow(1, 0, features), texts(batch.size(0), words));
    }

    /** Texts of 0, 1, 2 … words, as far as there is place, then so again. */
    private static Tensor texts(long examples, int length) {
        float[] words = new float[Math.toIntExact(examples * length)];
        for (int i = 0; i < words.length; i++) {
            int text = i / length;
            words[i] = i % length < text % (length + 1) ? 1 + (i + text) % 2 : 0;
        }
        return Tensor.of(words, Shape.of(examples, length));
    }

    /** Everything the layer owns. */
    private List<Tensor> tensors() {
        List<Tensor> all = new ArrayList<>(layer.parameters().values());
        all.addAll(layer.buffers().values());
        return all;
    }

    @Override
    public void close() {
        tensors().forEach(Tensor::release);
        scope.close();
    }
}
