package dev.dither.lab.experiment;

import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * The section {@code randomWeights}: what is asked about networks whose weights are random. Methods without such weights are
 * passed over.
 *
 * @param elboDraws draws for each batch of the bound on the training examples, 0 not to ask for it
 * @param controls whether to predict without the means of each layer, and with its variances shuffled
 * @param singles how many single draws to judge one by one, 0 for none
 * @param sparsities shares of the random weights of each layer that are removed, those of the least σ first; none: not asked
 * @param codes how often to draw the two numbers of each test example behind a layer of two units, 0 for not at all
 * @param activations how many units of the last dense layer with random weights to look at by class, 0 for none
 * @param watched how many validation examples to predict in several ways after each epoch, 0 for none
 */
public record RandomWeightsPlan(
        @Default("0") int elboDraws,
        @Default("false") boolean controls,
        @Default("0") int singles,
        @Default("[]") List<Double> sparsities,
        @Default("0") int codes,
        @Default("0") int activations,
        @Default("0") int watched) {
    /** Checks. */
    public RandomWeightsPlan {
        Require.that(elboDraws >= 0, "randomWeights.elboDraws must not be negative, got " + elboDraws);
        Require.that(singles >= 0, "randomWeights.singles must not be negative, got " + singles);
        sparsities = sparsities == null ? List.of() : List.copyOf(sparsities);
        Require.that(
                sparsities.stream().allMatch(one -> 0 <= one && one <= 1),
                "randomWeights.sparsities must be in [0, 1], got " + sparsities);
        Require.that(codes == 0 || codes >= 2, "randomWeights.codes must be 0 or at least 2, got " + codes);
        Require.that(activations >= 0, "randomWeights.activations must not be negative, got " + activations);
        Require.that(watched >= 0, "randomWeights.watched must not be negative, got " + watched);
    }

    /** Returns what is asked about trained networks, {@code draws} for each judgement by several. */
    List<Evaluation> evaluations(int draws) {
        List<Evaluation> all = new ArrayList<>();
        if (elboDraws > 0) {
            all.add(new Bound(elboDraws));
        }
        if (controls) {
            all.add(new Controls(draws));
        }
        if (singles > 0) {
            all.add(new SingleDraws(singles));
        }
        if (!sparsities.isEmpty()) {
            all.add(new RemovedWeights(sparsities, draws));
        }
        if (codes > 0) {
            all.add(new Codes(codes));
        }
        if (activations > 0) {
            all.add(new ClassActivations(activations, draws));
        }
        return all;
    }
}
