package dev.dither.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The planes of a gradient of images, one after the other.
 *
 * @param numbers the gradient, or a number for each plane, empty where there is none
 * @param each whether a number stands for a plane
 */
record GradientPlanes(FloatBuffer numbers, boolean each) {
    /** Returns those of a gradient [N, K, H, W], or planes of zeros; of what is spread over planes one number is read. */
    static GradientPlanes of(@Nullable Tensor g) {
        if (g == null) {
            return new GradientPlanes(FloatBuffer.allocate(0), true);
        }
        org.bytedeco.pytorch.Tensor value = g.value.detach();
        boolean spread = value.stride(2) == 0 && value.stride(3) == 0;
        return new GradientPlanes(
                Tensor.floats((spread ? value.narrow(2, 0, 1).narrow(3, 0, 1) : value).contiguous()), spread);
    }

    /** Reads a plane. */
    void read(int plane, float[] to) {
        if (each) {
            Arrays.fill(to, numbers.limit() == 0 ? 0 : numbers.get(plane));
        } else {
            numbers.get(plane * to.length, to);
        }
    }
}
