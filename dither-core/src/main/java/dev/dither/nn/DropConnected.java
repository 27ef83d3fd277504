package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A built layer whose weights are dropped. */
record DropConnected(
        Linear map, Drop drop, Tensor weight, @Nullable Tensor bias) implements Layer {
    private static final String WEIGHT = "weight";

    /**
     * How weights are dropped.
     *
     * @param probability p
     * @param drawing what is drawn
     */
    record Drop(double probability, WeightNoise.Drawing drawing) {
        /** Returns M / (1 − p). */
        Tensor mask(RandomKey key, Shape shape) {
            return Dropout.mask(probability, key, shape);
        }

        /** Returns the variance of a weight in squares of it. */
        double variance() {
            return probability / (1 - probability);
        }
    }

    static DropConnected build(Linear map, Drop drop, Init init, Conv.Bias bias, RandomKey key) {
        Tensor weight = map.start(init, key.child(WEIGHT)).owned().variable();
        return new DropConnected(map, drop, weight, map.bias(bias));
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return forward(x, pass, 1);
    }

    @Override
    public Tensor forward(Tensor x, Pass pass, int draws) {
        Shapes.requireInput(pass.path(), map.input(), x.shape());
        if (drawsWeights(pass)) {
            DrawnWeights weights = this::dropped;
            return Linear.plus(weights.each(x, pass, draws), bias);
        }
        Tensor h = x.junction();
        Tensor mean = map.of(h, weight);
        Tensor each = draws == 1 ? mean : mean.repeated(draws);
        Tensor y = pass.noise() == NoiseMode.MEAN
                ? each
                : each.plus(map.noise(h, weight.squareWithHalfGradient().times(drop.variance()), pass, draws));
        return Linear.plus(y, bias);
    }

    @Override
    public UnaryOperator<Tensor> function(Pass pass) {
        if (!drawsWeights(pass) || pass.draws() > 1) {
            return Layer.super.function(pass);
        }
        DrawnWeights weights = this::dropped;
        UnaryOperator<Tensor> product = weights.only(pass);
        return x -> {
            Shapes.requireInput(pass.path(), map.input(), x.shape());
            return Linear.plus(product.apply(x), bias);
        };
    }

    private boolean drawsWeights(Pass pass) {
        return pass.noise() == NoiseMode.SAMPLE && drop.drawing() == WeightNoise.Drawing.WEIGHTS;
    }

    private UnaryOperator<Tensor> dropped(RandomKey key) {
        Tensor left = weight.times(drop.mask(key, weight.shape()).like(weight));
        return x -> map.of(x, left);
    }

    @Override
    public Map<String, Tensor> parameters() {
        return Linear.withBias(Map.of(WEIGHT, weight), bias);
    }
}
