package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.DropoutVariances;
import dev.dither.tensor.NoisyPool;
import dev.dither.tensor.Tensor;
import java.util.List;
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
        DropoutVariances weights = pass.noise() == NoiseMode.MEAN ? null : posterior.variances(mean, spread);
        trace(weights == null ? posterior.logAlpha(mean, spread) : weights.logAlpha(), pass);
        Tensor h = x.junction();
        Tensor y = map.of(h, mean, bias);
        Tensor each = draws == 1 ? y : y.repeated(draws);
        return weights == null ? each : each.plus(map.noise(h, weights.variances(), pass, draws));
    }

    private void trace(Tensor logAlpha, Pass pass) {
        pass.trace().add(new Trace.Weights.GaussianDropout(pass.path(), mean, logAlpha));
    }

    /** Returns {@code forward(x, pass, draws)}, which nothing else takes, pooled by windows of 2 × 2 and rectified. */
    Tensor pooledAlone(Tensor x, Pass pass, int draws) {
        return draws == 1 && pass.noise() != NoiseMode.MEAN && mean.isVariableHere()
                ? pooled(x, pass)
                : forward(x, pass, draws).maxPool(2, 2).relu();
    }

    private Tensor pooled(Tensor x, Pass pass) {
        Shapes.requireInput(pass.path(), map.input(), x.shape());
        DropoutVariances weights = posterior.variances(mean, spread);
        trace(weights.logAlpha(), pass);
        Tensor h = x.junction();
        Tensor y = map.of(h, mean);
        Tensor q = map.variance(h, weights.variances());
        List<Tensor> inputs = bias == null ? List.of(y, q) : List.of(y, q, bias);
        Tensor pooled = NoisyPool.of(inputs, Linear.FLOOR, pass.ofDraws(y.shape()));
        return pooled == null
                ? Linear.plus(y, bias).plus(Linear.noise(q, pass)).maxPool(2, 2).relu()
                : pooled;
    }

    @Override
    public Map<String, Tensor> parameters() {
        return Linear.withBias(Named.of(MEAN, mean, posterior.parameter(), spread), bias);
    }
}
