package dev.dither.lab.experiment;

import dev.dither.predict.Inference;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import java.util.ArrayList;
import java.util.List;

/**
 * Accuracies of single draws on the test examples, one by one: how far they scatter, and how far below their average's they
 * are.
 *
 * @param count how many
 */
record SingleDraws(int count) implements Evaluation {
    /** Name of the figure of each draw, which ends with its number. */
    static final String METRIC = "singleAccuracy";

    @Override
    public String name() {
        return "single draws";
    }

    @Override
    public List<String> headlines() {
        return List.of();
    }

    @Override
    public Findings evaluate(Trained trained, Bench bench) {
        List<Figure> figures = new ArrayList<>();
        if (trained.noisy()) {
            RandomKey key = trained.root().child(Stream.EVALUATION).child(name());
            int[] labels = trained.test().labels();
            for (int draw = 0; draw < count; draw++) {
                Predictor single = new Predictor(trained.network(), new Inference.Draws(1), key.child(draw));
                double accuracy = single.predict(trained.test()).accuracy(labels);
                figures.add(Figure.of(METRIC + "@draw=" + draw, accuracy, 1));
            }
        }
        return Findings.of(figures);
    }
}
