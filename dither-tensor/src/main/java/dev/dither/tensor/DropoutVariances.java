package dev.dither.tensor;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Variances of Gaussian-dropout weights, with the logarithm of their α that divergences are taken of.
 *
 * <p>Formula: l = min(c, max(−c, a)), σ² = μ² eˡ, for each weight.
 *
 * <p>Numerics: of the gradient of σ² half is handed on, as of variances x is weighted by, see {@link Tensor#withHalfGradient}. Where no
 * a is clipped, single precision is differentiated here: for the gradients g of l and h of σ², that of μ is h μ eˡ, that of a g + ½ h μ² eˡ,
 * found in one pass over the weights.
 *
 * @param logAlpha l
 * @param variances σ²
 */
public record DropoutVariances(Tensor logAlpha, Tensor variances) {
    /**
     * Returns both.
     *
     * @param mean μ
     * @param unclipped a, of the shape of μ
     * @param clip c
     */
    public static DropoutVariances of(Tensor mean, Tensor unclipped, double clip) {
        if (mean.isVariableHere()
                && unclipped.isVariableHere()
                && Range.of(unclipped.value).isWithin(-clip, clip)) {
            return recorded(mean, unclipped);
        }
        Tensor logAlpha = unclipped.clamp(-clip, clip);
        return new DropoutVariances(
                logAlpha, mean.square().times(logAlpha.exp()).withHalfGradient());
    }

    private static DropoutVariances recorded(Tensor mean, Tensor unclipped) {
        Tensor alpha = Tensor.wrap(unclipped.value.detach().exp().contiguous());
        Tensor variances = Tensor.unwritten(mean.shape().toArray());
        Blocks.each(
                Math.toIntExact(variances.value.numel()),
                List.of(Blocks.of(mean), Blocks.of(alpha)),
                List.of(Tensor.floats(variances.value)),
                (numbers, block, length) -> multiply(numbers[0], numbers[1]));
        DropoutVariances found = new DropoutVariances(unclipped.detach(), variances);
        new Slopes(
                        mean.handle(),
                        unclipped.handle(),
                        alpha,
                        new DropoutVariances(found.logAlpha.handle(), variances.handle()))
                .record();
        return found;
    }

    /** Replaces μ by σ². */
    private static void multiply(float[] mean, float[] alpha) {
        for (int i = 0; i < mean.length; i++) {
            mean[i] = mean[i] * mean[i] * alpha[i];
        }
    }

    /** How they are differentiated in one pass. */
    private record Slopes(Tensor mean, Tensor unclipped, Tensor alpha, DropoutVariances found) implements Recorded {
        @Override
        public List<Tensor> outputs() {
            return List.of(found.logAlpha, found.variances);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(mean, unclipped);
        }

        @Override
        public Slopes kept(Scope scope) {
            return new Slopes(
                    scope.keep(mean),
                    scope.keep(unclipped),
                    scope.keep(alpha),
                    new DropoutVariances(scope.keep(found.logAlpha), scope.keep(found.variances)));
        }

        @Override
        public List<@Nullable Tensor> gradients(List<@Nullable Tensor> g, boolean[] wanted) {
            if (g.get(1) == null) {
                return Arrays.asList(null, g.get(0));
            }
            Tensor ofMean = Tensor.unwritten(mean.shape().toArray());
            Tensor ofUnclipped = Tensor.unwritten(mean.shape().toArray());
            Blocks.each(
                    Math.toIntExact(mean.value.numel()),
                    List.of(Blocks.of(g.get(1)), Blocks.of(g.get(0)), Blocks.of(mean), Blocks.of(alpha)),
                    List.of(Tensor.floats(ofMean.value), Tensor.floats(ofUnclipped.value)),
                    (numbers, block, length) -> differentiate(numbers[0], numbers[1], numbers[2], numbers[3]));
            return Arrays.asList(wanted[0] ? ofMean : null, wanted[1] ? ofUnclipped : null);
        }
    }

    /** Replaces the gradient h of σ² by that of μ, and g of l by that of a. */
    private static void differentiate(float[] h, float[] g, float[] mean, float[] alpha) {
        for (int i = 0; i < h.length; i++) {
            float ofMean = h[i] * (mean[i] * alpha[i]);
            h[i] = ofMean;
            g[i] += 0.5f * (ofMean * mean[i]);
        }
    }
}
