package dev.dither.objective;

import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Several draws of the noise for each example, whose gradients are weighted by how likely each draw makes the label.
 *
 * <p>Formula: minimized is −(1/N) Σᵢ log (1/S) Σₛ p(yᵢ | xᵢ, noiseₛ), whose gradient is −(1/N) Σᵢ Σₛ wᵢₛ ∇ log p(yᵢ | xᵢ,
 * noiseₛ) with wᵢₛ = p(yᵢ | xᵢ, noiseₛ) / Σₜ p(yᵢ | xᵢ, noiseₜ). Penalties are averaged over the draws, each with its own trace.
 *
 * <p>Units: nats. The terms are those of the inner objective, its likelihood term with the bound above, and {@link #EFFECTIVE},
 * the mean over the examples of 1 / Σₛ wᵢₛ².
 *
 * <p>Numerics: log-likelihoods are never exponentiated on their own, so −1000 is as good as −1. All draws run as one
 * batch, behind what the network computes before it first draws, which is computed once. Batch normalization that several
 * draws reach has statistics for each of them. One draw gives the bits of the inner objective.
 *
 * <p>With {@code drawBatch} below the number of draws at most so many of them are in memory at a time: likelihoods are found
 * first, without gradients, then each part is computed again for its gradients. That costs one more forward pass of all
 * draws, and what precedes the noise once for each part. Noise is addressed by the number of a draw, so gradients
 * agree up to rounding, whatever the part. An objective around this one that asks for its loss alone keeps all draws.
 *
 * <p>Differs: running statistics in front of the noise follow once a step, not once a draw.
 *
 * <p>Reference: Noh, You, Mun and Han, Regularizing Deep Neural Networks by Noise, 2017, Eqs. 6 to 9; the bound is that of Burda
 * et al., Importance Weighted Autoencoders, 2016.
 *
 * @param inner whose likelihood weighs the draws
 * @param draws S
 * @param weighting how draws are weighed
 * @param drawBatch draws in memory at a time, {@link #ALL} for no limit
 */
public record ImportanceWeighted(Likelihood inner, int draws, Weighting weighting, int drawBatch) implements Objective {
    /** No limit. */
    public static final int ALL = Integer.MAX_VALUE;

    /** Name of the effective number of draws, from 1, one draw has all the weight, to S, all have the same. */
    public static final String EFFECTIVE = "effectiveDraws";

    /** How draws are weighed. */
    public enum Weighting {
        /** By the likelihood of the example. */
        LIKELIHOOD {
            @Override
            Tensor nll(Tensor logLikelihoods) {
                return logLikelihoods.logMeanExp().mean().times(-1);
            }

            @Override
            Tensor weights(Tensor logLikelihoods) {
                Tensor each = logLikelihoods.logMeanExp().repeated(Math.toIntExact(draws(logLikelihoods)));
                return logLikelihoods
                        .minus(each.reshape(logLikelihoods.shape()))
                        .exp()
                        .times(1.0 / draws(logLikelihoods));
            }
        },
        /** All alike: the mean of the losses, plain training with several draws, to compare with. */
        EQUAL {
            @Override
            Tensor nll(Tensor logLikelihoods) {
                return logLikelihoods.mean().times(-1);
            }

            @Override
            Tensor weights(Tensor logLikelihoods) {
                return Tensor.full(1, logLikelihoods.shape())
                        .like(logLikelihoods)
                        .times(1.0 / draws(logLikelihoods));
            }
        };

        /** Returns what is minimized, of log-likelihoods [S, N]. */
        abstract Tensor nll(Tensor logLikelihoods);

        /** Returns the weights of the draws [S, N], whose sum over the draws is 1. */
        abstract Tensor weights(Tensor logLikelihoods);

        private static long draws(Tensor logLikelihoods) {
            return logLikelihoods.shape().size(0);
        }
    }

    /** Checks. */
    public ImportanceWeighted {
        requirePositive("importance-weighted.draws", draws);
        requirePositive("importance-weighted.drawBatch", drawBatch);
    }

    private static void requirePositive(String name, int value) {
        if (!(value >= 1)) {
            throw new IllegalArgumentException(name + " must be at least 1, got " + value);
        }
    }

    /** Returns draws weighted by likelihood, all at once. */
    public static ImportanceWeighted of(Likelihood inner, int draws) {
        return new ImportanceWeighted(inner, draws, Weighting.LIKELIHOOD, ALL);
    }

    /** Returns this with other weights. */
    public ImportanceWeighted with(Weighting other) {
        return new ImportanceWeighted(inner, draws, other, drawBatch);
    }

    /** Returns this with at most so many draws in memory at a time. */
    public ImportanceWeighted withDrawBatch(int atATime) {
        return new ImportanceWeighted(inner, draws, weighting, atATime);
    }

    @Override
    public ImportanceWeighted at(long step, long total) {
        return new ImportanceWeighted(inner.at(step, total), draws, weighting, drawBatch);
    }

    @Override
    public Loss loss(Network network, Batch batch, Pass pass) {
        if (draws == 1) {
            return inner.loss(network, batch, pass);
        }
        Tensor each = logLikelihoods(network.forward(batch.x(), pass, draws), batch, draws);
        return withDraws(penalized(weighting.nll(each), network, pass, draws), weighting.weights(each.detach()));
    }

    @Override
    public Differentiated differentiated(Network network, Batch batch, Pass pass, List<Tensor> variables) {
        return drawBatch >= draws
                ? Objective.super.differentiated(network, batch, pass, variables)
                : new DrawsInParts(this, network, batch, pass).differentiated(variables);
    }

    /** Returns log-likelihoods [count, N] of outputs [count · N, …]. */
    Tensor logLikelihoods(Tensor outputs, Batch batch, int count) {
        long n = outputs.shape().size(0) / count;
        Tensor[] each = IntStream.range(0, count)
                .mapToObj(draw -> inner.logLikelihoods(outputs.narrow(0, draw * n, n), batch))
                .toArray(Tensor[]::new);
        return Tensor.concatenated(0, each).reshape(Shape.of(count, n));
    }

    /** Returns the loss with the penalties of all draws of a pass, the mean of them; random weights are asked once. */
    Loss penalized(Tensor nll, Network network, Pass pass, int count) {
        if (pass.trace().sites().isEmpty()) {
            return inner.withPenalties(nll, network, pass);
        }
        return mean(IntStream.range(0, count)
                .mapToObj(draw -> inner.withPenalties(
                        nll, network, pass.tracedBy(pass.trace().ofDraw(draw, count))))
                .toList());
    }

    static Loss mean(List<Loss> losses) {
        Map<String, Tensor> terms = new LinkedHashMap<>();
        for (Loss loss : losses) {
            loss.terms().forEach((name, term) -> terms.merge(name, term, Tensor::plus));
        }
        double share = 1.0 / losses.size();
        terms.replaceAll((name, sum) -> sum.times(share));
        Tensor total = losses.stream().map(Loss::total).reduce(Tensor::plus).orElseThrow();
        return new Loss(total.times(share), terms);
    }

    static Loss withDraws(Loss loss, Tensor weights) {
        Map<String, Tensor> terms = new LinkedHashMap<>(loss.terms());
        long draws = weights.shape().size(0);
        // the sum over the draws is their number times the mean over the first axis
        terms.put(
                EFFECTIVE,
                weights.square().mean(0).times((double) draws).reciprocal().mean());
        return new Loss(loss.total(), terms);
    }
}
