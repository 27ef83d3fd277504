package dev.dither.objective;

import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.nn.StatisticsMode;
import dev.dither.nn.Trace;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The draws of one batch, a part of them in memory at a time: first their likelihoods, without gradients, then each part again with
 * the weights that are known by then.
 *
 * @param weighted what is minimized
 * @param pass the pass of the whole
 */
record DrawsInParts(ImportanceWeighted weighted, Network network, Batch batch, Pass pass) {
    Differentiated differentiated(List<Tensor> variables) {
        Tensor each = quietly();
        Tensor weights = weighted.weighting().weights(each);
        List<Loss> losses = new ArrayList<>();
        List<Tensor> sums = new ArrayList<>();
        for (int first = 0; first < weighted.draws(); first += weighted.drawBatch()) {
            try (Scope scope = Scope.open()) {
                Loss part = part(first, each, weights);
                List<Tensor> gradients = Gradients.of(part.total(), variables);
                losses.add(kept(part, scope));
                add(gradients, sums, scope);
            }
        }
        return new Differentiated(ImportanceWeighted.withDraws(sum(losses), weights), () -> sums);
    }

    /** Returns all log-likelihoods [S, N], without a record of how they came about. */
    private Tensor quietly() {
        Pass untracked = untracked();
        List<Tensor> parts = new ArrayList<>();
        try (Gradients.Off off = Gradients.off();
                Scope scope = Scope.open()) {
            Function<Pass, Tensor> forwards = network.forwards(batch.x(), untracked);
            for (int first = 0; first < weighted.draws(); first += weighted.drawBatch()) {
                int count = count(first);
                Pass some = untracked.from(first).stacked(count).tracedBy(new Trace());
                try (Scope part = Scope.open()) {
                    parts.add(part.keep(weighted.logLikelihoods(forwards.apply(some), batch, count)));
                }
            }
            return scope.keep(Tensor.concatenated(0, parts.toArray(Tensor[]::new)));
        }
    }

    private int count(int first) {
        return Math.min(weighted.drawBatch(), weighted.draws() - first);
    }

    private Pass untracked() {
        return pass.statistics() == StatisticsMode.TRACKED ? pass.withStatistics(StatisticsMode.BATCH) : pass;
    }

    /**
     * Returns what some draws contribute: of all parts, values add up to the loss, and gradients to its gradient.
     *
     * @param each all log-likelihoods [S, N]
     * @param weights their weights
     */
    private Loss part(int first, Tensor each, Tensor weights) {
        int count = count(first);
        Trace trace = new Trace();
        Function<Pass, Tensor> forwards = network.forwards(batch.x(), first == 0 ? pass : untracked());
        Pass some = pass.from(first).stacked(count).tracedBy(trace);
        Tensor own = weighted.logLikelihoods(forwards.apply(some), batch, count);
        double share = count / (double) weighted.draws();
        Tensor likely = own.times(weights.narrow(0, first, count)).sum();
        Tensor change =
                likely.minus(likely.detach()).times(-1 / (share * each.shape().size(1)));
        return scaled(weighted.penalized(weighted.weighting().nll(each).plus(change), network, some, count), share);
    }

    private Loss scaled(Loss loss, double share) {
        Map<String, Tensor> terms = new LinkedHashMap<>(loss.terms());
        terms.replaceAll((name, term) -> term.times(share));
        return new Loss(loss.total().times(share), terms);
    }

    private Loss kept(Loss part, Scope scope) {
        Map<String, Tensor> terms = new LinkedHashMap<>(part.terms());
        terms.replaceAll((name, term) -> scope.keep(term.detach()));
        return new Loss(scope.keep(part.total().detach()), terms);
    }

    private void add(List<Tensor> gradients, List<Tensor> sums, Scope scope) {
        for (int i = 0; i < gradients.size(); i++) {
            if (sums.size() < gradients.size()) {
                sums.add(scope.keep(gradients.get(i)));
            } else {
                sums.get(i).scaleAndAdd(1, gradients.get(i), 1);
            }
        }
    }

    private Loss sum(List<Loss> losses) {
        return scaled(ImportanceWeighted.mean(losses), losses.size());
    }
}
