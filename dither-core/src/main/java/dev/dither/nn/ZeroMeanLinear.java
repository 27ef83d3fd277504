package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.Map;
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
            case WEIGHTS -> shared(x, pass, draws);
        };
    }

    /** One product for each draw: those that the batch holds already, each {@code draws} times. */
    private Tensor shared(Tensor x, Pass pass, int draws) {
        int held = pass.draws();
        long examples = x.shape().size(0) / held;
        if (examples * held != x.shape().size(0)) {
            throw new ShapeException(pass.path(), held + " draws of as many examples each", x.shape());
        }
        Tensor theta = noise.scale().value(scale);
        Tensor[] outputs = new Tensor[held * draws];
        for (int draw = 0; draw < outputs.length; draw++) {
            Tensor rows = held == 1 ? x : x.narrow(0, draw % held * examples, examples);
            Tensor u = noise.family().unitDraws(pass.key().child(draw), theta.shape());
            outputs[draw] = map.of(rows, theta.times(u.like(theta)));
        }
        return outputs.length == 1 ? outputs[0] : Tensor.concatenated(0, outputs);
    }

    @Override
    public Map<String, Tensor> parameters() {
        return Linear.withBias(Map.of(noise.scale().parameter(), scale), bias);
    }
}
