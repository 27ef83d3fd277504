package dev.dither.lab.experiment;

import dev.dither.objective.Prior;

/** What random weights are held to. */
public enum WeightPrior {
    /** {@link Prior.LogUniform}. */
    LOG_UNIFORM(new Prior.LogUniform()),
    /** {@link Prior.StudentT}, as published. */
    STUDENT_T(Prior.StudentT.PUBLISHED),
    /** {@link Prior.Ard}. */
    ARD(new Prior.Ard());

    private final Prior prior;

    WeightPrior(Prior prior) {
        this.prior = prior;
    }

    Prior prior() {
        return prior;
    }

    /** Returns whether its divergence is estimated by draws. */
    boolean drawn() {
        return this == STUDENT_T;
    }
}
