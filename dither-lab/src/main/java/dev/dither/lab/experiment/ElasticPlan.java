package dev.dither.lab.experiment;

import dev.dither.continual.Consolidation;
import dev.dither.continual.Consolidation.Summing;
import dev.dither.continual.Fisher;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;

/**
 * Elastic weight consolidation of a method.
 *
 * @param strength λ, by which the squared distances are multiplied
 * @param factor λ itself, or half of it
 * @param online whether importances are one running sum around the newest values, rather than an anchor for each task
 * @param decay by how much the running sum shrinks with each task
 * @param labels which labels importances are estimated with
 * @param examples how many training examples of a task they are estimated on
 * @param batchSize examples whose gradients are averaged before they are squared
 */
public record ElasticPlan(
        double strength,
        @Default("whole") Consolidation.Factor factor,
        @Default("false") boolean online,
        @Default("1") double decay,
        @Default("given") Fisher.Labels labels,
        @Default("1000") int examples,
        @Default("1") int batchSize) {
    /** Checks. */
    public ElasticPlan {
        Require.that(factor != null, "ewc.factor is missing");
        Require.that(labels != null, "ewc.labels is missing");
        Require.that(online || decay == 1, "ewc.decay is of online consolidation: set online: true, got " + decay);
        consolidation(strength, factor, summing(online, decay), new Fisher(labels, examples, batchSize));
    }

    private static Consolidation consolidation(
            double strength, Consolidation.Factor factor, Summing summing, Fisher fisher) {
        return new Consolidation(strength, factor, summing, fisher);
    }

    private static Summing summing(boolean online, double decay) {
        return online ? new Consolidation.Running(decay) : new Consolidation.EachTask();
    }

    Consolidation consolidation() {
        return consolidation(strength, factor, summing(online, decay), new Fisher(labels, examples, batchSize));
    }
}
