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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The random weights of a network. */
final class RandomWeights {
    private RandomWeights() {}

    /** Returns which layers have some, in order; their tensors are gone. */
    static List<Weights> of(Network network, Examples examples) {
        return seen(network, examples, Function.identity());
    }

    /** Returns the mean of log α over all weights that have one, 0 where none has. */
    static double meanLogAlpha(Network network, Examples examples) {
        return seen(network, examples, layers -> {
            double sum = 0;
            long count = 0;
            for (Weights layer : layers) {
                if (layer instanceof Weights.GaussianDropout dropout) {
                    long weights = dropout.mean().shape().elements();
                    sum += dropout.logAlpha().mean().item() * weights;
                    count += weights;
                }
            }
            return count == 0 ? 0 : sum / count;
        });
    }

    /** Returns the dense layers among them by path, each with its number of units. */
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

    private static <T> T seen(Network network, Examples examples, Function<List<Weights>, T> by) {
        try (Scope scope = Scope.open();
                Gradients.Off off = Gradients.off()) {
            Pass pass = Pass.sampling(RandomKey.root(0));
            network.forward(Predictor.batch(examples, 0, 1), pass);
            return by.apply(pass.trace().weights());
        }
    }
}
