package dev.dither.lab.experiment;

import dev.dither.nn.Network;
import dev.dither.predict.Inference;
import dev.dither.predict.RandomWeights;
import dev.dither.predict.WeightControls;
import dev.dither.predict.ZeroMeanBound;
import dev.dither.rng.Stream;
import java.util.ArrayList;
import java.util.List;

/**
 * What predictions rest on: the accuracy by draws with the means of one layer at 0, and with its variances shuffled over its
 * weights; and how much a class probability can change at most when the means go, by {@link ZeroMeanBound}.
 *
 * @param draws noisy passes of a prediction
 */
record Controls(int draws) implements Evaluation {
    @Override
    public String name() {
        return "controls";
    }

    @Override
    public List<String> headlines() {
        return List.of("zeroMeansAccuracy", "permutedVariancesAccuracy");
    }

    @Override
    public Findings evaluate(Trained trained, Bench bench) {
        List<Figure> figures = new ArrayList<>();
        ZeroMeanBound.of(trained.network())
                .layers()
                .forEach(layer ->
                        figures.add(Figure.of("zeroMeansBound@layer=" + layer.path(), layer.probabilityChange())));
        for (RandomWeights layer : RandomWeights.of(trained.network())) {
            String ending = "@layer=" + layer.path();
            if (layer.haveMeans()) {
                Network changed = WeightControls.zeroMeans(trained.network(), layer.path());
                figures.add(accuracy(trained, "zeroMeansAccuracy" + ending, changed));
            }
            Network shuffled = WeightControls.permutedVariances(
                    trained.network(),
                    layer.path(),
                    trained.root().child(Stream.EVALUATION).child(name()));
            figures.add(accuracy(trained, "permutedVariancesAccuracy" + ending, shuffled));
        }
        return Findings.of(figures);
    }

    private Figure accuracy(Trained trained, String metric, Network changed) {
        try (changed) {
            double accuracy = trained.predictor(changed, new Inference.Draws(draws))
                    .predict(trained.test())
                    .accuracy(trained.test().labels());
            return Figure.of(metric, accuracy, draws);
        }
    }
}
