package dev.dither.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link DrawnLinear} is differentiated: one pass over the numbers of a draw, for which the engine takes ten, then products.
 *
 * <p>Formula: for the gradients f of μ itself, h of log σ and g of y, g being 0 where ReLU is, that of [μ | r] is G = [f + g | (g ∘ ε +
 * h / σ) · eʳ / (1 + eʳ)]; that of x is G W, of W Gᵀ x, of b the sum of the rows of G.
 *
 * @param product x, W and b
 * @param exponential eʳ, which must be a normal number
 * @param stddev σ
 * @param noise ε
 * @param draw what was computed
 * @param rectified whether ψ is ReLU
 */
record DrawnLinearSlopes(
        DrawnLinear.Product product, Tensor exponential, Tensor stddev, Tensor noise, Draw draw, boolean rectified)
        implements Recorded {
    /** Numbers that are worth waking a thread. */
    private static final int GRAIN = 1 << 13;

    @Override
    public List<Tensor> outputs() {
        return List.of(draw.mean(), draw.logStddev(), draw.value());
    }

    @Override
    public List<Tensor> inputs() {
        return product.factors();
    }

    @Override
    public DrawnLinearSlopes kept(Scope scope) {
        return new DrawnLinearSlopes(
                product.kept(scope),
                scope.keep(exponential),
                scope.keep(stddev),
                scope.keep(noise),
                draw.kept(scope),
                rectified);
    }

    @Override
    public List<@Nullable Tensor> gradients(List<@Nullable Tensor> g, boolean[] wanted) {
        org.bytedeco.pytorch.Tensor ofProduct = ofProduct(g);
        org.bytedeco.pytorch.Tensor x = product.x().value.detach();
        org.bytedeco.pytorch.Tensor weight = product.weight().value.detach();
        return Arrays.asList(
                wanted[0] ? Tensor.wrap(ofProduct.mm(weight)) : null,
                wanted[1] ? Tensor.wrap(ofProduct.t().mm(x)) : null,
                wanted[2] ? Tensor.wrap(torch.sum(ofProduct, new long[] {0}, false, new ScalarTypeOptional())) : null);
    }

    private org.bytedeco.pytorch.Tensor ofProduct(List<@Nullable Tensor> g) {
        int examples = Math.toIntExact(stddev.value.size(0));
        int units = Math.toIntExact(stddev.value.size(1));
        org.bytedeco.pytorch.Tensor found = torch.empty(examples, 2L * units);
        Rows rows = new Rows(
                List.of(Blocks.of(exponential), Blocks.of(stddev), Blocks.of(noise), Blocks.of(draw.value())),
                g.stream().map(Blocks::of).toList(),
                Tensor.floats(found),
                units,
                rectified);
        Runs.each(examples, Math.max(1, GRAIN / units), rows::differentiate);
        return found;
    }

    /**
     * What is read and written, an example a row.
     *
     * @param values eʳ, σ, ε and y
     * @param gradients f, h and g, empty where there is none
     * @param target that of the product
     * @param units length of a row, half of one of the target
     * @param rectified whether ψ is ReLU
     */
    private record Rows(
            List<FloatBuffer> values, List<FloatBuffer> gradients, FloatBuffer target, int units, boolean rectified) {
        void differentiate(int start, int count) {
            float[][] value = new float[values.size()][units];
            float[][] gradient = new float[gradients.size()][units];
            for (int row = start; row < start + count; row++) {
                read(values, row, value);
                read(gradients, row, gradient);
                if (rectified) {
                    rectify(gradient[2], value[3]);
                }
                ofBranches(gradient, value);
                target.put(2 * row * units, gradient[0]);
                target.put((2 * row + 1) * units, value[0]);
            }
        }

        private void read(List<FloatBuffer> from, int row, float[][] to) {
            for (int i = 0; i < to.length; i++) {
                Blocks.read(from.get(i), row * units, to[i], units);
            }
        }
    }

    /** Without branches: whatever is positive is 1 when it has grown beyond all numbers. */
    private static void rectify(float[] g, float[] y) {
        for (int i = 0; i < g.length; i++) {
            g[i] *= Math.min(1, y[i] * Float.MAX_VALUE);
        }
    }

    /**
     * Replaces the gradient f of μ itself by that of μ, f + g, and eʳ by that of r, (g ∘ ε + h / σ) · eʳ / (1 + eʳ).
     *
     * @param gradients f, that h of log σ, and that g of μ + σ ∘ ε, which is lost
     * @param values eʳ, σ and ε
     */
    private static void ofBranches(float[][] gradients, float[][] values) {
        add(gradients[2], gradients[0]);
        multiply(gradients[2], values[2]);
        SoftplusSlopes.apply(gradients[2], gradients[1], values[1], values[0]);
    }

    private static void add(float[] g, float[] f) {
        for (int i = 0; i < f.length; i++) {
            f[i] += g[i];
        }
    }

    private static void multiply(float[] g, float[] noise) {
        for (int i = 0; i < g.length; i++) {
            g[i] *= noise[i];
        }
    }
}
