package dev.dither.predict;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.nn.NoiseMode;
import dev.dither.nn.Pass;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Predicts with a network or an ensemble, batch by batch, without gradients and with running statistics.
 *
 * <p>Each draw covers a whole batch, with noise addressed by the start of the batch and the number of the draw. An
 * example that is sure enough counts no further draws, the others go on; so what is predicted for it depends on the key,
 * its batch and the inference mode, never on how long the others take. The members of an ensemble make each draw together.
 * What a network computes before it first draws, it computes once for all draws of a batch.
 *
 * @param ensemble what predicts
 * @param inference how; draws are counted for each member
 * @param key address of the noise
 */
public record Predictor(Ensemble ensemble, Inference inference, RandomKey key) {
    private static final int BATCH = 500;

    /** Returns predictions by one network. */
    public Predictor(Network network, Inference inference, RandomKey key) {
        this(Ensemble.of(network), inference, key);
    }

    /** Returns the predictions for all examples. */
    public Predictive predict(Examples examples) {
        Averages averages = new Averages(examples.classes(), examples.size());
        try (Gradients.Off off = Gradients.off()) {
            for (int start = 0; start < examples.size(); start += BATCH) {
                predict(examples, start, averages);
            }
        }
        return averages.predictive();
    }

    private void predict(Examples examples, int start, Averages averages) {
        int count = Math.min(BATCH, examples.size() - start);
        DrawnBatch drawn = new DrawnBatch(inference, ensemble.size(), examples.classes(), count);
        try (Scope scope = Scope.open()) {
            Function<Pass, Tensor> logits = ensemble.forwards(batch(examples, start, count), pass(start, 0));
            for (int draw = 0; drawn.goesOn(); draw++) {
                add(logits, pass(start, draw), drawn);
            }
        }
        averages.put(start, drawn, noise());
    }

    private Pass pass(int start, int draw) {
        return noise() == NoiseMode.MEAN
                ? Pass.mean()
                : Pass.sampling(key.child(start).child(draw));
    }

    private void add(Function<Pass, Tensor> logits, Pass pass, DrawnBatch drawn) {
        try (Scope scope = Scope.open()) {
            drawn.add(logits.apply(pass).logSoftmax().exp().toFloats(), pass.trace());
        }
    }

    /** Returns some examples as a tensor [count, …]. */
    public static Tensor batch(Examples examples, int start, int count) {
        return examples.gather(IntStream.range(start, start + count).toArray());
    }

    /** Whether this predictor draws noise. */
    public NoiseMode noise() {
        return inference instanceof Inference.Mean ? NoiseMode.MEAN : NoiseMode.SAMPLE;
    }

    /** The predictions of all batches so far. */
    private static final class Averages {
        private final int classes;
        private final double[] probabilities;
        private final double[] entropies;
        private final double[] stddev;
        private final int[] draws;
        private boolean sites;

        Averages(int classes, int n) {
            this.classes = classes;
            this.probabilities = new double[n * classes];
            this.entropies = new double[n];
            this.stddev = new double[n];
            this.draws = new int[n];
        }

        void put(int start, DrawnBatch drawn, NoiseMode noise) {
            for (int i = 0; i < drawn.size(); i++) {
                for (int c = 0; c < classes; c++) {
                    probabilities[(start + i) * classes + c] = drawn.probability(i, c);
                }
                entropies[start + i] = drawn.entropy(i);
                stddev[start + i] = drawn.stddev(i);
                draws[start + i] = noise == NoiseMode.MEAN ? 0 : drawn.draws(i);
            }
            sites |= drawn.hasSites();
        }

        Predictive predictive() {
            return new Predictive(classes, probabilities, entropies, sites ? stddev : new double[0], draws);
        }
    }
}
