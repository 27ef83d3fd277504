package dev.dither.continual;

import dev.dither.data.DataSet;
import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.objective.CrossEntropy;
import dev.dither.objective.Objective;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.train.Checkpoint;
import dev.dither.train.EpochEnded;
import dev.dither.train.Recipe;
import dev.dither.train.Trainer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Learns the tasks of a stream one after another, and judges all of them so far after each. It never sees the examples of a task
 * before its turn, and later only those that a {@link Replay} remembers.
 *
 * <p>Numerics: all randomness of a task comes from its number, so learning that goes on from a checkpoint between two tasks is the
 * uninterrupted one, bit by bit. Importances are estimated, and anchors taken, at the clean weights behind a task; the last task
 * leaves none, since nothing follows. Importances and anchors are those of the parameters that all tasks share.
 */
public final class TaskLearner {
    private static final String MEMORY = "memory/";
    private static final String IMPORTANCE = "importance/";
    private static final String CENTER = "center/";

    private final TaskNetwork network;
    private final TaskStream stream;
    private final DataSet data;
    private final TaskRecipe recipe;
    private final RandomKey root;
    private final int tasks;
    private final List<Examples> tests = new ArrayList<>();
    private final List<Replayed.Memory> memories = new ArrayList<>();
    private Anchors anchors = Anchors.none();
    private @Nullable Checkpoint last;

    /**
     * Prepares to learn a stream.
     *
     * @param network what learns, closed by the caller
     * @param data what the tasks are made from
     * @param root key of the run
     * @throws IllegalArgumentException if the stream cannot be made from the data, or the network does not fit the stream
     */
    public TaskLearner(TaskNetwork network, TaskStream stream, DataSet data, TaskRecipe recipe, RandomKey root) {
        this.network = network;
        this.stream = stream;
        this.data = data;
        this.recipe = recipe;
        this.root = root;
        this.tasks = stream.tasks(data.train());
        Require.that(
                network.headed() || !stream.headed(),
                "labels of this stream mean something else in each task: a head for each task is needed",
                "one network for all");
        Require.that(
                recipe.memory() == TaskRecipe.OptimizerMemory.FRESH || !network.headed(),
                "heads differ from task to task: the optimizer's memory must be fresh for each",
                recipe.memory());
    }

    /** Returns how many tasks there are. */
    public int tasks() {
        return tasks;
    }

    /** Returns how many tasks are learned. */
    public int tasksDone() {
        return last == null ? 0 : last.epoch();
    }

    /** Returns what the tasks so far ask of parameters; none without consolidation. */
    public Anchors anchors() {
        return anchors;
    }

    /**
     * Learns the next task.
     *
     * @throws IllegalStateException if all are learned
     * @throws dev.dither.train.DivergedException if the loss is not finite
     */
    public TaskEnded next() {
        int number = tasksDone();
        if (number >= tasks) {
            throw new IllegalStateException("all " + tasks + " tasks are learned");
        }
        Task task = Task.of(stream, data.train(), data.test(), number, streamKey());
        requireOutputs(task);
        EpochEnded ended = trained(task);
        tests.add(task.test());
        if (number + 1 < tasks) {
            recipe.strategy().consolidation().ifPresent(by -> anchors = anchored(by, task));
            remember(number, task.train());
        }
        return new TaskEnded(number + 1, ended.terms(), accuracies(), ended.seconds());
    }

    private RandomKey streamKey() {
        return root.child(Stream.TASK).child("stream");
    }

    private RandomKey key(int task) {
        return root.child("task").child(task);
    }

    private void requireOutputs(Task task) {
        try (Scope scope = Scope.open();
                Gradients.Off off = Gradients.off()) {
            long outputs = network.at(task.number())
                    .forward(task.train().gather(new int[] {0}), Pass.sampling(key(task.number())))
                    .shape()
                    .size(-1);
            Require.that(
                    outputs == task.train().classes(),
                    "task " + (task.number() + 1) + " has " + task.train().classes()
                            + " classes, the network must have as many outputs",
                    outputs);
        }
    }

    /** Trains a task and returns its last epoch. */
    private EpochEnded trained(Task task) {
        Network own = network.at(task.number());
        Optional<ElasticWeights> elastic = recipe.strategy()
                .consolidation()
                .filter(by -> !anchors.isEmpty())
                .map(by -> new ElasticWeights(anchors, by.coefficient(), network.shared()));
        Recipe how = Recipe.of(objective(elastic), recipe.optimizer(), recipe.epochs(), recipe.batchSize());
        try (Trainer trainer = new Trainer(own, how, key(task.number()))) {
            goOn(trainer);
            EpochEnded ended = trainer.epoch(task.train());
            double seconds = ended.seconds();
            while (trainer.epochsDone() < recipe.epochs()) {
                ended = trainer.epoch(task.train());
                seconds += ended.seconds();
            }
            last = after(task.number() + 1, trainer.checkpoint());
            return new EpochEnded(ended.epoch(), ended.terms(), Map.of(), ended.learningRateFactor(), seconds);
        } finally {
            elastic.ifPresent(ElasticWeights::close);
        }
    }

    private Objective objective(Optional<ElasticWeights> elastic) {
        CrossEntropy plain = CrossEntropy.plain();
        CrossEntropy base = elastic.map(plain::plus).orElse(plain);
        return recipe.strategy()
                .replay()
                .filter(by -> !memories.isEmpty())
                .map(by -> (Objective) new Replayed(base, memories, by.inBatch()))
                .orElse(base);
    }

    /** Gives a trainer the memory that the task before left, its epochs beginning anew. */
    private void goOn(Trainer trainer) {
        if (last != null && recipe.memory() == TaskRecipe.OptimizerMemory.KEPT) {
            Checkpoint now = trainer.checkpoint();
            trainer.resume(new Checkpoint(0, last.steps(), now.parameters(), now.buffers(), last.optimizer()));
        }
    }

    private static Checkpoint after(int tasks, Checkpoint of) {
        return new Checkpoint(tasks, of.steps(), of.parameters(), of.buffers(), of.optimizer());
    }

    private Anchors anchored(Consolidation by, Task task) {
        RandomKey key = root.child(Stream.TASK).child("importance").child(task.number());
        Map<String, float[]> importance =
                by.fisher().estimate(network.at(task.number()), network.shared(), task.train(), key);
        try (Scope scope = Scope.open()) {
            return anchors.after(network.shared(), importance, by.summing());
        }
    }

    private void remember(int number, Examples train) {
        RandomKey key = root.child(Stream.TASK).child("memory").child(number);
        recipe.strategy()
                .replay()
                .ifPresent(by -> memories.add(new Replayed.Memory(ownHead(number), by.remembered(train, key))));
    }

    private Optional<Network> ownHead(int task) {
        return network.headed() ? Optional.of(network.at(task)) : Optional.empty();
    }

    private List<Double> accuracies() {
        List<Double> accuracies = new ArrayList<>();
        for (int task = 0; task < tests.size(); task++) {
            Examples test = tests.get(task);
            RandomKey key = root.child(Stream.EVALUATION).child(task);
            accuracies.add(new Predictor(network.at(task), new Inference.Mean(), key)
                    .predict(test)
                    .accuracy(test.labels()));
        }
        return accuracies;
    }

    /**
     * Returns all that is needed to go on with the next task: its epochs are the tasks that are learned, and anchors lie beside the
     * optimizer's memory.
     */
    public Checkpoint checkpoint() {
        Map<String, float[]> memory = new LinkedHashMap<>();
        if (last != null && recipe.memory() == TaskRecipe.OptimizerMemory.KEPT) {
            last.optimizer().forEach((name, values) -> memory.put(MEMORY + name, values));
        }
        anchors.importances().forEach((path, values) -> memory.put(IMPORTANCE + path, values));
        anchors.centers().forEach((path, values) -> memory.put(CENTER + path, values));
        try (Scope scope = Scope.open()) {
            return new Checkpoint(
                    tasksDone(),
                    last == null ? 0 : last.steps(),
                    network.all().toArrays(),
                    network.at(0).tracked().toArrays(),
                    memory);
        }
    }

    /** Goes back to a checkpoint of the same network, stream and recipe. */
    public void resume(Checkpoint checkpoint) {
        try (Scope scope = Scope.open();
                Gradients.Off off = Gradients.off()) {
            network.all().assign(checkpoint.parameters());
            network.at(0).tracked().assign(checkpoint.buffers());
        }
        Map<String, float[]> memory = checkpoint.optimizer();
        anchors = Anchors.of(below(IMPORTANCE, memory), below(CENTER, memory));
        last = new Checkpoint(checkpoint.epoch(), checkpoint.steps(), Map.of(), Map.of(), below(MEMORY, memory));
        tests.clear();
        memories.clear();
        for (int task = 0; task < checkpoint.epoch(); task++) {
            tests.add(stream.task(data.test(), task, streamKey()));
            if (recipe.strategy().replay().isPresent()) {
                remember(task, stream.task(data.train(), task, streamKey()));
            }
        }
    }

    private static Map<String, float[]> below(String prefix, Map<String, float[]> arrays) {
        Map<String, float[]> found = new LinkedHashMap<>();
        arrays.forEach((name, values) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), values);
            }
        });
        return found;
    }
}
