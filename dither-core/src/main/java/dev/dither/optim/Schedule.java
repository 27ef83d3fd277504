package dev.dither.optim;

/** Learning rate over training, as a factor of the optimizer's own. */
public enum Schedule {
    /** 1 throughout. */
    CONSTANT {
        @Override
        public double factor(double progress) {
            return 1;
        }
    },
    /** 1 in the first half, then falling linearly to 0. */
    LINEAR_SECOND_HALF {
        @Override
        public double factor(double progress) {
            return Math.min(1, 2 * (1 - progress));
        }
    },
    /** Falling linearly to 0. */
    LINEAR {
        @Override
        public double factor(double progress) {
            return 1 - progress;
        }
    },
    /** (1 + cos π t) / 2. */
    COSINE {
        @Override
        public double factor(double progress) {
            return (1 + Math.cos(Math.PI * progress)) / 2;
        }
    };

    /** Returns the factor at a fraction of training in [0, 1). */
    public abstract double factor(double progress);
}
