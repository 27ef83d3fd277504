package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.RunException;
import dev.dither.lab.source.LoadedData;
import dev.dither.labels.AnchorRule;
import dev.dither.labels.ForwardCorrection;
import dev.dither.labels.TransitionEstimate;
import dev.dither.labels.TransitionMatrix;
import dev.dither.nn.Network;
import dev.dither.objective.AsGiven;
import dev.dither.objective.LabelLoss;
import dev.dither.predict.Inference;
import dev.dither.train.Checkpoint;
import dev.dither.train.EpochEnded;
import dev.dither.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells whose loss does not trust the labels, some of which train twice. */
@Tag("determinism")
class CorrectedRunTest {
    private static final int EPOCHS = 2;
    private static final ExperimentFile FILE = ExperimentFile.parse("corrected.yaml", """
            data: digits
            trainExamples: 400
            testExamples: 40
            validationFraction: 0.25
            labelNoise: {rates: [0.3]}
            hidden: [16]
            training: {epochs: 2, batchSize: 20, learningRate: 0.03}
            seeds: 1
            draws: 2
            methods:
              plain: {}
              forward: {correction: {kind: forward}}
              noisy: {stochasticLayers: 1, initialRho: 0}
              noisy backward: {stochasticLayers: 1, initialRho: 0, correction: {kind: backward, anchors: maximum}}
              hard: {correction: {kind: bootstrap_hard}}
              known: {correction: {kind: forward, transition: known}}
            """);
    private static final Plan PLAN = FILE.plan("", Map.of());

    /** The two cells that train twice. */
    private static final Plan STAGED = FILE.plan("", Map.of("only", "[forward, noisy backward]"));

    @TempDir
    static Path uninterrupted;

    private static RunDirectory whole;

    private static RunDirectory staged;

    @TempDir
    Path runs;

    @BeforeAll
    static void runWithoutInterruption() {
        whole = runner(PLAN)
                .run(uninterrupted, uninterrupted, List.of("dither"))
                .directory();
        staged = runner(STAGED)
                .run(uninterrupted, uninterrupted, List.of("dither"))
                .directory();
    }

    private static Runner runner(Plan plan) {
        return new Runner(plan, Path.of("no-data-needed"), Clock.systemUTC());
    }

    private static CellId cell(String method) {
        return new CellId(method, 0.3, 0);
    }

    private static double figure(String method, String metric) {
        return whole.rows().stream()
                .filter(row -> row.method().equals(method) && row.draws() == 0)
                .filter(row -> row.metric().equals(metric + "@noise=0.3"))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static List<Map<String, Object>> events(String method) {
        return whole.events().stream()
                .filter(event -> method.equals(event.get("method")))
                .toList();
    }

    /** What a process that ends after some epochs in all leaves. */
    private RunDirectory interruptedAfter(int epochs) {
        AtomicInteger left = new AtomicInteger(epochs);
        RunListener stop = new RunListener() {
            @Override
            public void epochEnded(CellId cell, Stage stage, EpochEnded epoch) {
                if (left.decrementAndGet() == 0) {
                    throw new IllegalStateException("stop");
                }
            }
        };
        assertThatThrownBy(() -> runner(STAGED).with(stop).run(runs, runs, List.of("dither")))
                .hasMessage("stop");
        return RunDirectory.open(runs.resolve("corrected"));
    }

    private static void assertLikeUninterrupted(RunDirectory run) throws IOException {
        Map<String, String> expected = withoutName(staged);
        Map<String, String> found = withoutName(run);
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, content) -> assertThat(found.get(name).equals(content))
                .as(name + " is the same")
                .isTrue());
    }

    /** The rows of a run begin with its name, which differs between the two. */
    private static Map<String, String> withoutName(RunDirectory run) throws IOException {
        Map<String, String> files = Small.lasting(run);
        files.put(
                "rows.csv",
                run.rows().stream()
                        .map(row -> row.toString().replace(run.name(), ""))
                        .collect(Collectors.joining("\n")));
        return files;
    }

    /**
     * The first cell has its first stage in epochs 1 and 2 and its second in 3 and 4: within the first, between the two, within
     * the second, at its end before its rows; then between those of the stochastic one.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 6})
    void interruptedIsUninterrupted(int epochs) throws IOException {
        RunDirectory run = interruptedAfter(epochs);
        runner(STAGED).resume(run, runs, List.of("dither"));
        assertLikeUninterrupted(run);
    }

    /** The teeth of the test above: the last stage takes its matrix from the checkpoint. */
    @Test
    void comparisonSeesAnotherMatrix() throws IOException {
        RunDirectory run = interruptedAfter(3);
        CellState state = CellState.read(run).orElseThrow();
        double[][] rows = state.estimate().orElseThrow().toArray();
        rows[0] = rows[1].clone();
        new CellState(state.cell(), state.stage(), Optional.of(TransitionMatrix.of(rows)), state.standing()).write(run);
        runner(STAGED).resume(run, runs, List.of("dither"));
        String model = "models/forward-seed0-noise0.3.safetensors";
        assertThat(Small.lasting(run).get(model))
                .isNotEqualTo(Small.lasting(staged).get(model));
    }

    /** A process killed between the event of an epoch and its checkpoint leaves the event. */
    @Test
    void eventOfAStageThatHasNotBegunIsMadeAgain() throws IOException {
        RunDirectory run = interruptedAfter(2);
        run.event(Map.of("type", "epoch", "method", "forward", "seed", 0, "stage", 2, "stages", 2, "epoch", 1));
        runner(STAGED).resume(run, runs, List.of("dither"));
        assertLikeUninterrupted(run);
    }

    @ParameterizedTest
    @CsvSource({"forward, plain", "noisy backward, noisy"})
    void firstStageIsTheMethodWithoutCorrection(String corrected, String plain) {
        List<Map<String, Object>> first = events(corrected).subList(0, EPOCHS);
        assertThat(first)
                .allMatch(event ->
                        event.get("stage").equals(1) && event.get("stages").equals(2));
        for (int i = 0; i < EPOCHS; i++) {
            for (String figure : List.of("nll", "validationNll", "validationAccuracy", "memorized")) {
                assertThat(first.get(i).get(figure))
                        .isEqualTo(events(plain).get(i).get(figure));
            }
        }
    }

    @Test
    void eventsTellTheStageOfCellsThatHaveSeveral() {
        assertThat(events("forward")).extracting(event -> event.get("stage")).containsExactly(1, 1, 2, 2);
        assertThat(events("forward")).extracting(event -> event.get("epoch")).containsExactly(1, 2, 1, 2);
        assertThat(events("hard")).hasSize(EPOCHS).noneMatch(event -> event.containsKey("stage"));
        assertThat(events("known")).hasSize(EPOCHS).noneMatch(event -> event.containsKey("stage"));
    }

    /** The two stages again, step by step, without the laboratory. */
    @Test
    void lastStageIsTrainedWithTheEstimateOfTheEpochOfLowestLoss() {
        LoadedData data = PLAN.load(runs);
        GivenLabels given = GivenLabels.of(PLAN, cell("forward"), data);
        TransitionMatrix[] estimate = new TransitionMatrix[1];
        train(given, new AsGiven(), (trainer, best) -> {
            trainer.resume(best);
            estimate[0] = TransitionEstimate.from(
                            Trained.predictor(cell("forward"), trainer.network(), new Inference.Mean())
                                    .predict(given.examples()),
                            AnchorRule.PATRINI)
                    .matrix();
        });
        assertThat(figure("forward", "transitionError"))
                .isEqualTo(estimate[0].distanceTo(given.labels().transition()));
        train(
                given,
                new ForwardCorrection(estimate[0]),
                (trainer, best) -> assertThat(figure("forward", "testNll"))
                        .isEqualTo(Trained.predictor(cell("forward"), trainer.network(), new Inference.Mean())
                                .predict(data.test())
                                .nll(data.test().labels())));
        List<List<String>> table = whole.table("transitions/forward-seed0-noise0.3.csv");
        assertThat(table).hasSize(101);
        assertThat(table.get(0)).containsExactly("class", "given", "estimated", "actual");
        assertThat(table.get(1 + 10 * 4 + 7))
                .containsExactly(
                        "4",
                        "7",
                        String.valueOf(estimate[0].probability(4, 7)),
                        String.valueOf(given.labels().transition().probability(4, 7)));
    }

    private interface Then {
        void look(Trainer trainer, Checkpoint lowestLoss);
    }

    private static void train(GivenLabels given, LabelLoss loss, Then then) {
        CellId cell = cell("forward");
        try (Network network = Network.build(given.examples().shape(), PLAN.layers("forward", 10), cell.root());
                Trainer trainer = new Trainer(
                        network,
                        PLAN.recipe(
                                PLAN.method("forward"), loss, given.examples().size()),
                        cell.root())) {
            List<Double> losses = new ArrayList<>();
            List<Checkpoint> checkpoints = new ArrayList<>();
            for (int i = 0; i < EPOCHS; i++) {
                EpochEnded ended =
                        trainer.epoch(given.split().train(), given.split().validation());
                losses.add(ended.validation().get(EpochEnded.NLL));
                checkpoints.add(trainer.checkpoint());
            }
            then.look(trainer, checkpoints.get(losses.indexOf(Collections.min(losses))));
        }
    }

    @Test
    void onlyEstimatesHaveAnError() {
        assertThat(whole.rows().stream()
                        .filter(row -> row.metric().equals("transitionError@noise=0.3"))
                        .map(row -> row.method()))
                .containsExactly("forward", "noisy backward");
        assertThat(whole.path().resolve("transitions").toFile().list())
                .containsExactlyInAnyOrder("forward-seed0-noise0.3.csv", "noisy%20backward-seed0-noise0.3.csv");
    }

    @Test
    void everyCorrectionChangesTheTraining() {
        double plain = figure("plain", "testNll");
        assertThat(List.of(
                        plain,
                        figure("forward", "testNll"),
                        figure("hard", "testNll"),
                        figure("known", "testNll"),
                        figure("noisy", "testNll"),
                        figure("noisy backward", "testNll")))
                .doesNotHaveDuplicates();
    }

    @Test
    void labelsAsTheyAreCanBeCorrectedByAnEstimateOfUnknownError() {
        Plan clean = ExperimentFile.parse(
                        "clean.yaml",
                        "{data: digits, trainExamples: 300, testExamples: 50, hidden: [8], seeds: 1,"
                                + " methods: {a: {correction: {kind: forward}}}, training: {epochs: 1}}")
                .plan("", Map.of());
        RunDirectory run = runner(clean).run(runs, runs, List.of("dither")).directory();
        assertThat(run.rows()).noneMatch(row -> row.metric().startsWith("transitionError"));
        List<List<String>> table = run.table("transitions/a-seed0-noise0.0.csv");
        assertThat(table.subList(1, table.size())).allMatch(line -> line.get(3).isEmpty());
    }

    /** Two classes that take each other's labels half of the time cannot be told apart. */
    @Test
    void matrixWithoutInverseNamesTheCell() {
        Plan half = ExperimentFile.parse(
                        "half.yaml",
                        "{data: digits, trainExamples: 60, testExamples: 20, hidden: [4], seeds: 1,"
                                + " labelNoise: {kind: symmetric, rates: [0.9]}, training: {epochs: 1},"
                                + " methods: {a: {correction: {kind: backward, transition: known}}}}")
                .plan("", Map.of());
        assertThatThrownBy(() -> runner(half).run(runs, runs, List.of("dither")))
                .isInstanceOf(RunException.class)
                .hasMessageContainingAll("a, seed 0: ", "inverse");
    }
}
