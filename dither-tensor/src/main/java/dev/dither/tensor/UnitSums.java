package dev.dither.tensor;

/**
 * Sums over examples and positions for each unit of a batch of images, of which any thread adds up a plane.
 *
 * <p>Numerics: over the positions of a plane in single precision, over examples in double precision, always in the same order.
 */
final class UnitSums {
    private final int units;
    private final float[] ofPlanes;

    UnitSums(long examples, long units) {
        this.units = Math.toIntExact(units);
        this.ofPlanes = new float[Math.toIntExact(examples * units)];
    }

    /** Takes the sum over a plane. */
    void put(int plane, float sum) {
        ofPlanes[plane] = sum;
    }

    /** Returns the sums [units]. */
    Tensor total() {
        float[] total = new float[units];
        for (int unit = 0; unit < units; unit++) {
            double sum = 0;
            for (int plane = unit; plane < ofPlanes.length; plane += units) {
                sum += ofPlanes[plane];
            }
            total[unit] = (float) sum;
        }
        return Tensor.of(total, Shape.of(units));
    }

    /** Adds up in four sums, none of which waits for the other ones. */
    static float of(float[] numbers) {
        int whole = numbers.length & -4;
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int i = 0; i < whole; i += 4) {
            a += numbers[i];
            b += numbers[i + 1];
            c += numbers[i + 2];
            d += numbers[i + 3];
        }
        for (int i = whole; i < numbers.length; i++) {
            a += numbers[i];
        }
        return (a + b) + (c + d);
    }
}
