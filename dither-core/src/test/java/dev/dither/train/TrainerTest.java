package dev.dither.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.data.Augmentation;
import dev.dither.data.Examples;
import dev.dither.nn.Activation;
import dev.dither.nn.BatchNorm;
import dev.dither.nn.Dense;
import dev.dither.nn.Flatten;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Networks;
import dev.dither.nn.NoMeanPathException;
import dev.dither.nn.Pass;
import dev.dither.nn.ZeroMeanDense;
import dev.dither.objective.Batch;
import dev.dither.objective.CrossEntropy;
import dev.dither.objective.Loss;
import dev.dither.objective.MaxEntropy;
import dev.dither.objective.Objective;
import dev.dither.optim.Adam;
import dev.dither.optim.NoisyUpdate;
import dev.dither.optim.Optimizer;
import dev.dither.optim.Perturbation;
import dev.dither.optim.Perturbed;
import dev.dither.optim.Sam;
import dev.dither.optim.Schedule;
import dev.dither.optim.Sgd;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Engine;
import dev.dither.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private static final int N = 210;
    private static final int WIDTH = 6;
    private static final Adam ADAM = Adam.DEFAULT.withLearningRate(1e-2);
    private static final Examples CLEAN = examples(RandomKey.root(71));
    private static final Examples NONE = CLEAN.subset(new int[0]);

    private int threads;

    @BeforeEach
    void rememberThreads() {
        threads = Engine.threads();
        Engine.threads(1);
    }

    @AfterEach
    void restoreThreads() {
        Engine.threads(threads);
    }

    @Test
    void equalSeedsGiveEqualBits() {
        Map<String, float[]> first = trained(ADAM, 1, 2);
        requireEqualBits(trained(ADAM, 1, 2), first);
        assertThat(trained(ADAM, 2, 2).get("1/weight")).isNotEqualTo(first.get("1/weight"));
    }

    @Test
    void oneAndTwoThreadsGiveEqualBits() {
        Map<String, float[]> one = trained(ADAM, 1, 2);
        Engine.threads(2);
        requireEqualBits(trained(ADAM, 1, 2), one);
    }

    @Test
    void resumedTrainingGivesTheBitsOfUninterruptedTraining() {
        Perturbation noise = Perturbation.gaussian(0.05);
        for (Optimizer optimizer : List.of(
                ADAM,
                Sgd.of(0.05, 0.9),
                new Perturbed(ADAM, noise),
                NoisyUpdate.constant(Sgd.of(0.05, 0.9), noise),
                Sam.of(Sgd.of(0.05, 0.9), 0.05))) {
            Checkpoint half = checkpointAfterOneEpoch(optimizer);
            try (Network network = network(99);
                    Trainer trainer = new Trainer(network, recipe(optimizer, 2), RandomKey.root(1))) {
                trainer.resume(half);
                assertThat(trainer.epochsDone()).isEqualTo(1);
                trainer.epoch(CLEAN, NONE);
                requireEqualBits(trainer.parameters().toArrays(), trained(optimizer, 1, 2));
            }
        }
    }

    @Test
    void passesInOneEpochAreThoseOfSeveralEpochs() {
        Recipe six = recipe(ADAM, 6).with(Schedule.LINEAR);
        Recipe twice = recipe(ADAM, 2).with(Schedule.LINEAR).withPasses(3);
        try (Network one = network(1);
                Network other = network(1);
                Trainer bySingle = new Trainer(one, six, RandomKey.root(1));
                Trainer byThrees = new Trainer(other, twice, RandomKey.root(1))) {
            double sum = 0;
            for (int epoch = 0; epoch < 3; epoch++) {
                sum += bySingle.epoch(CLEAN).terms().get("nll");
            }
            EpochEnded ended = byThrees.epoch(CLEAN);
            requireEqualBits(other.trained().toArrays(), one.trained().toArrays());
            assertThat(ended.epoch()).isEqualTo(1);
            assertThat(ended.terms().get("nll")).isCloseTo(sum / 3, within(1e-12));
        }
    }

    @Test
    void seedsDecideTheNoiseOfTheOptimizer() {
        Optimizer noisy = new Perturbed(Sgd.of(0.05, 0.9), Perturbation.gaussian(0.05));
        List<LayerSpec> specs = List.of(Dense.of(2));
        List<float[]> found = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2}) {
            // all examples in one batch, and equal first weights: the noise of updates is all that can differ
            try (Network network = Network.build(Shape.of(WIDTH), specs, RandomKey.root(9));
                    Trainer trainer =
                            new Trainer(network, Recipe.of(CrossEntropy.plain(), noisy, 1, N), RandomKey.root(seed))) {
                trainer.epoch(CLEAN);
                found.add(network.trained().toArrays().get("0/bias"));
            }
        }
        assertThat(found.get(1)).isEqualTo(found.get(0));
        assertThat(Math.abs(found.get(2)[0] - found.get(0)[0])).isGreaterThan(1e-5f);
    }

    @Test
    void anOptimizerThatAsksForTwoGradientsReportsTheFirstLoss() {
        List<Double> losses = new ArrayList<>();
        for (Optimizer optimizer : List.of(Sgd.of(0.05, 0), Sam.of(Sgd.of(0.05, 0), 0.05))) {
            try (Network network = network(1);
                    Trainer trainer =
                            new Trainer(network, Recipe.of(CrossEntropy.plain(), optimizer, 1, N), RandomKey.root(1))) {
                losses.add(trainer.epoch(CLEAN).terms().get("nll"));
            }
        }
        assertThat(losses.get(1)).isEqualTo(losses.get(0));
    }

    @Test
    void trainingEndsWhenPatienceDoesAndRemembersTheBestEpoch() {
        // labels of the validation examples are drawn: no epoch can go on getting better at them
        Examples drawn =
                CLEAN.withLabels(RandomKey.root(5).generator().ints(N, 0, 2).toArray());
        List<Double> accuracies = new ArrayList<>();
        try (Network network = network(1);
                Trainer trainer = new Trainer(network, recipe(ADAM, 50).withPatience(3), RandomKey.root(1))) {
            Standing standing =
                    trainer.fit(CLEAN, drawn, e -> accuracies.add(e.validation().get(EpochEnded.ACCURACY)));
            int best = accuracies.indexOf(Collections.max(accuracies)) + 1;
            assertThat(standing.best().epoch()).isEqualTo(best);
            assertThat(standing.bestScore()).isEqualTo(accuracies.get(best - 1));
            assertThat(accuracies).hasSize(best + 3).hasSizeLessThan(50);
            assertThat(standing.last().epoch()).isEqualTo(best + 3);
        }
    }

    @Test
    void epochsOfANetworkWithoutAMeanAreComparedByDraws() {
        List<LayerSpec> specs = List.of(ZeroMeanDense.of(16), Activation.RELU, Dense.of(2));
        Recipe byMean = Recipe.of(CrossEntropy.plain(), ADAM, 1, 32);
        Recipe byDraws = byMean.with(new Inference.Draws(5));
        try (Network network = Network.build(Shape.of(WIDTH), specs, RandomKey.root(1));
                Trainer refused = new Trainer(network, byMean, RandomKey.root(1));
                Trainer trainer = new Trainer(network, byDraws, RandomKey.root(1))) {
            assertThatThrownBy(() -> refused.epoch(CLEAN, CLEAN)).isInstanceOf(NoMeanPathException.class);
            EpochEnded ended = trainer.epoch(CLEAN, CLEAN);
            Predictor predictor = new Predictor(
                    network, byDraws.validatedBy(), RandomKey.root(1).child(Stream.EVALUATION));
            assertThat(ended.validation().get(EpochEnded.NLL))
                    .isEqualTo(predictor.predict(CLEAN).nll(CLEAN.labels()));
        }
    }

    @Test
    void bestEpochCanBeThatOfTheLowestLoss() {
        Checkpoint first = new Checkpoint(1, 1, Map.of(), Map.of(), Map.of());
        Checkpoint second = new Checkpoint(2, 2, Map.of(), Map.of(), Map.of());
        Standing one = Standing.after(Optional.empty(), first, validated(1, 0.9, 0.5), Standing.Choice.NLL);
        Standing two = Standing.after(Optional.of(one), second, validated(2, 0.8, 0.4), Standing.Choice.NLL);
        assertThat(two.best()).isSameAs(second);
        assertThat(two.bestScore()).isEqualTo(-0.4);
        assertThat(Standing.after(Optional.of(two), first, validated(3, 1, 0.4), Standing.Choice.NLL)
                        .best())
                .as("the earlier of equals")
                .isSameAs(second);
        Standing byAccuracy = Standing.after(Optional.empty(), first, validated(1, 0.9, 0.5));
        assertThat(Standing.after(Optional.of(byAccuracy), second, validated(2, 0.8, 0.4))
                        .best())
                .isSameAs(first);
    }

    private static EpochEnded validated(int epoch, double accuracy, double nll) {
        return new EpochEnded(epoch, Map.of(), Map.of(EpochEnded.ACCURACY, accuracy, EpochEnded.NLL, nll), 1, 0);
    }

    @Test
    void everyStepAsksTheObjectiveWhatItIsThen() { // 7 steps an epoch
        List<Long> asked = new ArrayList<>();
        record Counting(List<Long> steps) implements Objective {
            @Override
            public Loss loss(Network network, Batch batch, Pass pass) {
                throw new AssertionError("the objective of a moment is another one");
            }

            @Override
            public Objective at(long step, long total) {
                assertThat(total).isEqualTo(14);
                steps.add(step);
                return CrossEntropy.plain();
            }
        }
        Recipe recipe = Recipe.of(new Counting(asked), ADAM, 2, 32);
        try (Network network = network(1);
                Trainer trainer = new Trainer(network, recipe, RandomKey.root(1))) {
            trainer.epoch(CLEAN);
            trainer.epoch(CLEAN);
        }
        assertThat(asked)
                .containsExactlyElementsOf(LongStream.range(0, 14).boxed().toList());
    }

    @Test
    void trackedStatisticsResumeWithTheRest() {
        List<LayerSpec> specs = List.of(Dense.of(8), BatchNorm.DEFAULT, Activation.RELU, Dense.of(2));
        Recipe recipe = Recipe.of(CrossEntropy.plain(), ADAM, 2, 32);
        try (Network whole = Network.build(Shape.of(WIDTH), specs, RandomKey.root(1));
                Network other = Network.build(Shape.of(WIDTH), specs, RandomKey.root(2));
                Trainer trainer = new Trainer(whole, recipe, RandomKey.root(1));
                Trainer resumed = new Trainer(other, recipe, RandomKey.root(1))) {
            trainer.epoch(CLEAN);
            resumed.resume(trainer.checkpoint());
            trainer.epoch(CLEAN);
            resumed.epoch(CLEAN);
            requireEqualBits(other.trained().toArrays(), whole.trained().toArrays());
            requireEqualBits(other.tracked().toArrays(), whole.tracked().toArrays());
        }
    }

    @Test
    void augmentationChangesWhatTheNetworkSeesAndRepeats() {
        Examples images = Examples.ofFloats("images", new int[] {1, 2, 3}, features(CLEAN), CLEAN.labels(), 2);
        Recipe plain = Recipe.of(CrossEntropy.plain(), ADAM, 1, 32);
        Recipe flipped = plain.with(Augmentation.parse("flip:1"));
        assertThat(afterOneEpoch(plain, images)).isNotEqualTo(afterOneEpoch(flipped, images));
        assertThat(afterOneEpoch(flipped, images)).isEqualTo(afterOneEpoch(plain, mirrored(images)));
    }

    private static float[] afterOneEpoch(Recipe recipe, Examples images) {
        List<LayerSpec> specs = List.of(new Flatten(), Dense.of(2));
        try (Network network = Network.build(images.shape(), specs, RandomKey.root(1));
                Trainer trainer = new Trainer(network, recipe, RandomKey.root(1))) {
            trainer.epoch(images);
            return network.trained().toArrays().get("1/weight");
        }
    }

    private static float[] features(Examples examples) {
        float[] all = new float[examples.size() * examples.featureCount()];
        for (int i = 0; i < examples.size(); i++) {
            examples.copyFeatures(i, all, i * examples.featureCount());
        }
        return all;
    }

    private static Examples mirrored(Examples images) {
        float[] all = features(images);
        for (int row = 0; row < all.length; row += 3) {
            float left = all[row];
            all[row] = all[row + 2];
            all[row + 2] = left;
        }
        return Examples.ofFloats("mirrored", images.exampleShape(), all, images.labels(), images.classes());
    }

    @Test
    void checkpointsDoNotChangeWithFurtherTraining() {
        try (Network network = network(1);
                Trainer trainer = new Trainer(network, recipe(ADAM, 2), RandomKey.root(1))) {
            trainer.epoch(CLEAN, NONE);
            Checkpoint before = trainer.checkpoint();
            float[] copy = before.parameters().get("1/weight").clone();
            trainer.epoch(CLEAN, NONE);
            assertThat(before.parameters().get("1/weight")).isEqualTo(copy);
            assertThat(before.steps()).isEqualTo(7);
        }
    }

    @Test
    void lossesThatAreNoNumbersStopTraining() {
        requireDiverged(Sgd.of(1e30, 0), CLEAN);
        float[] values = new float[N * WIDTH];
        Arrays.fill(values, Float.NaN);
        requireDiverged(ADAM, Examples.ofFloats("nan", new int[] {WIDTH}, values, CLEAN.labels(), 2));
    }

    @Test
    void trainingReducesTheLoss() {
        try (Network network = network(1);
                Trainer trainer = new Trainer(network, recipe(ADAM, 5), RandomKey.root(1))) {
            EpochEnded first = trainer.epoch(CLEAN, CLEAN);
            EpochEnded last = first;
            while (trainer.epochsDone() < 5) {
                last = trainer.epoch(CLEAN, CLEAN);
            }
            assertThat(last.epoch()).isEqualTo(5);
            assertThat(last.terms()).containsOnlyKeys("nll", "penalty");
            assertThat(last.terms().get("nll")).isLessThan(0.5 * first.terms().get("nll"));
            assertThat(last.validation().get("validationAccuracy")).isGreaterThan(0.95);
        }
    }

    @Test
    void incompleteBatchesAreStepsOnlyWhenKept() {
        assertThat(recipe(ADAM, 1).stepsPerPass(N)).isEqualTo(7);
        Recipe drop = Recipe.of(CrossEntropy.plain(), ADAM, 1, 32).with(Recipe.LastBatch.DROP);
        assertThat(drop.stepsPerPass(N)).isEqualTo(6);
        assertThat(recipe(ADAM, 1).stepsPerPass(192)).isEqualTo(6);
    }

    private static void requireDiverged(Optimizer optimizer, Examples examples) {
        try (Network network = network(1);
                Trainer trainer = new Trainer(network, recipe(optimizer, 3), RandomKey.root(1))) {
            assertThatThrownBy(() -> {
                        while (trainer.epochsDone() < 3) {
                            trainer.epoch(examples, NONE);
                        }
                    })
                    .isInstanceOf(DivergedException.class)
                    .hasMessageContaining("not finite at step")
                    .hasMessageContaining("nll");
        }
    }

    private static Checkpoint checkpointAfterOneEpoch(Optimizer optimizer) {
        try (Network network = network(1);
                Trainer trainer = new Trainer(network, recipe(optimizer, 2), RandomKey.root(1))) {
            trainer.epoch(CLEAN, NONE);
            return trainer.checkpoint();
        }
    }

    private static Map<String, float[]> trained(Optimizer optimizer, long seed, int epochs) {
        try (Network network = network(seed);
                Trainer trainer = new Trainer(network, recipe(optimizer, epochs), RandomKey.root(seed))) {
            while (trainer.epochsDone() < epochs) {
                trainer.epoch(CLEAN, NONE);
            }
            return trainer.parameters().toArrays();
        }
    }

    private static Network network(long seed) {
        return Network.build(Shape.of(WIDTH), Networks.stochasticMlp(List.of(16, 8), 2, 1, -3), RandomKey.root(seed));
    }

    private static Recipe recipe(Optimizer optimizer, int epochs) {
        CrossEntropy objective = CrossEntropy.plain().plus(MaxEntropy.forLabelNoise());
        return Recipe.of(objective, optimizer, epochs, 32).with(Schedule.LINEAR);
    }

    private static void requireEqualBits(Map<String, float[]> found, Map<String, float[]> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, values) -> assertThat(found.get(name)).as(name).isEqualTo(values));
    }

    /** Two Gaussian classes, centres 3 apart along every axis, σ 1. */
    private static Examples examples(RandomKey key) {
        float[] values = new float[N * WIDTH];
        key.fillNormal(values);
        int[] labels = new int[N];
        for (int i = 0; i < values.length; i++) {
            labels[i / WIDTH] = i / WIDTH % 2;
            values[i] += labels[i / WIDTH] == 0 ? -1.5f : 1.5f;
        }
        return Examples.ofFloats("two classes", new int[] {WIDTH}, values, labels, 2);
    }
}
