package dev.dither.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.bytedeco.pytorch.Scalar;

/**
 * Divergence of Gaussian-dropout weights from a log-uniform prior by the usual approximation, found together with its
 * derivative.
 *
 * <p>Formula: Σ k₁ / (1 + e^(k₂ + k₃ l)) + ½ log(1 + e⁻ˡ) over l = log α; by l: − k₁ k₃ e^(k₂ + k₃ l) / (1 + e^(k₂ + k₃ l))² −
 * ½ e⁻ˡ / (1 + e⁻ˡ).
 *
 * <p>Numerics: |l| must be so small that no exponential leaves the normal numbers of single precision; sums of blocks in single, of
 * those in double precision.
 */
public final class LogUniformDivergence {
    /**
     * The approximation.
     *
     * @param height k₁
     * @param offset k₂
     * @param rate k₃
     */
    public record Curve(double height, double offset, double rate) {}

    private LogUniformDivergence() {}

    /** Returns the divergence, a scalar, for l of any shape. */
    public static Tensor of(Tensor l, Curve curve) {
        return l.isVariableHere() ? sloped(l, curve) : plain(l, curve);
    }

    private static Tensor plain(Tensor l, Curve curve) {
        Tensor logistic =
                l.times(curve.rate()).plus(curve.offset()).exp().plus(1).reciprocal();
        return logistic.sum().times(curve.height()).plus(tail(l));
    }

    /** Returns the sum of ½ log(1 + e⁻ˡ), with all its digits where l is large. */
    public static Tensor tail(Tensor l) {
        return l.times(-1).softplus().sum().times(0.5);
    }

    private static Tensor sloped(Tensor l, Curve curve) {
        org.bytedeco.pytorch.Tensor logAlpha = l.value.detach().contiguous();
        Tensor ofCurve = Tensor.wrap(logAlpha.mul(new Scalar(curve.rate()))
                .add_(new Scalar(curve.offset()))
                .exp_());
        Tensor inverse = Tensor.wrap(logAlpha.neg().exp_());
        FloatBuffer slopes = Blocks.of(ofCurve);
        int count = slopes.limit();
        float steepness = (float) -(curve.height() * curve.rate());
        double[] logistic = new double[Blocks.count(count)];
        List<FloatBuffer> from = List.of(slopes, Blocks.of(inverse), Blocks.of(null));
        Blocks.each(count, from, List.of(slopes), (numbers, block, length) -> {
            differentiate(numbers[0], numbers[1], numbers[2], steepness);
            Arrays.fill(numbers[2], length, numbers[2].length, 0);
            logistic[block] = UnitSums.of(numbers[2]);
        });
        double tail = Tensor.wrap(inverse.value.log1p_()).sum().item();
        return Sloped.of(l, ofCurve, curve.height() * DoubleStream.of(logistic).sum() + 0.5 * tail);
    }

    /**
     * Replaces exponentials by slopes.
     *
     * @param exponential e^(k₂ + k₃ l)
     * @param inverse e⁻ˡ
     * @param logistic becomes 1 / (1 + e^(k₂ + k₃ l))
     * @param steepness − k₁ k₃
     */
    private static void differentiate(float[] exponential, float[] inverse, float[] logistic, float steepness) {
        for (int i = 0; i < exponential.length; i++) {
            float share = 1 / (1 + exponential[i]);
            logistic[i] = share;
            exponential[i] = steepness * exponential[i] * share * share - 0.5f * inverse[i] / (1 + inverse[i]);
        }
    }
}
