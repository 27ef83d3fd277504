package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.objective.Batch;
import dev.dither.objective.Elbo;
import dev.dither.objective.Loss;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The evidence lower bound on the examples that were trained on, in nats over all of them, its two terms apart: the expected
 * log-likelihood by draws of the noise, and the divergence from the prior, which is 0 for weights of mean 0.
 *
 * @param draws draws for each batch
 */
record Bound(int draws) implements Evaluation {
    private static final int BATCH = 500;

    @Override
    public String name() {
        return "bound";
    }

    @Override
    public List<String> headlines() {
        return List.of("trainElbo", "trainLogLikelihood", "trainKl");
    }

    @Override
    public Findings evaluate(Trained trained, Bench bench) {
        if (!trained.method().randomWeights()) {
            return Findings.of(List.of());
        }
        Examples examples = trained.given().split().train();
        RandomKey key = trained.root().child(Stream.EVALUATION).child(name());
        Elbo elbo = trained.method().posterior() == null
                ? Elbo.of(examples.size())
                : trained.method().posterior().objective(examples.size());
        Sums sums = new Sums();
        try (Gradients.Off off = Gradients.off()) {
            for (int start = 0; start < examples.size(); start += BATCH) {
                int count = Math.min(BATCH, examples.size() - start);
                try (Scope scope = Scope.open()) {
                    add(elbo, trained.network(), batch(examples, start, count), key.child(start), sums);
                }
            }
        }
        double data = sums.data / examples.size() / draws;
        double divergence = sums.kl / sums.passes;
        return Findings.of(List.of(
                Figure.of("trainElbo", -data - divergence, draws),
                Figure.of("trainLogLikelihood", -data, draws),
                Figure.of("trainKl", divergence, draws)));
    }

    /** The terms of all passes so far, the likelihood of each weighted by its examples. */
    private static final class Sums {
        private double data;
        private double kl;
        private int passes;
    }

    private void add(Elbo elbo, Network network, Batch batch, RandomKey key, Sums sums) {
        for (int draw = 0; draw < draws; draw++) {
            try (Scope scope = Scope.open()) {
                Loss loss = elbo.loss(network, batch, Pass.sampling(key.child(draw)));
                sums.data += term(loss, "data") * batch.labels().shape().size(0);
                sums.kl += term(loss, "kl");
                sums.passes++;
            }
        }
    }

    private static Batch batch(Examples examples, int start, int count) {
        int[] labels = examples.labels(IntStream.range(start, start + count).toArray());
        return new Batch(Predictor.batch(examples, start, count), Tensor.ofLabels(labels));
    }

    private static double term(Loss loss, String name) {
        Tensor term = loss.terms().get(name);
        if (term == null) {
            throw new IllegalStateException(
                    "no term " + name + " in " + loss.terms().keySet());
        }
        return term.item();
    }
}
