package dev.dither.attack;

import dev.dither.data.DataSet;
import dev.dither.data.KnownData;
import dev.dither.nn.Dense;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Networks;
import dev.dither.objective.Batch;
import dev.dither.objective.CrossEntropy;
import dev.dither.objective.Objective;
import dev.dither.optim.Adam;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import dev.dither.train.Recipe;
import dev.dither.train.Trainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Networks to attack. */
final class Victims {
    static final RandomKey ROOT = RandomKey.root(31);
    static final DataSet DIGITS = KnownData.DIGITS.load(Path.of("none"));
    static final List<LayerSpec> PLAIN = Networks.stochasticMlp(List.of(32), 10, 0, 0);
    static final List<LayerSpec> NOISY = Networks.stochasticMlp(List.of(32), 10, 1, 0);

    /** Normal of the line between the two classes of {@link #linear}, which are decided by w · x − 0.7. */
    static final float[] W = {2, -1, 0.5f, -4};

    private Victims() {}

    /** Two classes, logits −½ (w · x − 0.7) and its negative. */
    static Network linear() {
        Network network = Network.build(Shape.of(W.length), List.of(Dense.of(2)), ROOT);
        float[] weight = new float[2 * W.length];
        for (int j = 0; j < W.length; j++) {
            weight[j] = -W[j] / 2;
            weight[W.length + j] = W[j] / 2;
        }
        try (Scope scope = Scope.open()) {
            network.trained().assign(Map.of("0/weight", weight, "0/bias", new float[] {0.35f, -0.35f}));
        }
        return network;
    }

    static double side(float[] x, int example) {
        double sum = -0.7;
        for (int j = 0; j < W.length; j++) {
            sum += W[j] * x[example * W.length + j];
        }
        return sum;
    }

    /** A network that has learned the digits. */
    static Network learned(List<LayerSpec> specs, Objective objective, long seed) {
        RandomKey root = RandomKey.root(seed);
        Network network = Network.build(DIGITS.train().shape(), specs, root);
        Recipe recipe = Recipe.of(objective, Adam.DEFAULT.withLearningRate(5e-3), 8, 32);
        try (Trainer trainer = new Trainer(network, recipe, root)) {
            for (int epoch = 0; epoch < recipe.epochs(); epoch++) {
                trainer.epoch(DIGITS.train());
            }
        }
        return network;
    }

    static Network learned(List<LayerSpec> specs) {
        return learned(specs, CrossEntropy.plain(), 1);
    }

    static Batch batch(float[] x, int... labels) {
        return new Batch(Tensor.of(x, Shape.of(labels.length, x.length / labels.length)), Tensor.ofLabels(labels));
    }
}
