package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.nn.Trace;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What leaves the first units of one dense layer, for each example and draw of the noise of the whole network. */
final class DrawnOutputs {
    private static final int BATCH = 500;

    private final float[][] values;
    private final int units;

    private DrawnOutputs(float[][] values, int units) {
        this.values = values;
        this.units = units;
    }

    /**
     * Which outputs, and how often they are drawn.
     *
     * @param layer path of a dense layer
     * @param units how many of its units, from the first
     * @param draws how many draws of each example
     * @param key address of the noise
     */
    record Asked(String layer, int units, int draws, RandomKey key) {}

    static DrawnOutputs of(Network network, Examples examples, Asked asked) {
        float[][] values = new float[asked.draws()][examples.size() * asked.units()];
        try (Gradients.Off off = Gradients.off()) {
            for (int start = 0; start < examples.size(); start += BATCH) {
                fill(network, examples, asked, start, values);
            }
        }
        return new DrawnOutputs(values, asked.units());
    }

    private static void fill(Network network, Examples examples, Asked asked, int start, float[][] values) {
        RandomKey key = asked.key().child(start);
        try (Scope scope = Scope.open()) {
            Tensor batch = Predictor.batch(examples, start, Math.min(BATCH, examples.size() - start));
            Function<Pass, Tensor> passes = network.forwards(batch, Pass.sampling(key));
            for (int draw = 0; draw < asked.draws(); draw++) {
                try (Scope each = Scope.open()) {
                    copy(output(passes, asked.layer(), key.child(draw)), asked.units(), values[draw], start);
                }
            }
        }
    }

    /** Returns what leaves a layer, the whole network where there is none of that path. */
    private static Tensor output(Function<Pass, Tensor> passes, String layer, RandomKey key) {
        List<Tensor> seen = new ArrayList<>();
        Tensor last = passes.apply(pass(key, (path, output) -> {
            if (path.equals(layer)) {
                seen.add(output);
            }
        }));
        return seen.isEmpty() ? last : seen.get(0);
    }

    private static void copy(Tensor output, int units, float[] target, int start) {
        float[] all = output.toFloats();
        int width = (int) output.shape().size(1);
        for (int i = 0; i * width < all.length; i++) {
            System.arraycopy(all, i * width, target, (start + i) * units, units);
        }
    }

    /** Returns a pass that draws, and shows what leaves each layer. */
    static Pass pass(RandomKey key, Trace.Observer observer) {
        return Pass.sampling(key).tracedBy(new Trace(observer));
    }

    /** Returns one output. */
    double at(int draw, int example, int unit) {
        return values[draw][example * units + unit];
    }

    /** Returns the number of draws. */
    int draws() {
        return values.length;
    }

    /** Returns the standard deviation of a unit for an example over the draws. */
    double stddev(int example, int unit) {
        double sum = 0;
        double squares = 0;
        for (int draw = 0; draw < draws(); draw++) {
            double value = at(draw, example, unit);
            sum += value;
            squares += value * value;
        }
        double mean = sum / draws();
        return Math.sqrt(Math.max(0, squares / draws() - mean * mean) * draws() / (draws() - 1));
    }
}
