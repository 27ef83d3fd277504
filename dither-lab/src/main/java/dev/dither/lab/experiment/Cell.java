package dev.dither.lab.experiment;

import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.source.LoadedData;
import dev.dither.labels.TransitionMatrix;
import dev.dither.predict.Predictive;
import dev.dither.train.EpochEnded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** One training of one method at one noise rate with one seed, that of all its members, and its figures. */
final class Cell {
    /** The figure that is written last of each cell. */
    static final String LAST_FIGURE = "testEceBest";

    private final Plan plan;
    private final RunDirectory run;
    private final CellId id;
    private final List<RunListener> listeners;
    private final List<Row> rows = new ArrayList<>();
    private final List<Gallery.Page> pictures = new ArrayList<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    /** Prepares a cell of a run; the listeners hear of its evaluations. */
    Cell(Plan plan, RunDirectory run, CellId id, List<RunListener> listeners) {
        this.plan = plan;
        this.run = run;
        this.id = id;
        this.listeners = listeners;
    }

    /**
     * What a cell leaves: its rows, its model file if it has one, and pictures and files of its evaluations.
     *
     * @param rows the figures
     * @param model content of the model file, that of the first member of an ensemble
     * @param pictures pages of the report's gallery
     * @param files content by name below the run directory
     */
    record Result(List<Row> rows, Optional<byte[]> model, List<Gallery.Page> pictures, Map<String, byte[]> files) {}

    /** Returns whether all rows of a cell are among {@code rows}. */
    static boolean finished(Study study, List<Row> rows, CellId id) {
        String last = study.lastMetric() + id.metricEnding(study);
        return rows.stream().anyMatch(row -> id.owns(study, row) && row.metric().equals(last));
    }

    /**
     * Trains and evaluates; the test set is looked at after training only.
     *
     * @param from where to go on, or empty to start
     * @param listener called after each epoch
     */
    Result run(LoadedData data, Optional<CellState> from, BiConsumer<EpochEnded, CellState> listener) {
        GivenLabels given = GivenLabels.of(plan, id, data);
        Stages stages = new Stages(plan, run, id, given, listener);
        Optional<TransitionMatrix> estimate = stages.estimate(from);
        try (Members members = new Members(stages, stages.evaluated(estimate, from))) {
            Trained trained = new Trained(plan, id, data, given, stages.recipe(estimate), members.last());
            int draws = trained.judged().draws();
            add(List.of(Figure.of("validationAccuracyBest", members.bestScore(), draws)));
            estimate.ifPresent(matrix -> add(new EstimatedNoise(matrix).against(given, plan, id)));
            evaluate(trained);
            files.putAll(trained.memberModels());
            byte[] model = trained.model(trained.ensemble().members().get(0));
            Predictive best =
                    trained.predictor(members.best(), trained.inference()).predict(data.test());
            add(Prediction.figures("Best", best, data.test().labels()));
            return new Result(rows, Optional.of(model), pictures, files);
        }
    }

    private void evaluate(Trained trained) {
        for (Evaluation evaluation : plan.evaluations()) {
            add(evaluation.evaluate(trained, new Bench(run, id, evaluation.name(), listeners)));
        }
    }

    private void add(Findings found) {
        add(found.figures());
        pictures.addAll(found.pictures());
        files.putAll(found.files());
    }

    private void add(List<Figure> figures) {
        for (Figure figure : figures) {
            String metric = figure.metric() + id.metricEnding(plan);
            rows.add(new Row(
                    run.name(), id.seed(), id.method(), metric, figure.value(), figure.draws(), figure.stderr()));
        }
    }
}
