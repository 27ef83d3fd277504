package dev.dither.rng;

/** The first level below a run's root key: one stream for each purpose, so that none can shift another. */
public enum Stream {
    /** Initial values of parameters. */
    INIT,
    /** Order of the examples. */
    ORDER,
    /** Random crops and flips. */
    AUGMENT,
    /** Corruption of labels. */
    LABEL_NOISE,
    /** Noise of layers while training. */
    TRAIN_NOISE,
    /** Noise added by optimizers. */
    UPDATE_NOISE,
    /** Randomness of an attacker. */
    ATTACK,
    /** Noise of layers while evaluating. */
    EVALUATION,
    /** Split into training and validation examples. */
    SPLIT,
    /** What a pruning draws: examples, their order, noise while fine-tuning. */
    PRUNING,
    /** Starts and actions of the episodes a policy learns from. */
    PLAY,
    /** What a stream of tasks draws: orders of features, examples that are remembered or that importances are estimated on. */
    TASK
}
