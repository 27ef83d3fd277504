package dev.dither.nn;

import dev.dither.tensor.Draw;
import dev.dither.tensor.DrawnPool;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Softplus;
import dev.dither.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stochastic layers share: from the stacked branches to a drawn activation and a trace of it. */
record StochasticActivation(int units, NoiseFamily noise, StochasticDense.Output output) {
    /** Returns the bias of both branches: zeros for the mean, {@code initialRho} for the standard deviation. */
    Tensor bias(double initialRho) {
        Tensor zero = Tensor.full(0, Shape.of(units));
        return Tensor.concatenated(0, zero, Tensor.full(initialRho, Shape.of(units)))
                .owned()
                .variable();
    }

    /** Returns ψ(μ + σ ∘ ε) for branches stacked along axis 1, mean first. */
    Tensor of(Tensor branches, Pass pass) {
        List<Tensor> halves = branches.halves(1);
        return of(halves.get(0), halves.get(1), pass);
    }

    /** Returns ψ(μ + σ ∘ ε) for branches x Wᵀ + b. */
    Tensor of(Tensor x, Tensor weight, Tensor bias, Pass pass) {
        Shape shape = Shape.of(x.shape().size(0), units);
        return traced(output.of(x, weight, bias, pass.drawn(shape, noise::draws).like(x)), pass);
    }

    private static Tensor traced(Draw draw, Pass pass) {
        pass.trace().add(new Trace.Site(pass.path(), draw.mean(), draw.logStddev()));
        return draw.value();
    }

    /** Returns whether noise can be drawn where activations are pooled. */
    boolean isDrawnPooled(Tensor weight, Pass pass) {
        return noise == NoiseFamily.GAUSSIAN && pass.noise() != NoiseMode.MEAN && weight.isVariableHere();
    }

    /**
     * Returns max(0, μ + σ ∘ ε), which nothing else takes, pooled by windows of 2 × 2, or null where {@link DrawnPool} does.
     *
     * @param branches stacked along axis 1, without the bias; lost
     */
    @Nullable
    Tensor pooled(Tensor branches, Tensor bias, Pass pass) {
        Draw draw = DrawnPool.of(branches, bias, pass.ofDraws(branches.shape()));
        return draw == null ? null : traced(draw, pass);
    }

    /** Returns ψ(μ + σ ∘ ε) with σ = softplus(r). */
    Tensor of(Tensor mean, Tensor r, Pass pass) {
        Softplus stddev = Softplus.of(r);
        pass.trace().add(new Trace.Site(pass.path(), mean, stddev.log()));
        if (pass.noise() == NoiseMode.MEAN) {
            return output.of(mean);
        }
        Tensor draw = pass.drawn(mean.shape(), noise::draws).like(mean);
        return output.of(mean, stddev.value(), draw);
    }
}
