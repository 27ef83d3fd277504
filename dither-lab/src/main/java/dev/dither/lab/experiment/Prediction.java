package dev.dither.lab.experiment;

import dev.dither.predict.Inference;
import dev.dither.predict.Predictive;
import dev.dither.predict.Ranking;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;

/**
 * Accuracy and calibration on the test examples, by the mean and, for networks with any noise, dropout too, by one draw and by several; accuracy on
 * the labels trained on, and by how much it exceeds that of the test; pictures of those it is least and most certain of, both by {@link Trained#inference()}.
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
        Predictive looked = trained.tested();
        List<Figure> figures = new ArrayList<>(figures("", looked, labels));
        if (trained.noisy()) {
            for (int count : new int[] {1, draws}) {
                Inference inference = new Inference.Draws(count);
                Predictive drawn =
                        trained.predictor(trained.ensemble(), inference).predict(trained.test());
                figures.addAll(figures("", drawn, labels));
                looked = inference.equals(trained.inference()) ? drawn : looked;
            }
        }
        figures.addAll(gap(trained, looked.accuracy(labels)));
        Findings found = Findings.of(figures);
        return trained.shown() && Gallery.pictures(trained.test()) ? pictures(found, trained, looked) : found;
    }

    /** Returns how well the labels trained on are predicted, and by how much less well those of the test examples are. */
    private static List<Figure> gap(Trained trained, double accuracy) {
        Predictive judged = trained.judged();
        double fitted = trained.given().fitted(judged);
        return List.of(
                Figure.of("trainAccuracy", fitted, judged.draws()),
                Figure.of("generalizationGap", fitted - accuracy, judged.draws()));
    }

    private static Findings pictures(Findings found, Trained trained, Predictive looked) {
        Integer[] order = order(looked);
        return found.with(page(trained, looked, "least", k -> order[k]))
                .with(page(trained, looked, "most", k -> order[order.length - 1 - k]));
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

    private static Gallery.Page page(Trained trained, Predictive looked, String which, IntUnaryOperator order) {
        int[] shown = Gallery.first(trained.test().size(), order);
        String by = looked.draws() == 0 ? "mean inference" : "average of " + looked.draws() + " draws";
        return Gallery.page(
                trained.cell().method() + ": " + which + " certain test images",
                "entropy of the predicted distribution, " + by,
                trained.data().asRead(trained.test().subset(shown)),
                i -> caption(trained.test().label(shown[i]), looked, shown[i]));
    }

    private static String caption(int label, Predictive looked, int example) {
        return String.format(
                Locale.ROOT,
                "is %d, predicted %d, %.2f nats",
                label,
                looked.predicted(example),
                looked.entropy(example));
    }
}
