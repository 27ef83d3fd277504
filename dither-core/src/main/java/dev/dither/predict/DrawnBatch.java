package dev.dither.predict;

import dev.dither.nn.Trace;

/** Sums over the draws and members of one batch, for each example only over the draws that it needed. */
final class DrawnBatch {
    /** Draws before a standard error is believed: of two equal draws it is zero, of ten it is known to a quarter. */
    static final int FEWEST = 10;

    private final Inference inference;
    private final int members;
    private final int classes;
    private final double[] probabilities;
    private final double[] squares;
    private final double[] entropies;
    private final double[] logStddev;
    private final int[] draws;
    private final boolean[] done;
    private boolean begun;
    private int units;

    DrawnBatch(Inference inference, int members, int classes, int count) {
        this.inference = inference;
        this.members = members;
        this.classes = classes;
        this.probabilities = new double[count * classes];
        this.squares = new double[count * classes];
        this.entropies = new double[count];
        this.logStddev = new double[count];
        this.draws = new int[count];
        this.done = new boolean[count];
    }

    /** Returns whether an example needs another draw. */
    boolean goesOn() {
        for (boolean one : done) {
            if (!one) {
                return true;
            }
        }
        return false;
    }

    private boolean enough(int example) {
        if (inference instanceof Inference.Draws fixed) {
            return draws[example] >= fixed.count() * members;
        }
        if (inference instanceof Inference.UntilSure sure) {
            int n = draws[example];
            return n >= sure.atMost() || (n >= FEWEST && standardError(example) <= sure.tolerance());
        }
        return true;
    }

    /** Returns the standard error of the largest averaged probability. */
    private double standardError(int example) {
        int best = example * classes;
        for (int c = best; c < (example + 1) * classes; c++) {
            best = probabilities[c] > probabilities[best] ? c : best;
        }
        int n = draws[example];
        double mean = probabilities[best] / n;
        double variance = Math.max(0, squares[best] / n - mean * mean) * n / (n - 1);
        return Math.sqrt(variance / n);
    }

    /**
     * Adds the probabilities [members · count · classes] of one draw of each member for the examples that go on; the first
     * draw tells σ.
     */
    void add(float[] drawn, Trace trace) {
        if (!begun) {
            trace.sites().forEach(this::add);
        }
        begun = true;
        for (int i = 0; i < done.length; i++) {
            if (!done[i]) {
                for (int member = 0; member < members; member++) {
                    add(i, drawn, member * done.length * classes);
                }
                done[i] = enough(i);
            }
        }
    }

    private void add(int example, float[] drawn, int from) {
        for (int c = example * classes; c < (example + 1) * classes; c++) {
            double p = drawn[from + c];
            probabilities[c] += p;
            squares[c] += p * p;
            entropies[example] -= p > 0 ? p * Math.log(p) : 0;
        }
        draws[example]++;
    }

    private void add(Trace.Site site) {
        float[] values = site.logStddev().toFloats();
        int each = values.length / done.length;
        for (int i = 0; i < values.length; i++) {
            logStddev[i / each] += values[i];
        }
        units += each;
    }

    int size() {
        return done.length;
    }

    int draws(int example) {
        return draws[example];
    }

    double probability(int example, int label) {
        return probabilities[example * classes + label] / draws[example];
    }

    double entropy(int example) {
        return entropies[example] / draws[example];
    }

    boolean hasSites() {
        return units > 0;
    }

    /** Returns the geometric mean of σ over the units of all noise sites, 0 without any. */
    double stddev(int example) {
        return units > 0 ? Math.exp(logStddev[example] / units) : 0;
    }
}
