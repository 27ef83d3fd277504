package dev.dither.prune;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.rng.RandomKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/** Uniform draws on [0, 1), whatever the unit does: the control that any other criterion has to beat. */
public record RandomUnits() implements Criterion {
    @Override
    public UnitScores score(Network network, Examples data, RandomKey key) {
        Map<String, List<Double>> scores = new LinkedHashMap<>();
        for (FreeUnits layer : FreeUnits.of(network)) {
            SplittableRandom draws = key.child(layer.layer()).generator();
            scores.put(
                    layer.layer(),
                    DoubleStream.generate(draws::nextDouble)
                            .limit(layer.units())
                            .boxed()
                            .toList());
        }
        return new UnitScores(scores);
    }
}
