package dev.dither.objective;

import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.nn.Trace.Weights;
import dev.dither.nn.Trace.Weights.GaussianDropout;
import dev.dither.optim.Schedule;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Negative evidence lower bound of networks with random weights.
 *
 * <p>Formula: −(N / n) Σᵢ log p(yᵢ | xᵢ, w) + coefficient · Σ over layers KL(q(w) ‖ p(w)), with n examples in the batch and one
 * draw of the noise.
 *
 * <p>Units: nats, totals over the N training examples and all weights. The terms are {@code data}, the first sum, and {@code
 * kl}; the ELBO of the tables is −(data + kl).
 *
 * <p>Numerics: gradients are N times those of a mean cross-entropy, which Adam does not mind; other optimizers want a
 * learning rate N times smaller.
 *
 * <p>Differs: layers with zero-mean weights add nothing; their divergence from every prior here is a constant, or not
 * defined for ±θ.
 *
 * <p>Reference: Kingma, Salimans and Welling 2015, Eq. 1; the published schedule is the constant one.
 *
 * @param examples N
 * @param prior p(w)
 * @param coefficient factor of the divergence; 1 for the bound itself
 * @param schedule what the factor is multiplied by along training, see {@link #at}
 */
public record Elbo(long examples, Prior prior, double coefficient, Schedule schedule) implements Likelihood {
    /** Checks. */
    public Elbo {
        if (!(examples >= 1)) {
            throw new IllegalArgumentException("elbo.examples must be at least 1, got " + examples);
        }
        if (!(coefficient >= 0 && coefficient < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("elbo.coefficient must be finite and >= 0, got " + coefficient);
        }
    }

    /** Returns the bound for this many training examples, with the log-uniform prior and the factor 1 throughout. */
    public static Elbo of(long examples) {
        return new Elbo(examples, new Prior.LogUniform(), 1, Schedule.CONSTANT);
    }

    /** Returns this with another prior. */
    public Elbo with(Prior other) {
        return new Elbo(examples, other, coefficient, schedule);
    }

    /** Returns this with the factor of the divergence rising linearly to its value over the first steps of training. */
    public Elbo warmedUp(long steps) {
        return new Elbo(examples, prior, coefficient, new Schedule.Warmup(steps, Schedule.CONSTANT));
    }

    @Override
    public Elbo at(long step, long total) {
        return new Elbo(examples, prior, coefficient * schedule.factor(step, total), Schedule.CONSTANT);
    }

    @Override
    public Loss loss(Network network, Batch batch, Pass pass) {
        return withPenalties(network.forward(batch.x(), pass).logSoftmax().nll(batch.labels()), network, pass);
    }

    @Override
    public Tensor logLikelihoods(Tensor outputs, Batch batch) {
        return outputs.logSoftmax().picked(batch.labels());
    }

    @Override
    public Loss withPenalties(Tensor nll, Network network, Pass pass) {
        Tensor data = nll.times((double) examples);
        Tensor kl =
                divergence(pass.trace().weights(), pass.key().child("prior")).like(data);
        return new Loss(data.plus(kl.times(coefficient)), Map.of("data", data, "kl", kl));
    }

    private Tensor divergence(List<Weights> weights, RandomKey key) {
        if (weights.isEmpty()) {
            throw new IllegalArgumentException("elbo needs at least one layer of random weights, the pass has none;"
                    + " add a variational or zero-mean layer, or minimize the cross-entropy");
        }
        return weights.stream()
                .filter(GaussianDropout.class::isInstance)
                .map(layer -> prior.divergence((GaussianDropout) layer, key.child(layer.path())))
                .reduce(Tensor::plus)
                .orElseGet(() -> Tensor.full(0, Shape.of()));
    }
}
