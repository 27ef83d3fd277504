package dev.dither.tensor;

/**
 * A draw of random activations y = ψ(μ + σ ∘ ε), and what it was drawn from.
 *
 * @param mean μ, by which what comes of the draw is differentiated too
 * @param logStddev log σ
 * @param value y
 */
public record Draw(Tensor mean, Tensor logStddev, Tensor value) {
    /** Returns handles of the same tensors. */
    Draw handle() {
        return new Draw(mean.handle(), logStddev.handle(), value.handle());
    }

    /** Hands all tensors to the scope around {@code scope}. */
    Draw kept(Scope scope) {
        return new Draw(scope.keep(mean), scope.keep(logStddev), scope.keep(value));
    }

    /**
     * Replaces the gradient f of μ itself by that of μ, f + g, and eʳ by that of r, (g ∘ ε + h / σ) · eʳ / (1 + eʳ).
     *
     * @param gradients f, that h of log σ, and that g of μ + σ ∘ ε, which is lost
     * @param values eʳ, σ and ε
     */
    static void differentiate(float[][] gradients, float[][] values) {
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
