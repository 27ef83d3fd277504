package dev.dither.lab.experiment;

import dev.dither.continual.AccuracyMatrix;
import dev.dither.continual.TaskEnded;
import dev.dither.continual.TaskLearner;
import dev.dither.continual.TaskNetwork;
import dev.dither.continual.TaskRecipe;
import dev.dither.continual.TaskStream;
import dev.dither.data.Examples;
import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunException;
import dev.dither.lab.source.LoadedData;
import dev.dither.nn.Dense;
import dev.dither.nn.Network;
import dev.dither.objective.CrossEntropy;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.train.Checkpoint;
import dev.dither.train.EpochEnded;
import dev.dither.train.Recipe;
import dev.dither.train.Standing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/**
 * Networks that learn tasks one after another: a row for the accuracy on each task after each, and for what was forgotten.
 *
 * <p>Numerics: a training that goes on between two tasks is the uninterrupted one, bit by bit; the accuracies so far are read from the
 * events of the run.
 */
record Forgetting(ContinualPlan plan, LoadedData data, TaskStream stream) implements Workshop {
    /** Mean accuracy over all tasks seen, after one of them; and by itself after the last. */
    static final String AVERAGE = "averageAccuracy";

    /** Accuracy on the first task, after one of them. */
    static final String FIRST = "firstTaskAccuracy";

    /** What is lost since the best. */
    static final String FORGETTING = "forgetting";

    /** What is gained since a task was learned. */
    static final String TRANSFER = "backwardTransfer";

    private static final String ACCURACY = "accuracy@task=";

    static Forgetting of(ContinualPlan plan, LoadedData data) {
        return new Forgetting(plan, data, plan.stream().of(data.train()));
    }

    @Override
    public Map<String, ?> checksums() {
        return data.checksums();
    }

    /** Returns that of the steps alone; importances, and what is seen again, come on top. */
    @Override
    public Optional<Effort> effort(CellId cell) {
        TaskRecipe each = plan.training().recipe(plan.method(cell.method()));
        Recipe recipe = Recipe.of(CrossEntropy.plain(), each.optimizer(), each.epochs(), each.batchSize());
        Examples train = data.train();
        int tasks = stream.tasks(train);
        int examples = stream.headed() ? train.size() / tasks : train.size();
        Trial trial = new Trial(
                () -> Network.build(train.shape(), plan.layers(train.classes()), RandomKey.root(0)),
                recipe,
                () -> train);
        return Optional.of(new Effort(trial, tasks * Effort.steps(recipe, examples), 0));
    }

    @Override
    public Cell.Result run(Work work, Optional<CellState> from, BiConsumer<EpochEnded, CellState> listener) {
        CellId cell = work.cell();
        ContinualMethod method = plan.method(cell.method());
        AccuracyMatrix found = learned(work, from);
        try (TaskNetwork network = network(cell.root())) {
            TaskLearner learner = new TaskLearner(
                    network, stream, data.data(), plan.training().recipe(method), cell.root());
            from.ifPresent(state -> learner.resume(state.last()));
            while (learner.tasksDone() < learner.tasks()) {
                TaskEnded ended = learner.next();
                found = found.plus(ended.accuracies());
                listener.accept(told(ended, found), state(cell, learner.checkpoint(), found));
            }
        }
        return new Cell.Result(rows(work, found), Optional.empty(), List.of(), Map.of());
    }

    private TaskNetwork network(RandomKey root) {
        Shape input = data.train().shape();
        int classes = stream.classes(data.train());
        return stream.headed()
                ? TaskNetwork.headed(
                        input, plan.trunk(), new Dense(classes, plan.init()), stream.tasks(data.train()), root)
                : TaskNetwork.of(Network.build(input, plan.layers(classes), root));
    }

    private static CellState state(CellId cell, Checkpoint now, AccuracyMatrix found) {
        return new CellState(cell, Stage.ONLY, Optional.empty(), new Standing(now, now, found.average()));
    }

    private static EpochEnded told(TaskEnded ended, AccuracyMatrix found) {
        Map<String, Double> judged = new LinkedHashMap<>();
        int after = found.tasks() - 1;
        judged.put(AVERAGE, found.average(after));
        judged.put(FIRST, found.at(after, 0));
        for (int task = 0; task <= after; task++) {
            judged.put(ACCURACY + (task + 1), found.at(after, task));
        }
        return new EpochEnded(ended.task(), ended.terms(), judged, 1, ended.seconds());
    }

    /** Returns the accuracies of the tasks that a cell learned before it was interrupted. */
    private AccuracyMatrix learned(Work work, Optional<CellState> from) {
        int done = from.map(state -> state.last().epoch()).orElse(0);
        AccuracyMatrix found = AccuracyMatrix.EMPTY;
        for (Map<String, Object> event : work.run().events()) {
            if (found.tasks() < done && work.cell().ownsEvent(plan, event)) {
                found = found.plus(accuracies(event, found.tasks() + 1));
            }
        }
        if (found.tasks() < done) {
            throw new RunException("run " + work.run().name() + ": events.jsonl has " + found.tasks() + " tasks of "
                    + work.cell().fileStem() + ", its checkpoint " + done + "; start a new run");
        }
        return found;
    }

    private static List<Double> accuracies(Map<String, Object> event, int tasks) {
        List<Double> row = new ArrayList<>();
        for (int task = 1; task <= tasks; task++) {
            row.add(event.get(ACCURACY + task) instanceof Number number ? number.doubleValue() : Double.NaN);
        }
        return row;
    }

    private static List<Row> rows(Work work, AccuracyMatrix found) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (int after = 0; after < found.tasks(); after++) {
            String ending = "@after=" + (after + 1);
            for (int task = 0; task <= after; task++) {
                figures.put(ACCURACY + (task + 1) + ending, found.at(after, task));
            }
            figures.put(AVERAGE + ending, found.average(after));
            figures.put(FIRST + ending, found.at(after, 0));
        }
        figures.put(AVERAGE, found.average());
        figures.put(FORGETTING, found.forgetting());
        figures.put(TRANSFER, found.backwardTransfer());
        CellId cell = work.cell();
        List<Row> rows = new ArrayList<>();
        figures.forEach((metric, value) -> rows.add(
                new Row(work.run().name(), cell.seed(), cell.method(), metric, value, 0, OptionalDouble.empty())));
        return rows;
    }
}
