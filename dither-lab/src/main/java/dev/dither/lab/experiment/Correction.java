package dev.dither.lab.experiment;

import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import dev.dither.labels.AnchorRule;
import dev.dither.labels.BackwardCorrection;
import dev.dither.labels.ForwardCorrection;
import dev.dither.labels.HardBootstrap;
import dev.dither.labels.SoftBootstrap;
import dev.dither.labels.TransitionMatrix;
import dev.dither.objective.LabelLoss;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code correction} of a method: a loss that does not trust the given labels.
 *
 * <p>A key that the file does not give is filled in where the kind has it, and absent where it has not.
 *
 * @param kind which loss
 * @param beta weight of the given label against the network's own opinion; bootstrapping alone has it
 * @param transition where the transition matrix comes from; the corrections by a matrix have it
 * @param anchors which training examples an estimated matrix is read from
 */
public record Correction(
        Kind kind,
        @Default("null") @Nullable Double beta,
        @Default("null") @Nullable Source transition,
        @Default("null") @Nullable Anchors anchors) {
    /** Kinds of losses. */
    public enum Kind {
        /** {@link HardBootstrap}. */
        BOOTSTRAP_HARD,
        /** {@link SoftBootstrap}. */
        BOOTSTRAP_SOFT,
        /** {@link ForwardCorrection}. */
        FORWARD,
        /** {@link BackwardCorrection}. */
        BACKWARD;

        private boolean bootstraps() {
            return this == BOOTSTRAP_HARD || this == BOOTSTRAP_SOFT;
        }

        private double beta() {
            return this == BOOTSTRAP_HARD ? HardBootstrap.DEFAULT.beta() : SoftBootstrap.DEFAULT.beta();
        }
    }

    /** Where a transition matrix comes from. */
    public enum Source {
        /** From the predictions of a network trained before, without correction. */
        ESTIMATED,
        /** From the section {@code labelNoise}: the matrix that the labels were drawn from. */
        KNOWN
    }

    /** Rules for the examples that stand for the classes. */
    public enum Anchors {
        /** {@link AnchorRule#PATRINI}. */
        PERCENTILE(AnchorRule.PATRINI),
        /** The same with what the original's code does to the rows of later classes. */
        PERCENTILE_IN_PLACE(new AnchorRule.BelowPercentile(97, AnchorRule.Discarding.IN_PLACE_RENORMALIZED)),
        /** {@link AnchorRule.Maximum}. */
        MAXIMUM(new AnchorRule.Maximum());

        private final AnchorRule rule;

        Anchors(AnchorRule rule) {
            this.rule = rule;
        }
    }

    /** Fills in and checks. */
    public Correction {
        Require.that(kind != null, "correction.kind is missing");
        if (kind.bootstraps()) {
            Require.that(transition == null, "correction.transition is for forward and backward, not " + words(kind));
            Require.that(anchors == null, "correction.anchors is for forward and backward, not " + words(kind));
            beta = beta == null ? (Double) kind.beta() : beta;
            Require.that(0 <= beta && beta <= 1, "correction.beta must be in [0, 1], got " + beta);
        } else {
            Require.that(beta == null, "correction.beta is for bootstrap_hard and bootstrap_soft, not " + words(kind));
            Require.that(
                    transition != Source.KNOWN || anchors == null,
                    "correction.anchors is for a transition that is estimated, not known");
            transition = transition == null ? Source.ESTIMATED : transition;
            anchors = transition == Source.ESTIMATED && anchors == null ? Anchors.PERCENTILE : anchors;
        }
    }

    private static String words(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether a network is trained first, to estimate the matrix by. */
    boolean estimates() {
        return transition == Source.ESTIMATED;
    }

    /** Returns whether the loss is minus the logarithm of a probability of the given label. */
    boolean isLikelihood() {
        return kind == Kind.FORWARD;
    }

    /** Returns whether the matrix is that of the plan's label noise. */
    boolean knows() {
        return transition == Source.KNOWN;
    }

    /** Returns the rule of an estimate. */
    AnchorRule anchorRule() {
        return anchors == null ? AnchorRule.PATRINI : anchors.rule;
    }

    /**
     * Returns the loss.
     *
     * @param matrix the matrix to correct by; bootstrapping looks at none
     */
    LabelLoss loss(TransitionMatrix matrix) {
        return switch (kind) {
            case BOOTSTRAP_HARD -> new HardBootstrap(weight());
            case BOOTSTRAP_SOFT -> new SoftBootstrap(weight(), SoftBootstrap.DEFAULT.target());
            case FORWARD -> new ForwardCorrection(matrix);
            case BACKWARD -> new BackwardCorrection(matrix);
        };
    }

    private double weight() {
        return beta == null ? kind.beta() : beta;
    }
}
