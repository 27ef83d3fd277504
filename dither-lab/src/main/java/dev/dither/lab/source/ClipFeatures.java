package dev.dither.lab.source;

import dev.dither.rng.RandomKey;

/**
 * Two maps from clips to features, fixed and untrained.
 *
 * <p>Formula of the spatial ones, of the middle frame f alone: max over positions p of Σ_q w(q) f(p + q), one for each of 32 filters w
 * of 7 × 7 pixels, which are drawn once from N(0, 1), then shifted to mean 0 and scaled to norm 1.
 *
 * <p>Formula of the temporal ones, of the differences d_t of neighboring frames alone: Σ_s Σ_t Σ_p d_t(p) (d_{t+1}(p + s) − d_{t+1}(p −
 * s)) / Σ_t Σ_p d_t(p)², over steps s of 1 to 4 pixels to the right, and again downwards: motion detectors of which the opposite ones
 * are taken off, positive where the change of a place reappears further on. How the sum divides over the steps would betray the shape.
 *
 * <p>Shapes: 32 spatial features, then 2 temporal ones.
 *
 * <p>Reference: for the detectors, Hassenstein and Reichardt, 1956.
 */
final class ClipFeatures {
    /** How many come from the middle frame. */
    static final int SPATIAL = 32;
    /** How many come from the motion. */
    static final int TEMPORAL = 2;
    /** How many there are. */
    static final int ALL = SPATIAL + TEMPORAL;

    private static final int SIZE = 7;
    private static final int DISTANCES = 4;
    private static final RandomKey KEY = RandomKey.root(0).child("clip-filters");

    private final float[][] filters = new float[SPATIAL][SIZE * SIZE];

    /** Draws the filters, always the same. */
    ClipFeatures() {
        for (int k = 0; k < SPATIAL; k++) {
            KEY.child(k).fillNormal(filters[k]);
            normalize(filters[k]);
        }
    }

    private static void normalize(float[] filter) {
        double mean = 0;
        for (float value : filter) {
            mean += value / filter.length;
        }
        double square = 0;
        for (float value : filter) {
            square += (value - mean) * (value - mean);
        }
        for (int i = 0; i < filter.length; i++) {
            filter[i] = (float) ((filter[i] - mean) / Math.sqrt(square));
        }
    }

    /** Writes the features of a clip from {@code offset} on. */
    void write(Clip clip, float[] target, int offset) {
        for (int k = 0; k < SPATIAL; k++) {
            target[offset + k] = greatest(clip, filters[k]);
        }
        double energy = correlation(clip, 0, 0, 0);
        target[offset + SPATIAL] = (float) (motion(clip, 0, 1) / energy);
        target[offset + SPATIAL + 1] = (float) (motion(clip, 1, 0) / energy);
    }

    /** Returns the motion detectors of all distances in one direction, less the opposite ones. */
    private static double motion(Clip clip, int down, int right) {
        double sum = 0;
        for (int s = 1; s <= DISTANCES; s++) {
            sum += correlation(clip, 1, s * down, s * right) - correlation(clip, 1, -s * down, -s * right);
        }
        return sum;
    }

    private static float greatest(Clip clip, float[] filter) {
        float greatest = Float.NEGATIVE_INFINITY;
        for (int p = 0; p < Clip.SIDE * Clip.SIDE; p++) {
            greatest = Math.max(greatest, response(clip, filter, p / Clip.SIDE, p % Clip.SIDE));
        }
        return greatest;
    }

    private static float response(Clip clip, float[] filter, int row, int column) {
        float sum = 0;
        for (int q = 0; q < filter.length; q++) {
            sum += filter[q] * clip.middle(row + q / SIZE, column + q % SIZE);
        }
        return sum;
    }

    /** Returns Σ d_t(p) d_{t + later}(p + s) over all t that have a later frame, and all p. */
    private static double correlation(Clip clip, int later, int down, int right) {
        double sum = 0;
        for (int frame = 0; frame + 2 < Clip.FRAMES; frame++) {
            for (int p = 0; p < Clip.SIDE * Clip.SIDE; p++) {
                int row = p / Clip.SIDE;
                int column = p % Clip.SIDE;
                sum += clip.change(frame, row, column) * clip.change(frame + later, row + down, column + right);
            }
        }
        return sum;
    }
}
