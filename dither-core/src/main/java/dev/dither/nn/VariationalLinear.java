package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A built layer whose weights have trained means and variances. */
record VariationalLinear(
        Linear map,
        Posterior posterior,
        Tensor mean,
        Tensor spread,
        @Nullable Tensor bias) implements Layer {
    private static final String MEAN = "mean";

    /**
     * How weights start.
     *
     * @param init distribution of the means
     * @param logAlpha log α
     */
    record Start(Init init, double logAlpha) {}

    static VariationalLinear build(Linear map, Posterior posterior, Start start, Conv.Bias bias, RandomKey key) {
        Tensor mean = map.start(start.init(), key.child(MEAN));
        Tensor spread = posterior.start(mean, start.logAlpha());
        return new VariationalLinear(
                map, posterior, mean.owned().variable(), spread.owned().variable(), map.bias(bias));
    }

    static void requireLogAlpha(String name, double logAlpha) {
        if (!(Math.abs(logAlpha) <= Posterior.CLIP)) {
            throw new IllegalArgumentException(
                    name + " must be in [-" + Posterior.CLIP + ", " + Posterior.CLIP + "], got " + logAlpha);
        }
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return forward(x, pass, 1);
    }

    @Override
    public Tensor forward(Tensor x, Pass pass, int draws) {
        Shapes.requireInput(pass.path(), map.input(), x.shape());
        Tensor logAlpha = posterior.logAlpha(mean, spread);
        pass.trace().add(new Trace.Weights.GaussianDropout(pass.path(), mean, logAlpha));
        Tensor h = x.junction();
        Tensor y = map.of(h, mean, bias);
        Tensor each = draws == 1 ? y : y.repeated(draws);
        return pass.noise() == NoiseMode.MEAN
                ? each
                : each.plus(map.noise(h, posterior.variances(mean, spread), pass, draws));
    }

    @Override
    public Map<String, Tensor> parameters() {
        return Linear.withBias(Named.of(MEAN, mean, posterior.parameter(), spread), bias);
    }
}
