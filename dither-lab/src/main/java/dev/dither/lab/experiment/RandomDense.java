package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.nn.Trace.Weights;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The dense layers of a network that have random weights. */
final class RandomDense {
    private RandomDense() {}

    /** Returns them by path, each with its number of units. */
    static Map<String, Integer> dense(Network network, Examples examples) {
        Map<String, Shape> outputs = new HashMap<>();
        try (Scope scope = Scope.open();
                Gradients.Off off = Gradients.off()) {
            Pass pass = DrawnOutputs.pass(RandomKey.root(0), (path, output) -> outputs.put(path, output.shape()));
            network.forward(Predictor.batch(examples, 0, 1), pass);
            Map<String, Integer> units = new LinkedHashMap<>();
            for (Weights layer : pass.trace().weights()) {
                Shape output = Objects.requireNonNull(outputs.get(layer.path()));
                if (output.rank() == 2) {
                    units.put(layer.path(), (int) output.size(1));
                }
            }
            return units;
        }
    }
}
