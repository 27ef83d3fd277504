package dev.dither.lab.experiment;

import dev.dither.predict.Inference;
import dev.dither.predict.Predictive;
import dev.dither.predict.Ranking;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;

/**
 * Accuracy and calibration on the test examples, by the mean and, for networks with any noise, dropout too, by one draw and by several; accuracy of the mean on
 * the labels trained on, and by how much it exceeds that of the test; pictures of those it is least and most certain of.
 *
 * @param draws noisy passes
 */
record Prediction(int draws) implements Evaluation {
    @Override
    public String name() {
        return "prediction";
    }

    @Override
    public List<String> headlines() {
        return List.of("testAccuracy", "testEce");
    }

    @Override
    public boolean takesEnsembles() {
        return true;
    }

    @Override
    public Findings evaluate(Trained trained, Bench bench) {
        int[] labels = trained.test().labels();
        List<Figure> figures = new ArrayList<>(figures("", trained.tested(), labels));
        figures.addAll(gap(trained));
        if (trained.noisy()) {
            for (int count : new int[] {1, draws}) {
                Inference inference = new Inference.Draws(count);
                Predictive drawn =
                        trained.predictor(trained.ensemble(), inference).predict(trained.test());
                figures.addAll(figures("", drawn, labels));
            }
        }
        Findings found = Findings.of(figures);
        if (!trained.shown() || !Gallery.pictures(trained.test())) {
            return found;
        }
        Integer[] order = order(trained.tested());
        return found.with(page(trained, "least", k -> order[k]))
                .with(page(trained, "most", k -> order[order.length - 1 - k]));
    }

    /** Returns how well the labels trained on are predicted, and by how much less well those of the test examples are. */
    private static List<Figure> gap(Trained trained) {
        double fitted = trained.given().fitted(trained.judged());
        double accuracy = trained.tested().accuracy(trained.test().labels());
        return List.of(Figure.of("trainAccuracy", fitted), Figure.of("generalizationGap", fitted - accuracy));
    }

    /** Returns the figures of a prediction, each name with an ending. */
    static List<Figure> figures(String ending, Predictive found, int[] labels) {
        return List.of(
                Figure.of("testAccuracy" + ending, found.accuracy(labels), found.draws()),
                Figure.of("testNll" + ending, found.nll(labels), found.draws()),
                Figure.of("testBrier" + ending, found.brier(labels), found.draws()),
                Figure.of("testEce" + ending, found.calibrationError(labels), found.draws()));
    }

    /** Returns the examples from the least certain to the most certain. */
    private static Integer[] order(Predictive tested) {
        double[] entropy = new double[tested.size()];
        for (int i = 0; i < entropy.length; i++) {
            entropy[i] = tested.entropy(i);
        }
        return Ranking.descending(entropy);
    }

    private static Gallery.Page page(Trained trained, String which, IntUnaryOperator order) {
        int[] shown = Gallery.first(trained.test().size(), order);
        return Gallery.page(
                trained.cell().method() + ": " + which + " certain test images",
                "entropy of the predicted distribution, mean inference",
                trained.data().asRead(trained.test().subset(shown)),
                i -> caption(trained, shown[i]));
    }

    private static String caption(Trained trained, int example) {
        return String.format(
                Locale.ROOT,
                "is %d, predicted %d, %.2f nats",
                trained.test().label(example),
                trained.tested().predicted(example),
                trained.tested().entropy(example));
    }
}
