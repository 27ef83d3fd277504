package dev.dither.tensor;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import org.bytedeco.pytorch.global.torch;

/**
 * Max-pooling by windows of 2 × 2 that do not overlap. The engine's kernel branches at every number, which a processor cannot
 * predict; here positions are found without branches, and the engine gathers the numbers, so that gradients are its own.
 *
 * <p>Numerics: the bits are those of the engine's kernel: of equal numbers the first one has the gradient; where there are numbers
 * that are none, the last of them is the largest.
 *
 * @param planes number of planes, N · C
 * @param height of a plane
 * @param width of a plane
 */
record HalvingMaxPool(int planes, int height, int width) {
    /** Numbers that are worth waking a thread. */
    private static final int GRAIN = 1 << 15;

    /** Returns whether these windows can be pooled in this way. */
    static boolean takes(Tensor x, int size, int stride) {
        return size == 2
                && stride == 2
                && x.isSingle()
                && !x.value.is_cuda()
                && x.value.numel() > 0
                && x.value.size(2) > 1
                && x.value.size(3) > 1
                && x.value.numel() <= Integer.MAX_VALUE;
    }

    /** Returns the largest number of each window of x [N, C, H, W]. */
    static Tensor of(Tensor x) {
        org.bytedeco.pytorch.Tensor images = x.value.contiguous();
        long[] shape = x.shape().toArray();
        HalvingMaxPool pool = over(shape);
        org.bytedeco.pytorch.Tensor largest =
                images.view(pool.planes, (long) pool.area()).gather(1, pool.positions(Tensor.floats(images.detach())));
        return Tensor.wrap(largest.view(shape[0], shape[1], pool.height / 2, pool.width / 2));
    }

    /** Returns the pooling of a batch of this shape. */
    static HalvingMaxPool over(long[] shape) {
        return new HalvingMaxPool((int) (shape[0] * shape[1]), (int) shape[2], (int) shape[3]);
    }

    /** Returns how many numbers a plane has. */
    int area() {
        return height * width;
    }

    /** Returns how many windows a plane has. */
    int windows() {
        return (height / 2) * (width / 2);
    }

    private org.bytedeco.pytorch.Tensor positions(FloatBuffer images) {
        int windows = windows();
        org.bytedeco.pytorch.Tensor positions = Tensor.empty(torch.ScalarType.Long, planes, windows);
        LongBuffer target =
                positions.data_ptr_long().capacity(positions.numel()).asBuffer();
        Runs.each(planes, Math.max(1, GRAIN / area()), (start, count) -> {
            float[] plane = new float[area()];
            int[] found = new int[windows];
            long[] wide = new long[windows];
            for (int p = start; p < start + count; p++) {
                images.get(p * plane.length, plane);
                find(plane, found);
                widen(found, wide);
                target.put(p * windows, wide);
            }
        });
        return positions;
    }

    private static void widen(int[] narrow, long[] wide) {
        for (int i = 0; i < wide.length; i++) {
            wide[i] = narrow[i];
        }
    }

    /** Writes the position of the largest number of each window of a plane. */
    void find(float[] plane, int[] found) {
        int next = 0;
        for (int top = 0; top + 1 < height; top += 2) {
            for (int left = 0; left + 1 < width; left += 2) {
                int at = top * width + left;
                float a = plane[at];
                float b = plane[at + 1];
                float c = plane[at + width];
                float d = plane[at + width + 1];
                float upper = Math.max(a, b);
                float lower = Math.max(c, d);
                // selections, not branches
                int right = b > a ? 1 : 0;
                int below = d > c ? width + 1 : width;
                int position = at + (lower > upper ? below : right);
                if (Float.isNaN(upper) || Float.isNaN(lower)) {
                    position = at + lastNaN(b, c, d);
                }
                found[next++] = position;
            }
        }
    }

    private int lastNaN(float b, float c, float d) {
        if (Float.isNaN(c) || Float.isNaN(d)) {
            return Float.isNaN(d) ? width + 1 : width;
        }
        return Float.isNaN(b) ? 1 : 0;
    }
}
