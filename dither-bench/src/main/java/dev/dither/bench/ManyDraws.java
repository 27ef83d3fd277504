package dev.dither.bench;

import dev.dither.data.Examples;
import dev.dither.nn.Activation;
import dev.dither.nn.Dense;
import dev.dither.nn.Dropout;
import dev.dither.nn.Flatten;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Networks;
import dev.dither.nn.Pass;
import dev.dither.objective.Batch;
import dev.dither.objective.CrossEntropy;
import dev.dither.objective.ImportanceWeighted;
import dev.dither.objective.Loss;
import dev.dither.objective.Objective;
import dev.dither.optim.Sgd;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import dev.dither.train.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a training step by eight weighted draws takes, in steps by one, with what precedes the noise shared, beside eight separate passes
 * that are weighted alike. All in one process, in turn.
 */
public final class ManyDraws {
    static final int DRAWS = 8;
    private static final int ROUNDS = 7;
    private static final int CLASSES = 10;

    private ManyDraws() {}

    /** A network whose draws share more or less of the work. */
    enum Case {
        /** Noise on the last hidden layer. */
        MLP(
                "784-400-400-10, dropout on the last hidden layer, batch 128",
                Shape.of(1, 28, 28),
                128,
                10,
                List.of(
                        new Flatten(),
                        Dense.of(400),
                        Activation.RELU,
                        Dense.of(400),
                        Activation.RELU,
                        new Dropout(0.5),
                        Dense.of(CLASSES))),
        /** Noise in front of the classifier. */
        LE_NET(
                "LeNet-5 20-50-500-10, dropout in front of the last layer, batch 128",
                Shape.of(1, 28, 28),
                128,
                4,
                leNet()),
        /** Noise in every block. */
        WIDE(
                "wide residual network 10-2, dropout in every block, batch 32",
                Shape.of(3, 32, 32),
                32,
                1,
                Networks.wideResNet(10, 2, CLASSES, 0.3));

        private final String title;
        private final Shape shape;
        private final int batch;
        private final int steps;
        private final List<LayerSpec> specs;

        Case(String title, Shape shape, int batch, int steps, List<LayerSpec> specs) {
            this.title = title;
            this.shape = shape;
            this.batch = batch;
            this.steps = steps;
            this.specs = specs;
        }

        private static List<LayerSpec> leNet() {
            List<LayerSpec> plain = Networks.leNet(CLASSES);
            int last = plain.size() - 1;
            List<LayerSpec> dropped = new ArrayList<>(plain);
            dropped.add(last, new Dropout(0.5));
            return dropped;
        }

        String title() {
            return title;
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        Training training(Objective objective) {
            Recipe recipe = Recipe.of(objective, Sgd.of(1e-2, 0.9), 1, batch);
            return Training.of(Network.build(shape, specs, RandomKey.root(1)), recipe, examples());
        }

        private Examples examples() {
            float[] values = Tensor.uniform(RandomKey.root(2), shape.batched((long) batch * steps))
                    .toFloats();
            int[] labels = RandomKey.root(3)
                    .generator()
                    .ints(batch * steps, 0, CLASSES)
                    .toArray();
            int[] sizes = IntStream.range(0, shape.rank())
                    .map(axis -> Math.toIntExact(shape.size(axis)))
                    .toArray();
            return Examples.ofFloats(id(), sizes, values, labels, CLASSES);
        }
    }

    /** Eight whole passes, each from the inputs on, weighted like the draws that share work. */
    private record Separate(CrossEntropy inner) implements Objective {
        @Override
        public Loss loss(Network network, Batch batch, Pass pass) {
            Tensor[] each = IntStream.range(0, DRAWS)
                    .mapToObj(draw -> inner.logLikelihoods(network.forward(batch.x(), pass.from(draw)), batch))
                    .toArray(Tensor[]::new);
            Tensor all = Tensor.concatenated(0, each)
                    .reshape(Shape.of(DRAWS, each[0].shape().size(0)));
            return inner.withPenalties(all.logMeanExp().mean().times(-1), network, pass);
        }
    }

    static ImportanceWeighted weighted(int draws) {
        return ImportanceWeighted.of(CrossEntropy.plain(), draws);
    }

    /** Prints one JSON object. */
    public static void main(String[] args) {
        System.out.println(
                Stream.of(Case.values()).flatMap(ManyDraws::measured).collect(Collectors.joining(", ", "{", "}")));
    }

    private static Stream<String> measured(Case of) {
        List<Double> shared = new ArrayList<>();
        List<Double> separate = new ArrayList<>();
        CrossEntropy inner = CrossEntropy.plain();
        try (Training one = of.training(inner);
                Training together = of.training(weighted(DRAWS));
                Training apart = of.training(new Separate(inner))) {
            for (int round = 0; round <= ROUNDS; round++) {
                double single = Costs.seconds(one::run);
                shared.add(Costs.seconds(together::run) / single);
                separate.add(Costs.seconds(apart::run) / single);
            }
        }
        return Stream.of(
                Costs.json(of.id() + "Shared", new Sample(shared).window(1, ROUNDS + 1)),
                Costs.json(of.id() + "Separate", new Sample(separate).window(1, ROUNDS + 1)));
    }
}
