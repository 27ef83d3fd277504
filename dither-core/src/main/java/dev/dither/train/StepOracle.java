package dev.dither.train;

import dev.dither.nn.Network;
import dev.dither.nn.Parameters;
import dev.dither.nn.Pass;
import dev.dither.objective.Batch;
import dev.dither.objective.Differentiated;
import dev.dither.objective.Loss;
import dev.dither.objective.Objective;
import dev.dither.optim.GradientOracle;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gradients of the loss of one step, of its whole batch or of parts; tells what the loss was. */
final class StepOracle implements GradientOracle {
    private final Setting setting;
    private final Batch batch;
    private final RandomKey key;
    private final Map<String, Double> first = new LinkedHashMap<>();
    private final List<StepOracle> parts = new ArrayList<>();

    /**
     * What the parts of a step share.
     *
     * @param number of the step, from 1
     */
    record Setting(Network network, Objective objective, long number) {}

    /** Prepares to be asked; the key is that of the noise of the forward passes. */
    StepOracle(Setting setting, Batch batch, RandomKey key) {
        this.setting = setting;
        this.batch = batch;
        this.key = key;
    }

    @Override
    public List<Tensor> gradient(Parameters parameters) {
        Differentiated found =
                setting.objective().differentiated(setting.network(), batch, Pass.training(key), parameters.all());
        record(found.loss());
        return found.gradients().get();
    }

    @Override
    public List<Part> parts(int count) {
        if (parts.isEmpty()) {
            long size = size();
            long pieces = Math.min(count, size);
            for (long i = 0; i < pieces; i++) {
                parts.add(part(i, i * size / pieces, (i + 1) * size / pieces));
            }
        }
        return parts.stream()
                .map(part -> new Part(part.size() / (double) size(), part))
                .toList();
    }

    private StepOracle part(long number, long from, long to) {
        Batch own =
                new Batch(batch.x().narrow(0, from, to - from), batch.labels().narrow(0, from, to - from));
        return new StepOracle(setting, own, key.child(number));
    }

    private long size() {
        return batch.labels().shape().size(0);
    }

    /** Of several losses of the same examples, which have the same noise, the first is the one told. */
    private void record(Loss loss) {
        Map<String, Double> values = new LinkedHashMap<>();
        loss.terms().forEach((name, term) -> values.put(name, term.item()));
        values.forEach(first::putIfAbsent);
        if (!values.values().stream().allMatch(Double::isFinite)) {
            throw new DivergedException(setting.number(), values.toString());
        }
    }

    /** Returns the terms of the loss, the mean over the parts where these were asked. */
    Map<String, Double> terms() {
        if (!first.isEmpty()) {
            return first;
        }
        Map<String, Double> mean = new LinkedHashMap<>();
        parts.forEach(part ->
                part.terms().forEach((name, value) -> mean.merge(name, value * part.size() / size(), Double::sum)));
        return mean;
    }
}
