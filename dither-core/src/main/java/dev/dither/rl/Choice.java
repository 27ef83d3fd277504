package dev.dither.rl;

/** How a policy's action is chosen from its logits. */
public enum Choice {
    /** By chance: action a with probability exp(logitₐ) / Σ exp(logit). */
    SAMPLED {
        @Override
        int of(float[] logits, double uniform) {
            double highest = logits[GREEDY.of(logits, uniform)];
            double total = 0;
            for (float logit : logits) {
                total += Math.exp(logit - highest);
            }
            double left = uniform * total;
            int action = 0;
            while (action < logits.length - 1 && left >= Math.exp(logits[action] - highest)) {
                left -= Math.exp(logits[action] - highest);
                action++;
            }
            return action;
        }
    },
    /** The most probable one, the first of equals. */
    GREEDY {
        @Override
        int of(float[] logits, double uniform) {
            int best = 0;
            for (int action = 1; action < logits.length; action++) {
                best = logits[action] > logits[best] ? action : best;
            }
            return best;
        }
    };

    /**
     * Returns an action.
     *
     * @param uniform a draw from [0, 1)
     */
    abstract int of(float[] logits, double uniform);
}
