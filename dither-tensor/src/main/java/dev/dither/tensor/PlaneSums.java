package dev.dither.tensor;

import java.util.Arrays;

/**
 * Two sums over the planes of a group, which are added onto each other, several numbers at a time.
 *
 * <p>Numerics: at each position sixteen planes are added in single precision, these sums in double precision.
 */
final class PlaneSums {
    /** Planes that are added in single precision. */
    private static final int ADDED = 16;

    private final float[] firsts;
    private final float[] seconds;
    private int added;
    private double first;
    private double second;

    PlaneSums(int area) {
        this.firsts = new float[area];
        this.seconds = new float[area];
    }

    /** Returns empty sums for several groups. */
    static PlaneSums[] begun(int groups, int area) {
        PlaneSums[] sums = new PlaneSums[groups];
        Arrays.setAll(sums, i -> new PlaneSums(area));
        return sums;
    }

    /** Adds a plane's distances from a centre, and their squares. */
    void addSquares(float[] plane, float centre) {
        addSquares(plane, centre, firsts, seconds);
        count();
    }

    /** Adds a plane g, and its products with another one's distances from a centre. */
    void addProducts(float[] g, float[] plane, float centre) {
        addProducts(g, plane, centre, firsts, seconds);
        count();
    }

    private void count() {
        added++;
        if (added == ADDED) {
            flush();
        }
    }

    private void flush() {
        first += total(firsts);
        second += total(seconds);
        Arrays.fill(firsts, 0);
        Arrays.fill(seconds, 0);
        added = 0;
    }

    double first() {
        flush();
        return first;
    }

    double second() {
        flush();
        return second;
    }

    static double total(float[] numbers) {
        double total = 0;
        for (float number : numbers) {
            total += number;
        }
        return total;
    }

    private static void addSquares(float[] plane, float centre, float[] firsts, float[] seconds) {
        for (int i = 0; i < plane.length; i++) {
            float distance = plane[i] - centre;
            firsts[i] += distance;
            seconds[i] += distance * distance;
        }
    }

    private static void addProducts(float[] g, float[] plane, float centre, float[] firsts, float[] seconds) {
        for (int i = 0; i < g.length; i++) {
            firsts[i] += g[i];
            seconds[i] += g[i] * (plane[i] - centre);
        }
    }
}
