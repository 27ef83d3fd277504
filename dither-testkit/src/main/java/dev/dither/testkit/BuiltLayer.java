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
        variables.put("input", x);
        variables.putAll(layer.parameters());
        variables.keySet().removeAll(without);
        Tensor weights = Tensor.normal(KEY.child("weights"), contract.output().batched(contract.examples()))
                .toDouble();
        return GradientCheck.of(() -> layer.forward(x, at(pass)).times(weights).sum(), variables);
    }

    private static Tensor inputs(Shape batch) {
        return Tensor.normal(INPUTS, batch);
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
