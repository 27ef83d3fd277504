package dev.dither.tensor;

/** Work of Java's own on many parts that do not depend on each other, shared by as many threads as the engine has. */
final class Runs {
    /** Number of runs for each thread, so that none waits long for another. */
    private static final int EACH = 4;

    /** How many times the grain a run has at most. */
    private static final int MOST = 4;

    private Runs() {}

    /** What is done with neighboring parts: {@code count} of them from {@code start} on. */
    interface Work {
        void of(int start, int count);
    }

    /**
     * Does the work on all parts.
     *
     * @param grain number of parts that are worth waking a thread
     */
    static void each(int parts, int grain, Work work) {
        int threads = parts > grain ? Engine.threads() : 1;
        int size = threads == 1 ? parts : Math.max(grain, Math.min(MOST * grain, parts / (EACH * threads)));
        if (parts > 0) {
            int runs = (parts + size - 1) / size;
            Helpers.share(threads, runs, i -> work.of(i * size, Math.min(size, parts - i * size)));
        }
    }
}
