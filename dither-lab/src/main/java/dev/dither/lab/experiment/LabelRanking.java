package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.lab.run.CsvText;
import dev.dither.labels.NoisyLabels;
import dev.dither.labels.Suspicion;
import dev.dither.predict.Predictive;
import dev.dither.predict.Ranking;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How well the mean network tells wrong training labels from right ones, by the likelihood of the given label and by σ,
 * with pictures of the most suspicious ones; and {@code suspicious.csv}, all training examples from the most suspicious one
 * on, as the network of {@code model.safetensors} judges them. Where no label is wrong there is the file alone. Of labels by
 * people also how many are wrong.
 */
record LabelRanking() implements Evaluation {
    @Override
    public String name() {
        return "label-ranking";
    }

    @Override
    public List<String> headlines() {
        return List.of("aurocLikelihood", "aurocStddev", "wrongLabels");
    }

    @Override
    public boolean takesEnsembles() {
        return true;
    }

    @Override
    public Findings evaluate(Trained trained, Bench bench) {
        NoisyLabels labels = trained.given().labels();
        double[] suspicion = Suspicion.LIKELIHOOD.scores(trained.judged(), labels.labels());
        List<Figure> figures = new ArrayList<>(rate(trained));
        if (labels.flipCount() > 0) {
            figures.addAll(figures(trained, suspicion));
        }
        Findings found = Findings.of(figures);
        if (!trained.shown()) {
            return found;
        }
        Integer[] order = Ranking.descending(suspicion);
        Findings listed = found.with("suspicious.csv", table(trained, order));
        return labels.flipCount() == 0 ? listed : listed.with(page(trained, order));
    }

    /** The share of wrong labels that people gave; where it is stated, metrics name it. */
    private static List<Figure> rate(Trained trained) {
        NoisyLabels labels = trained.given().labels();
        return trained.data().annotations().isEmpty()
                ? List.of()
                : List.of(Figure.of("wrongLabels", labels.flipCount() / (double) labels.size()));
    }

    private static List<Figure> figures(Trained trained, double[] suspicion) {
        NoisyLabels labels = trained.given().labels();
        boolean[] flips = labels.flips();
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of("aurocLikelihood", Ranking.auroc(suspicion, flips)));
        if (trained.judged().stochastic()) {
            figures.add(Figure.of(
                    "aurocStddev", Ranking.auroc(Suspicion.STDDEV.scores(trained.judged(), labels.labels()), flips)));
        }
        return figures;
    }

    private static byte[] table(Trained trained, Integer[] order) {
        Predictive judged = trained.judged();
        CsvText table = new CsvText("row", "given", "predicted", "likelihood", "stddev", "flipped");
        for (int i : order) {
            int given = trained.given().examples().label(i);
            table.line(
                    trained.data().rows().get(i),
                    trained.data().className(given),
                    trained.data().className(judged.predicted(i)),
                    judged.probability(i, given),
                    judged.stochastic() ? judged.stddev(i) : "",
                    trained.given().labels().flipped(i));
        }
        return table.bytes();
    }

    private static Gallery.Page page(Trained trained, Integer[] order) {
        Examples given = trained.given().examples();
        int[] shown = Gallery.first(given.size(), k -> order[k]);
        return Gallery.page(
                trained.cell().method() + ": most suspicious training labels",
                "smallest predicted likelihood of the given label",
                trained.data().asRead(given.subset(shown)),
                i -> caption(trained, shown[i]));
    }

    private static String caption(Trained trained, int example) {
        return String.format(
                Locale.ROOT,
                "labelled %d, predicted %d, σ %.2f: %s",
                trained.given().examples().label(example),
                trained.judged().predicted(example),
                trained.judged().stddev(example),
                trained.given().labels().flipped(example) ? "label is wrong" : "label is right");
    }
}
