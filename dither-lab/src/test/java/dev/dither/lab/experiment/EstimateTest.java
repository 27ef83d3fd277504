package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.data.Examples;
import dev.dither.nn.Hidden;
import dev.dither.nn.Network;
import dev.dither.nn.Networks;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arithmetic alone, with given costs: nothing is timed. */
class EstimateTest {
    private static final int SIZE = 1000; // 900 to train on: 15 steps of 60; 100 of validation

    private static Plan plan(String methods) {
        return ExperimentFile.parse(
                        "mine.yaml",
                        "{data: digits, methods: {" + methods + "}, hidden: [6], seeds: 2,"
                                + " training: {epochs: 5, passes: 2, batchSize: 60}}")
                .plan("", Map.of());
    }

    private static Examples train() {
        return Examples.ofFloats("x", new int[] {1}, new float[SIZE], new int[SIZE], 10);
    }

    private static Estimate estimate(Plan plan) {
        return Estimate.of(
                CellId.all(plan),
                cell -> Effort.of(plan, train(), cell),
                cell -> new StepCost(
                        cell.method().equals("a") ? 0.5 : 2, cell.method().length()));
    }

    @Test
    void stepsAndLooksOfAllCellsAreAdded() {
        Estimate found = estimate(plan("a: {}, bb: {}"));
        assertThat(found.cells()).isEqualTo(4);
        assertThat(found.steps()).isEqualTo(4 * 5 * 2 * 15);
        double looks = 5 * 100 / 60.0 / 3; // epochs, batches, a third of a step
        assertThat(found.seconds()).isCloseTo(2 * (0.5 + 2) * (150 + looks), within(1e-9));
        assertThat(found.bytes()).isEqualTo(2);
    }

    @Test
    void everyTrainingOfACellCounts() {
        assertThat(estimate(plan("a: {members: 3}")).steps()).isEqualTo(3 * 2 * 150);
        assertThat(estimate(plan("a: {correction: {kind: forward}}")).steps()).isEqualTo(2 * 2 * 150);
    }

    @Test
    void passesOfAMethodWinOverThoseOfTheTraining() {
        assertThat(estimate(plan("a: {passes: 3}")).steps()).isEqualTo(2 * 5 * 3 * 15);
        assertThat(estimate(plan("a: {passes: 1}")).steps()).isEqualTo(2 * 5 * 15);
    }

    @Test
    void theLastBatchCountsAsTheRecipeSays() {
        Plan whole = ExperimentFile.parse(
                        "mine.yaml",
                        "{data: digits, methods: {a: {}}, seeds: 1, training: {epochs: 1, batchSize: 64, lastBatch: drop}}")
                .plan("", Map.of());
        assertThat(estimate(whole).steps()).isEqualTo(14);
    }

    @ParameterizedTest
    @CsvSource({
        "20, 3000000, 144000, 1288490189, about 40 h of training for 20 cells| steps of 48 ms;|About 1.2 GiB for",
        "1, 10000, 60, 1048576, about 1 min of training for 1 cell | steps of 6.0 ms;|About 1 MiB for",
        "1, 10, 59, 1, less than a minute| steps of 5.9 s;|About 1 MiB for",
        "2, 100, 6000, 104857600, about 100 min| steps of 60.0 s;|About 100 MiB for",
        "9, 100000000, 864000, 1, about 10 days of training for 9 cells| steps of 8.6 ms;|About 1 MiB for",
    })
    void wordsAreThoseOfAPerson(int cells, long steps, double seconds, long bytes, String words) {
        assertThat(new Estimate(cells, steps, seconds, bytes).words())
                .contains(words.split("\\|"))
                .doesNotContain("\n");
    }

    @Test
    void aLineIsWorthAMinute() {
        assertThat(new Estimate(1, 1, 59.9, 1).isLong()).isFalse();
        assertThat(new Estimate(1, 1, 60, 1).isLong()).isTrue();
    }

    @Test
    void memoryIsThatOfParametersOptimizerAndActivations() {
        StepCost found = StepCost.of(new Footprint(1000, 50, 0), 8, 2000, 0.25);
        assertThat(found.bytes()).isEqualTo(4 * (1000 + 1000 + 2000 + 2 * 50 * 8));
        assertThat(found.seconds()).isEqualTo(0.25);
    }

    @Test
    void multiplicationsOfAVggAreThePublishedOnes() { // 313.73 million, besides those of normalization
        try (Network network = Network.build(
                Shape.of(3, 32, 32), Networks.vgg16(Networks.VGG_16_WIDTHS, 10, Hidden.PLAIN), RandomKey.root(1))) {
            Footprint found = Footprint.of(network);
            assertThat((double) found.multiplications()).isCloseTo(313.73e6, Percentage.withPercentage(1));
            assertThat(found.parameters()).isEqualTo(network.trained().count());
        }
    }

    @Test
    void footprintsOfPerceptronsAreThoseByHand() {
        try (Network network =
                Network.build(Shape.of(4), Networks.stochasticMlp(List.of(6), 3, 0, 0), RandomKey.root(1))) {
            Footprint found = Footprint.of(network);
            assertThat(found.parameters()).isEqualTo(4 * 6 + 6 + 6 * 3 + 3);
            assertThat(found.multiplications()).isEqualTo(found.parameters());
            assertThat(found.activations()).isEqualTo(4 + 6 + 6 + 3); // flattened, dense, rectified, dense
        }
    }

    @Test
    void shortRunsAreNotTold() {
        Plan plan = Small.PLAN;
        assertThat(Workshop.of(plan, Path.of("none")).ahead(CellId.all(plan))).isEmpty();
    }

    @Test
    void tasksCountLikeTrainings() {
        String tasks = "kind: continual\ndata: digits\nseeds: 2\nmethods: {plain: {}, held: {ewc: {strength: 1}}}\n";
        assertThat(steps(tasks + "training: {epochs: 3, batchSize: 100}\nstream: {kind: permuted, tasks: 4}"))
                .isEqualTo(2 * 2 * 4 * 3 * 13L); // 1,297 digits
        assertThat(
                        steps(
                                tasks
                                        + "training: {epochs: 1, batchSize: 100, freshOptimizer: true}\nstream: {kind: split, tasks: 5}"))
                .isEqualTo(2 * 2 * 5 * 3L); // 259 of each task
    }

    @Test
    void captionsCountOncePerImage() {
        assertThat(steps(
                        "kind: captioning\ndata: {shapes: 60, testShapes: 20, side: 12}\nmethods: {plain: {}}\nseeds: 2\n"
                                + "minimumCount: 1\nchannels: [4]\ntraining: {epochs: 3, batchSize: 16}"))
                .isEqualTo(2 * 3 * 4L);
    }

    @Test
    void whatDependsOnWhatIsLearnedIsNotForeseen() {
        Study study = study("kind: reinforcement\nenvironment: CartPole-v0\nmethods: {plain: {}}");
        assertThat(Workshop.of(study, Path.of("none")).isForeseeable(CellId.all(study)))
                .isFalse();
    }

    private static long steps(String file) {
        Study study = study(file);
        Workshop workshop = Workshop.of(study, Path.of("none"));
        return Estimate.of(CellId.all(study), workshop::foreseen, cell -> new StepCost(1, 1))
                .steps();
    }

    private static Study study(String file) {
        return ExperimentFile.parse("mine.yaml", file).study("", Map.of());
    }
}
