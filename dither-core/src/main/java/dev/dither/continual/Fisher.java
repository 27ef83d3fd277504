package dev.dither.continual;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.nn.Parameters;
import dev.dither.nn.Pass;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the diagonal of the Fisher information is estimated: how much each parameter matters for what a network predicts.
 *
 * <p>Formula: F = (1/B) Σ_b (∂ L_b / ∂θ)², L_b the mean of −log p(y | x) over batch b. With batches of one example these are squared
 * gradients of single examples; over labels y drawn from the network itself their expectation is the diagonal of the Fisher
 * information, Σ_y p(y | x) (∂ log p(y | x) / ∂θ)², which {@link Labels#EXPECTED} sums up. With larger batches gradients of examples cancel
 * before they are squared: cheaper, smaller, and another quantity.
 *
 * <p>Numerics: the network predicts by its mean with running statistics, at the values its parameters have; sums are of 32 bits, like
 * the gradients. A batch costs one pass and its gradient, {@code EXPECTED} as many as there are classes.
 *
 * <p>Reference: Kirkpatrick et al., Overcoming catastrophic forgetting in neural networks, 2017, section 2; Kunstner, Balles and Hennig,
 * Limitations of the Empirical Fisher Approximation, 2019.
 *
 * @param labels which labels the gradients are of
 * @param examples how many training examples are looked at, drawn without repetition; all of them if there are fewer
 * @param batchSize examples whose gradients are averaged before they are squared; 1 for the Fisher information
 */
public record Fisher(Labels labels, int examples, int batchSize) {
    /** Which labels the gradients are of. */
    public enum Labels {
        /** Those of the data: the empirical Fisher. */
        GIVEN,
        /** The most probable class. */
        PREDICTED,
        /** One class drawn from the network's probabilities. */
        SAMPLED,
        /** Every class, weighted by its probability: no randomness is left but that of the examples. */
        EXPECTED
    }

    /** Checks. */
    public Fisher {
        Require.atLeast(1, "fisher.examples", examples);
        Require.atLeast(1, "fisher.batchSize", batchSize);
        Require.that(
                labels != Labels.EXPECTED || batchSize == 1,
                "fisher.batchSize must be 1 where labels are expected over classes",
                batchSize);
    }

    /** Returns squared gradients of single examples. */
    public static Fisher of(Labels labels, int examples) {
        return new Fisher(labels, examples, 1);
    }

    /**
     * Returns squared gradients of whole batches with their given labels, as in the library Avalanche.
     *
     * <p>Differs: Avalanche looks at all examples of a task.
     */
    public static Fisher squaredBatches(int examples, int batchSize) {
        return new Fisher(Labels.GIVEN, examples, batchSize);
    }

    /**
     * Returns the estimate for some parameters of a network, by path.
     *
     * @param of some of the network's own
     * @param key which examples are looked at, and which labels drawn
     */
    public Map<String, float[]> estimate(Network network, Parameters of, Examples data, RandomKey key) {
        int[] order = key.child("examples").permutation(data.size());
        int[] chosen = Arrays.copyOf(order, Math.min(examples, order.length));
        int batches = (chosen.length + batchSize - 1) / batchSize;
        try (Scope scope = Scope.open()) {
            List<Tensor> sums = of.all().stream()
                    .map(tensor -> Tensor.full(0, tensor.shape()).like(tensor))
                    .toList();
            for (int batch = 0; batch < batches; batch++) {
                int from = batch * batchSize;
                int[] rows = Arrays.copyOfRange(chosen, from, Math.min(from + batchSize, chosen.length));
                add(new Look(network, data, rows, key.child("labels").child(batch)), of, sums);
            }
            Map<String, float[]> means = new LinkedHashMap<>();
            List<String> paths = List.copyOf(of.byName().keySet());
            for (int i = 0; i < paths.size(); i++) {
                means.put(paths.get(i), sums.get(i).times(1.0 / batches).toFloats());
            }
            return means;
        }
    }

    private void add(Look look, Parameters of, List<Tensor> sums) {
        int times = labels == Labels.EXPECTED ? look.data().classes() : 1;
        for (int label = 0; label < times; label++) {
            try (Scope scope = Scope.open()) {
                Tensor logProbabilities = look.logProbabilities();
                Tensor nll = logProbabilities.nll(Tensor.ofLabels(labelled(look, logProbabilities, label)));
                double weight = labels == Labels.EXPECTED ? Math.exp(-nll.item()) : 1;
                add(Gradients.of(nll, of.all()), weight, sums);
            }
        }
    }

    private static void add(List<Tensor> gradients, double weight, List<Tensor> sums) {
        try (Gradients.Off off = Gradients.off()) {
            for (int i = 0; i < gradients.size(); i++) {
                sums.get(i).scaleAndAdd(1, gradients.get(i).square(), weight);
            }
        }
    }

    private int[] labelled(Look look, Tensor logProbabilities, int label) {
        return switch (labels) {
            case GIVEN -> look.given();
            case PREDICTED -> Look.predicted(logProbabilities);
            case SAMPLED -> look.sampled(logProbabilities);
            case EXPECTED -> new int[] {label};
        };
    }

    /** A batch as the network sees it. */
    private record Look(Network network, Examples data, int[] rows, RandomKey key) {
        Tensor logProbabilities() {
            return network.forward(data.gather(rows), Pass.mean()).logSoftmax();
        }

        int[] given() {
            return data.labels(rows);
        }

        static int[] predicted(Tensor logProbabilities) {
            double[] best = logProbabilities.argmax().toDoubles();
            return Arrays.stream(best).mapToInt(label -> (int) label).toArray();
        }

        int[] sampled(Tensor logProbabilities) {
            double[] values = logProbabilities.toDoubles();
            int classes = values.length / rows.length;
            int[] drawn = new int[rows.length];
            for (int i = 0; i < rows.length; i++) {
                double left = key.child(i).generator().nextDouble();
                int label = 0;
                while (label < classes - 1 && left >= Math.exp(values[i * classes + label])) {
                    left -= Math.exp(values[i * classes + label]);
                    label++;
                }
                drawn[i] = label;
            }
            return drawn;
        }
    }
}
