package dev.dither.tensor;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Images normalized by their own statistics and max-pooled by windows of 2 × 2.
 *
 * <p>Normalization keeps the order of a channel's numbers, or turns it round where its scale is negative. So windows are pooled first,
 * in the same pass over memory that finds the statistics, and only what is left is normalized.
 *
 * <p>Numerics: of a window's numbers that would round to the same normalized one, the largest itself has the gradient.
 *
 * @param x what was normalized
 * @param images the same, in order in memory
 * @param by scale and shift
 * @param standardizing the normalization
 * @param taken what is left of the images
 * @param positions for each window, the position in its plane of the number that is left
 * @param output y
 */
record NormalizedPool(
        Tensor x,
        Tensor images,
        Normalization by,
        Standardizing standardizing,
        Tensor taken,
        Tensor positions,
        Tensor output)
        implements Recorded.OfOne {
    /** Numbers of a plane from which on the engine's own operations take longer. */
    private static final long LARGE = 64;

    /** Returns whether a batch can be treated in this way. */
    static boolean takes(Tensor x) {
        return Scope.isOpen()
                && x.value.dim() == 4
                && x.value.size(2) * x.value.size(3) >= LARGE
                && HalvingMaxPool.takes(x, 2, 2);
    }

    /** Returns y; remembers it for gradients, and moves running values if there are any. */
    static Tensor of(Tensor x, int draws, Normalization by, Consumer<ChannelMoments> running) {
        Tensor images = Tensor.wrap(x.value.detach().contiguous());
        long[] shape = images.shape().toArray();
        HalvingMaxPool pool = HalvingMaxPool.over(shape);
        shape[2] /= 2;
        shape[3] /= 2;
        Tensor taken = Tensor.unwritten(shape);
        Tensor positions = Tensor.wrap(Tensor.empty(torch.ScalarType.Int, shape));
        float[] scale = by.scale().toFloats();
        Planes left = Planes.of(taken.value, draws);
        ChannelMoments moments = ChannelMoments.of(
                Planes.of(images.value, draws),
                Tensor.floats(images.value),
                () -> new Taking(pool, scale, left, taken, positions));
        running.accept(moments);
        Standardizing standardizing = Standardizing.of(moments, by);
        Tensor y = Tensor.unwritten(shape);
        standardizing.apply(left, Tensor.floats(taken.value), Tensor.floats(y.value));
        new NormalizedPool(x.handle(), images, by.handle(), standardizing, taken, positions, y.handle()).record();
        return y;
    }

    /** Returns the planes of what is left. */
    private Planes left() {
        return Planes.of(taken.value, standardizing.moments().planes().draws());
    }

    /** Takes the largest number of each window, or the smallest where the scale is negative. */
    private static final class Taking implements ChannelMoments.Visitor {
        private final HalvingMaxPool pool;
        private final float[] scale;
        private final Planes planes;
        private final FloatBuffer target;
        private final IntBuffer places;
        private final float[] some;
        private final int[] found;

        Taking(HalvingMaxPool pool, float[] scale, Planes planes, Tensor taken, Tensor positions) {
            this.pool = pool;
            this.scale = scale;
            this.planes = planes;
            this.target = Tensor.floats(taken.value);
            this.places = Tensor.integers(positions.value);
            this.some = new float[planes.area()];
            this.found = new int[planes.area()];
        }

        @Override
        public void see(int group, int example, float[] plane) {
            boolean turned = scale[group % scale.length] < 0;
            if (turned) {
                turn(plane);
            }
            pool.find(plane, found);
            gather(plane, found, some);
            if (turned) {
                turn(some);
            }
            places.put(planes.start(group, example), found);
            target.put(planes.start(group, example), some);
        }

        private static void turn(float[] plane) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = -plane[i];
            }
        }

        private static void gather(float[] plane, int[] positions, float[] target) {
            for (int i = 0; i < target.length; i++) {
                target[i] = plane[positions[i]];
            }
        }
    }

    @Override
    public List<Tensor> inputs() {
        return List.of(x, by.scale(), by.shift());
    }

    @Override
    public NormalizedPool kept(Scope scope) {
        return new NormalizedPool(
                scope.keep(x),
                scope.keep(images),
                by.kept(scope),
                standardizing,
                scope.keep(taken),
                scope.keep(positions),
                scope.keep(output));
    }

    @Override
    public List<@Nullable Tensor> gradients(Tensor g, boolean[] wanted) {
        FloatBuffer gradient = Tensor.floats(g.value.contiguous());
        Standardizing.Slopes slopes = standardizing.slopes(left(), gradient, Tensor.floats(taken.value));
        return Arrays.asList(
                wanted[0] ? byImages(gradient, slopes) : null,
                wanted[1] ? slopes.byScale() : null,
                wanted[2] ? slopes.byShift() : null);
    }

    private Tensor byImages(FloatBuffer gradient, Standardizing.Slopes slopes) {
        Tensor found = Tensor.unwritten(images.shape().toArray());
        FloatBuffer target = Tensor.floats(found.value);
        FloatBuffer numbers = Tensor.floats(images.value);
        IntBuffer places = Tensor.integers(positions.value);
        Planes planes = standardizing.moments().planes();
        Planes left = left();
        planes.each((from, count) -> {
            float[] plane = new float[planes.area()];
            float[] some = new float[left.area()];
            int[] at = new int[left.area()];
            for (int n = 0; n < planes.examples(); n++) {
                for (int group = from; group < from + count; group++) {
                    numbers.get(planes.start(group, n), plane);
                    slopes.line(group, plane);
                    gradient.get(left.start(group, n), some);
                    places.get(left.start(group, n), at);
                    scatter(some, standardizing.factor(group), at, plane);
                    target.put(planes.start(group, n), plane);
                }
            }
        });
        return found;
    }

    private static void scatter(float[] g, float factor, int[] positions, float[] target) {
        for (int i = 0; i < g.length; i++) {
            target[positions[i]] += factor * g[i];
        }
    }
}
