package dev.dither.rl;

/**
 * How long a policy is trained, and when it is judged.
 *
 * @param episodes training episodes
 * @param evaluateEvery the policy is judged behind every so many of them
 * @param evaluation how
 */
public record Practice(int episodes, int evaluateEvery, Evaluation evaluation) {
    /** Checks. */
    public Practice {
        Require.positive("practice.episodes", episodes);
        Require.positive("practice.evaluateEvery", evaluateEvery);
    }

    boolean judges(int episode) {
        return episode % evaluateEvery == 0;
    }
}
