package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Tensor;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A built layer whose weights have mean 0. */
record ZeroMeanLinear(
        Linear map,
        WeightNoise noise,
        Tensor scale,
        @Nullable Tensor bias) implements Layer {
    static ZeroMeanLinear build(Linear map, WeightNoise noise, Init init, Conv.Bias bias, RandomKey key) {
        Tensor start = noise.scale().start(map.start(init, key.child("scale")));
        return new ZeroMeanLinear(map, noise, start.owned().variable(), map.bias(bias));
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return forward(x, pass, 1);
    }

    @Override
    public Tensor forward(Tensor x, Pass pass, int draws) {
        Shapes.requireInput(pass.path(), map.input(), x.shape());
        pass.trace().add(new Trace.Weights.ZeroMean(pass.path()));
        return Linear.plus(pass.noise() == NoiseMode.MEAN ? mean(x, pass, draws) : drawn(x, pass, draws), bias);
    }

    private Tensor mean(Tensor x, Pass pass, int draws) {
        return switch (noise.meanPath()) {
            case REFUSED -> throw new NoMeanPathException(pass.path());
            case BIAS ->
                Tensor.full(0, map.output().batched(x.shape().size(0) * draws)).like(x);
        };
    }

    private Tensor drawn(Tensor x, Pass pass, int draws) {
        return switch (noise.drawing()) {
            case OUTPUTS -> map.noise(x, noise.variances(scale), pass, draws);
            case WEIGHTS -> weights().each(x, pass, draws);
        };
    }

    /** Returns the product by θ ∘ u, of which θ is the same for all draws. */
    private DrawnWeights weights() {
        Tensor theta = noise.scale().value(scale);
        return key -> {
            Tensor u = noise.family().unitDraws(key, theta.shape());
            Tensor weight = theta.times(u.like(theta));
            return x -> map.of(x, weight);
        };
    }

    @Override
    public UnaryOperator<Tensor> function(Pass pass) {
        if (pass.noise() == NoiseMode.MEAN || noise.drawing() == WeightNoise.Drawing.OUTPUTS || pass.draws() > 1) {
            return Layer.super.function(pass);
        }
        UnaryOperator<Tensor> product = weights().only(pass);
        return x -> {
            Shapes.requireInput(pass.path(), map.input(), x.shape());
            return Linear.plus(product.apply(x), bias);
        };
    }

    @Override
    public Map<String, Tensor> parameters() {
        return Linear.withBias(Map.of(noise.scale().parameter(), scale), bias);
    }
}
