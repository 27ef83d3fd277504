package dev.dither.tensor;

import dev.dither.rng.RandomKey;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Draws of the random activations of a convolution, max-pooled by windows of 2 × 2 while they are drawn.
 *
 * <p>Formula: [μ | r] = a + b, σ = log(1 + eʳ), y = the largest max(0, μ + σ ∘ ε) of each window, ε ~ N(0, 1).
 *
 * <p>Shapes: a, what was convolved, [N, 2 K, H, W], b [2 K], ε, μ and log σ [N, K, H, W], y [N, K, ⌊H / 2⌋, ⌊W / 2⌋].
 */
public final class DrawnPool {
    private final Tensor source;
    private final Tensor summand;
    private final DrawnPoolSlopes slopes;
    private final FloatBuffer sums;
    private final FloatBuffer stddevs;
    private final int channels;

    private DrawnPool(Tensor source, Tensor bias, DrawnPoolSlopes slopes) {
        this.source = source;
        this.summand = Tensor.wrap(bias.value.detach().view(1, -1, 1, 1));
        this.slopes = slopes;
        this.sums = Tensor.floats(source.value);
        this.stddevs = Tensor.floats(slopes.stddev().value);
        this.channels = slopes.channels();
    }

    /**
     * Returns y and the rest; or null where windows of 2 × 2 do not fit, where the engine would have to go on from a, or where eʳ would not
     * be a normal number.
     *
     * @param branches a, which is lost: b is added to it in place
     * @param bias b
     * @param draws the address of ε for each draw of the batch, of which it holds as many examples each
     */
    public static @Nullable Draw of(Tensor branches, Tensor bias, List<RandomKey> draws) {
        if (!branches.isVariable() || !HalvingMaxPool.takes(branches, 2, 2)) {
            return null;
        }
        Tensor source = Tensor.wrap(branches.value.detach().contiguous());
        Tensor mean = Parts.of(source.value, 1, 2).get(0);
        long[] shape = mean.shape().toArray();
        DrawnPoolSlopes slopes = new DrawnPoolSlopes(
                List.of(branches.handle(), bias.handle()),
                Tensor.unwritten(shape),
                Tensor.unwritten(shape),
                Pooled.of(shape),
                mean,
                Tensor.unwritten(shape));
        if (!new DrawnPool(source, bias, slopes).draw(DrawnExamples.of(shape, draws))) {
            return null;
        }
        slopes.record();
        return slopes.draw();
    }

    /** Returns false where eʳ is not normal. */
    private boolean draw(DrawnExamples examples) {
        AtomicBoolean normal = new AtomicBoolean(true);
        examples.each((from, count, noise) -> {
            if (spread(from, count)) {
                draw(from * channels, count * channels, noise);
            } else {
                normal.set(false);
            }
        });
        return normal.get();
    }

    /** Adds the bias and writes eʳ, σ and log σ of some examples; returns false where eʳ is not normal. */
    private boolean spread(long from, long count) {
        org.bytedeco.pytorch.Tensor sum =
                torch.narrow(source.value, 0, from, count).add_(summand.value);
        org.bytedeco.pytorch.Tensor r = torch.narrow(sum, 1, channels, channels);
        org.bytedeco.pytorch.Tensor exponential = torch.narrow(slopes.exponential().value, 0, from, count);
        org.bytedeco.pytorch.Tensor stddev = torch.narrow(slopes.stddev().value, 0, from, count);
        torch.exp_out(exponential, r);
        if (!Softplus.isNormalExponential(Range.of(exponential))) {
            return false;
        }
        torch.log1p_out(stddev, exponential);
        torch.log_out(torch.narrow(slopes.logStddev().value, 0, from, count), stddev);
        return true;
    }

    /** Draws {@code count} planes by the draws that an array begins with. */
    private void draw(int start, int count, float[] noise) {
        Pooled.Taking taking = slopes.pooled().taking();
        float[] y = new float[slopes.pooled().pool().area()];
        float[] stddev = new float[y.length];
        for (int i = 0; i < count; i++) {
            sums.get(ofMean(start + i, channels) * y.length, y);
            stddevs.get((start + i) * y.length, stddev);
            add(y, stddev, noise, i * y.length);
            taking.take(start + i, y, noise, i * y.length);
        }
    }

    private static void add(float[] mean, float[] stddev, float[] noise, int start) {
        for (int i = 0; i < mean.length; i++) {
            mean[i] += stddev[i] * noise[start + i];
        }
    }

    /** Returns where the mean's part of a plane of the branches is. */
    static int ofMean(int plane, int channels) {
        return plane / channels * 2 * channels + plane % channels;
    }
}
