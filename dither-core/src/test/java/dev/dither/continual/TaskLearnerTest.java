package dev.dither.continual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.continual.TaskRecipe.OptimizerMemory;
import dev.dither.data.DataSet;
import dev.dither.data.Examples;
import dev.dither.nn.Dense;
import dev.dither.nn.Network;
import dev.dither.optim.Adam;
import dev.dither.optim.Optimizer;
import dev.dither.optim.Perturbation;
import dev.dither.optim.Perturbed;
import dev.dither.tensor.Shape;
import dev.dither.train.Checkpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskLearnerTest {
    private static final Adam ADAM = Adam.DEFAULT.withLearningRate(0.02);
    private static final Optimizer NOISY =
            Perturbed.asPublished(ADAM.withWeightDecay(1e-3), Perturbation.gaussian(0.05));
    private static final TaskStream PERMUTED = new PermutedFeatures(3);
    private static final TaskStream SPLIT = new ClassGroups(2);
    private static final Fisher FISHER = Fisher.of(Fisher.Labels.GIVEN, 30);
    private static final Strategy EVERYTHING = Strategy.FINE_TUNING
            .with(Consolidation.offline(5, FISHER))
            .with(new Replay(10, Replay.Choice.RESERVOIR, 4));

    private static TaskNetwork single() {
        return TaskNetwork.of(Network.build(Shape.of(Rows.FEATURES), Rows.LAYERS, Rows.ROOT));
    }

    private static TaskNetwork headed() {
        return TaskNetwork.headed(Shape.of(Rows.FEATURES), Rows.TRUNK, Dense.of(2), 2, Rows.ROOT);
    }

    private static TaskLearner learner(TaskNetwork network, TaskStream stream, TaskRecipe recipe) {
        return new TaskLearner(network, stream, Rows.DATA, recipe, Rows.ROOT);
    }

    private static TaskRecipe recipe(Optimizer optimizer) {
        return TaskRecipe.of(optimizer, 2, 16);
    }

    private static TaskRecipe fresh(Optimizer optimizer) {
        return recipe(optimizer).with(OptimizerMemory.FRESH);
    }

    /** What a whole stream leaves: accuracies of each task, and all parameters. */
    private record Left(List<List<Double>> accuracies, Map<String, List<Float>> parameters) {}

    private static Left learned(TaskNetwork network, TaskStream stream, TaskRecipe recipe) {
        TaskLearner learner = learner(network, stream, recipe);
        List<List<Double>> accuracies = new ArrayList<>();
        while (learner.tasksDone() < learner.tasks()) {
            accuracies.add(learner.next().accuracies());
        }
        return new Left(accuracies, parameters(network));
    }

    private static Map<String, List<Float>> parameters(TaskNetwork network) {
        Map<String, List<Float>> all = new LinkedHashMap<>();
        network.all().toArrays().forEach((path, values) -> {
            List<Float> list = new ArrayList<>();
            for (float value : values) {
                list.add(value);
            }
            all.put(path, list);
        });
        return all;
    }

    private static Left single(TaskRecipe recipe) {
        try (TaskNetwork network = single()) {
            return learned(network, PERMUTED, recipe);
        }
    }

    private static Left headed(TaskRecipe recipe) {
        try (TaskNetwork network = headed()) {
            return learned(network, SPLIT, recipe);
        }
    }

    @Test
    void eachTaskIsLearnedAndAllSoFarAreJudged() {
        List<List<Double>> found = single(TaskRecipe.of(ADAM, 6, 16)).accuracies();
        assertThat(found).extracting(List::size).containsExactly(1, 2, 3);
        assertThat(found.get(0).get(0)).isGreaterThan(0.9);
        assertThat(found.get(2).get(2)).isGreaterThan(0.9);
    }

    @ParameterizedTest
    @EnumSource(OptimizerMemory.class)
    void noiseOfScaleZeroHasTheBitsOfTheBase(OptimizerMemory memory) {
        TaskRecipe base = recipe(ADAM).with(memory);
        TaskRecipe zero = recipe(new Perturbed(ADAM, Perturbation.gaussian(0))).with(memory);
        assertThat(single(zero)).isEqualTo(single(base));
        assertThat(single(recipe(NOISY).with(memory))).isNotEqualTo(single(base));
    }

    @Test
    void anOptimizerThatIsKeptIsNotAFreshOne() {
        assertThat(single(recipe(ADAM))).isNotEqualTo(single(fresh(ADAM)));
    }

    @ParameterizedTest
    @EnumSource(OptimizerMemory.class)
    void aLearnerThatGoesOnIsTheUninterruptedOneBitByBit(OptimizerMemory memory) {
        TaskRecipe recipe = recipe(NOISY).with(memory).with(EVERYTHING);
        Left whole = single(recipe);
        for (int interrupted = 1; interrupted < 3; interrupted++) {
            assertThat(resumed(single(), single(), PERMUTED, recipe, interrupted))
                    .isEqualTo(last(whole));
        }
    }

    @Test
    void aLearnerWithHeadsGoesOnBitByBit() {
        TaskRecipe recipe = fresh(NOISY).with(EVERYTHING);
        assertThat(resumed(headed(), headed(), SPLIT, recipe, 1)).isEqualTo(last(headed(recipe)));
    }

    private static Left last(Left whole) {
        List<List<Double>> all = whole.accuracies();
        return new Left(all.subList(all.size() - 1, all.size()), whole.parameters());
    }

    private static Left resumed(
            TaskNetwork before, TaskNetwork after, TaskStream stream, TaskRecipe recipe, int tasks) {
        try (before;
                after) {
            TaskLearner first = learner(before, stream, recipe);
            for (int task = 0; task < tasks; task++) {
                first.next();
            }
            Checkpoint checkpoint = first.checkpoint();
            TaskLearner second = learner(after, stream, recipe);
            second.resume(checkpoint);
            List<Double> accuracies = List.of();
            while (second.tasksDone() < second.tasks()) {
                accuracies = second.next().accuracies();
            }
            return new Left(List.of(accuracies), parameters(after));
        }
    }

    @Test
    void headsOfOtherTasksKeepEveryBitUnderNoiseAndReplay() {
        try (TaskNetwork network = headed()) {
            TaskLearner learner = learner(network, SPLIT, fresh(NOISY).with(EVERYTHING));
            Map<String, List<Float>> start = parameters(network);
            learner.next();
            Map<String, List<Float>> first = parameters(network);
            assertThat(first.get("1/head1/weight")).isEqualTo(start.get("1/head1/weight"));
            assertThat(first.get("1/head0/weight")).isNotEqualTo(start.get("1/head0/weight"));
            learner.next();
            Map<String, List<Float>> second = parameters(network);
            assertThat(second.get("1/head0/weight")).isEqualTo(first.get("1/head0/weight"));
            assertThat(second.get("1/head0/bias")).isEqualTo(first.get("1/head0/bias"));
            assertThat(second.get("1/head1/weight")).isNotEqualTo(first.get("1/head1/weight"));
            assertThat(second.get("0/0/weight")).isNotEqualTo(first.get("0/0/weight"));
        }
    }

    @Test
    void consolidationHoldsTheParametersThatMatter() {
        double free = distance(Strategy.FINE_TUNING);
        double held = distance(Strategy.FINE_TUNING.with(Consolidation.offline(1000, FISHER)));
        assertThat(held).isLessThan(0.6 * free);
    }

    /** How far the second task moves the parameters that the first one needs, by its importances. */
    private static double distance(Strategy strategy) {
        try (TaskNetwork network = single()) {
            Strategy importances = Strategy.FINE_TUNING.with(Consolidation.offline(0, FISHER));
            TaskLearner learner = learner(network, PERMUTED, recipe(ADAM).with(importances));
            learner.next();
            Anchors anchors = learner.anchors();
            TaskLearner next = learner(network, PERMUTED, recipe(ADAM).with(strategy));
            next.resume(learner.checkpoint());
            next.next();
            Map<String, float[]> moved = network.all().toArrays();
            double sum = 0;
            for (String path : moved.keySet()) {
                for (int i = 0; i < moved.get(path).length; i++) {
                    double by = moved.get(path)[i] - anchors.centers().get(path)[i];
                    sum += anchors.importances().get(path)[i] * by * by;
                }
            }
            return Math.sqrt(sum);
        }
    }

    @Test
    void anchorsAreTheCleanWeightsBehindATask() {
        try (TaskNetwork network = single()) {
            TaskLearner learner = learner(
                    network,
                    PERMUTED,
                    recipe(NOISY).with(Strategy.FINE_TUNING.with(Consolidation.online(1, 1, FISHER))));
            learner.next();
            network.all()
                    .toArrays()
                    .forEach((path, values) ->
                            assertThat(learner.anchors().centers().get(path)).isEqualTo(values));
        }
    }

    @Test
    void replayRemembersTheFirstTask() {
        Strategy remembering = Strategy.FINE_TUNING.with(new Replay(60, Replay.Choice.BALANCED, 16));
        double forgotten =
                single(TaskRecipe.of(ADAM, 6, 16)).accuracies().get(2).get(0);
        double remembered = single(TaskRecipe.of(ADAM, 6, 16).with(remembering))
                .accuracies()
                .get(2)
                .get(0);
        assertThat(remembered).isGreaterThan(forgotten + 0.1);
    }

    @Test
    void aMemoryIsBalancedOrAnySubset() {
        Examples train = Rows.examples(40, 1).subset(new int[] {0, 1, 2, 3, 4, 8, 12, 16, 20, 24, 28, 32});
        Examples balanced = new Replay(8, Replay.Choice.BALANCED, 1).remembered(train, Rows.ROOT);
        assertThat(balanced.classCounts()).containsExactly(5, 1, 1, 1);
        Examples any = new Replay(8, Replay.Choice.RESERVOIR, 1).remembered(train, Rows.ROOT);
        assertThat(any.size()).isEqualTo(8);
        assertThat(new Replay(100, Replay.Choice.RESERVOIR, 1)
                        .remembered(train, Rows.ROOT)
                        .size())
                .isEqualTo(12);
    }

    @Test
    void memoriesOfNothingAreRefused() {
        assertThatThrownBy(() -> new Replay(0, Replay.Choice.RESERVOIR, 1))
                .hasMessage("replay.perTask must be at least 1, got 0");
        assertThatThrownBy(() -> new Replay(1, Replay.Choice.RESERVOIR, 0))
                .hasMessage("replay.inBatch must be at least 1, got 0");
    }

    @Test
    void whatDoesNotFitTheStreamIsRefused() {
        try (TaskNetwork network = single();
                TaskNetwork heads = headed()) {
            assertThatThrownBy(() -> learner(network, SPLIT, fresh(ADAM))).hasMessageContaining("a head for each task");
            assertThatThrownBy(() -> learner(heads, SPLIT, recipe(ADAM)))
                    .hasMessageContaining("the optimizer's memory must be fresh for each");
            TaskLearner narrow = learner(heads, PERMUTED, fresh(ADAM));
            assertThatThrownBy(narrow::next)
                    .hasMessage("task 1 has 4 classes, the network must have as many outputs, got 2");
        }
    }

    @Test
    void nothingIsLearnedBeyondTheLastTask() {
        try (TaskNetwork network = headed()) {
            TaskLearner learner = learner(network, SPLIT, fresh(ADAM));
            learner.next();
            learner.next();
            assertThatThrownBy(learner::next)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("all 2 tasks are learned");
        }
    }

    @Test
    void aTestLabelWithoutTrainingIsRefusedWhenItsTaskComes() {
        DataSet broken = new DataSet(Rows.examples(3, 1), Rows.examples(8, 2));
        try (TaskNetwork network = single()) {
            TaskLearner learner = new TaskLearner(network, PERMUTED, broken, recipe(ADAM), Rows.ROOT);
            assertThatThrownBy(learner::next).hasMessageContaining("no training example of the task has");
        }
    }
}
