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
}
