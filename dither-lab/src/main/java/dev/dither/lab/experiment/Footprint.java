package dev.dither.lab.experiment;

import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.nn.Trace;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How large a network is, for an estimate of time and memory: counted from one pass of one example.
 *
 * <p>Formula: a parameter of a layer is multiplied once for each position of the layer's output, H' W' of a map and 1 of a vector.
 *
 * @param parameters trained numbers
 * @param activations numbers that leave the layers for one example
 * @param multiplications by parameters for one example, about
 */
record Footprint(long parameters, long activations, long multiplications) {
    /** Counts a network. */
    static Footprint of(Network network) {
        Map<String, Shape> outputs = new LinkedHashMap<>();
        Trace trace = new Trace((path, output) -> outputs.put(path, output.shape()));
        Pass pass = Pass.sampling(RandomKey.root(0)).tracedBy(trace);
        try (Scope scope = Scope.open();
                Gradients.Off off = Gradients.off()) {
            network.forward(Tensor.full(0, network.input().batched(1)), pass);
        }
        long activations = outputs.values().stream().mapToLong(Shape::elements).sum();
        long[] multiplications = new long[1];
        network.trained().byName().forEach((name, tensor) -> {
            Shape output = outputs.get(name.substring(0, Math.max(0, name.lastIndexOf('/'))));
            multiplications[0] += tensor.shape().elements() * (output == null ? 1 : positions(output.perExample()));
        });
        return new Footprint(network.trained().count(), activations, multiplications[0]);
    }

    private static long positions(Shape output) {
        return output.elements() / output.size(0);
    }
}
