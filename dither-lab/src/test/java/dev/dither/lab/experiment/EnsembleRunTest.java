package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.attack.Attacker;
import dev.dither.attack.Course;
import dev.dither.attack.Goal;
import dev.dither.attack.Judge;
import dev.dither.attack.Judgement.Decision;
import dev.dither.attack.Oracle;
import dev.dither.attack.Proportion;
import dev.dither.data.Examples;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.RunException;
import dev.dither.lab.run.SafeTensors;
import dev.dither.nn.Network;
import dev.dither.predict.Ensemble;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictive;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.train.EpochEnded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods with members: networks that are trained one after another and answer together. */
@Tag("determinism")
class EnsembleRunTest {
    private static final String FILE = """
            {data: digits, trainExamples: 300, testExamples: 60, validationFraction: 0.25, hidden: [12], seeds: 1, draws: 2,
             training: {epochs: 2, batchSize: 20, learningRate: 0.03},
             attack: {kind: iterative-fgs, radii: [0.5], steps: 5, stepSize: 0.1, draws: 3, targeted: true, sees: [sample],
                      measuredEvery: 2, examples: 40, sanityExamples: 0},
             methods: {
               trio: {members: 3},
               plain: {},
               noisy pair: {stochasticLayers: 1, initialRho: 0, members: 2}}}
            """;
    private static final Plan PLAN = ExperimentFile.parse("together", FILE).plan("", Map.of());
    private static final String TRIO = "trio-seed0-noise0.0";

    @TempDir
    static Path uninterrupted;

    private static RunDirectory whole;

    @TempDir
    Path runs;

    @BeforeAll
    static void runWithoutInterruption() {
        whole = runner(PLAN)
                .run(uninterrupted, uninterrupted, List.of("dither"))
                .directory();
    }

    private static Runner runner(Plan plan) {
        return new Runner(plan, Path.of("no-data-needed"), Clock.systemUTC());
    }

    private static Row row(String method, String metric, int draws) {
        return whole.rows().stream()
                .filter(row -> row.method().equals(method) && row.draws() == draws)
                .filter(row -> row.metric().equals(metric))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + metric + " of " + method));
    }

    private static Path model(RunDirectory run, String name) {
        return run.path().resolve("models/" + name + ".safetensors");
    }

    private static List<Map<String, Object>> events(String method) {
        return whole.events().stream()
                .filter(event -> method.equals(event.get("method")))
                .toList();
    }

    /** What is on disk when a process ends after some epochs in all. */
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
        assertThatThrownBy(() -> runner(PLAN).with(stop).run(runs, runs, List.of("dither")))
                .hasMessage("stop");
        return RunDirectory.open(runs.resolve("together"));
    }

    private RunDirectory resumed(RunDirectory run) {
        runner(PLAN).resume(run, runs, List.of("dither"));
        return run;
    }

    /**
     * The first cell has its members in epochs 1 and 2, 3 and 4, 5 and 6: within the first, between two, within the second and the
     * last, at the end of the last before its rows; then within the cell of a network alone and that of stochastic members.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 6, 7, 10})
    void interruptedIsUninterrupted(int epochs) throws IOException {
        Map<String, String> found = Small.lasting(resumed(interruptedAfter(epochs)));
        Map<String, String> expected = Small.lasting(whole);
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, content) -> assertThat(found.get(name).equals(content))
                .as(name + " is the same")
                .isTrue());
    }

    /** The teeth of the test above: what a trained member is comes from its file. */
    @Test
    void comparisonSeesAnotherMember() throws IOException {
        RunDirectory run = interruptedAfter(3);
        CellId trio = new CellId("trio", 0, 0);
        CellState first = CellState.kept(run, trio, trio.firstStage(PLAN));
        first.last().parameters().values().iterator().next()[0] += 1e-3f;
        first.keep(run);
        Map<String, String> found = Small.lasting(resumed(run));
        Map<String, String> expected = Small.lasting(whole);
        String model = "models/" + TRIO + "-member%d.safetensors";
        assertThat(found.get(model.formatted(1))).isNotEqualTo(expected.get(model.formatted(1)));
        assertThat(found.get(model.formatted(2))).isEqualTo(expected.get(model.formatted(2)));
    }

    @Test
    void trainedMembersAreKeptUntilTheCellHasItsRows() {
        RunDirectory run = interruptedAfter(5);
        Path folder = run.path().resolve("checkpoint/" + TRIO);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("member1.safetensors", "member2.safetensors");
        resumed(run);
        assertThat(folder).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"true, its file is gone", "false, expected member 1/3 of " + TRIO})
    void keptMemberThatIsNotThereOrAnotherIsNamedWithAWayOut(boolean gone, String reason) throws IOException {
        RunDirectory run = interruptedAfter(5);
        Path folder = run.path().resolve("checkpoint/" + TRIO);
        Path first = folder.resolve("member1.safetensors");
        Files.delete(first);
        if (!gone) {
            Files.copy(folder.resolve("member2.safetensors"), first);
        }
        assertThatThrownBy(() -> resumed(run))
                .isInstanceOf(RunException.class)
                .message()
                .hasLineCount(1)
                .startsWith(first + ": ")
                .contains(reason)
                .endsWith("delete " + folder.getParent() + " and resume again: that cell then starts over");
    }

    /** A process killed between the event of an epoch and its checkpoint leaves the event. */
    @Test
    void eventOfAMemberThatHasNotBegunIsMadeAgain() throws IOException {
        RunDirectory run = interruptedAfter(2);
        run.event(Map.of("type", "epoch", "method", "trio", "seed", 0, "member", 2, "members", 3, "epoch", 1));
        assertThat(Small.lasting(resumed(run)).get("events.jsonl"))
                .isEqualTo(Small.lasting(whole).get("events.jsonl"));
    }

    @Test
    void eventsTellTheMember() {
        assertThat(events("trio")).extracting(event -> event.get("member")).containsExactly(1, 1, 2, 2, 3, 3);
        assertThat(events("trio")).extracting(event -> event.get("epoch")).containsExactly(1, 2, 1, 2, 1, 2);
        assertThat(events("trio")).allMatch(event -> event.get("members").equals(3));
        assertThat(events("plain")).hasSize(2).noneMatch(event -> event.containsKey("member"));
    }

    @Test
    void firstMemberIsTheMethodWithoutMembers() {
        for (int epoch = 0; epoch < 2; epoch++) {
            for (String figure : List.of("nll", "validationNll", "validationAccuracy")) {
                assertThat(events("trio").get(epoch).get(figure))
                        .isEqualTo(events("plain").get(epoch).get(figure));
            }
        }
        Map<String, float[]> plain =
                SafeTensors.read(model(whole, "plain-seed0-noise0.0")).arrays();
        assertThat(SafeTensors.read(model(whole, TRIO + "-member1")).arrays())
                .usingRecursiveComparison()
                .isEqualTo(plain);
        assertThat(SafeTensors.read(model(whole, TRIO)).arrays())
                .usingRecursiveComparison()
                .isEqualTo(plain);
    }

    @Test
    void membersBeginWithValuesAndOrdersOfTheirOwn() {
        List<Object> losses =
                events("trio").stream().map(event -> event.get("nll")).toList();
        assertThat(List.of(losses.get(0), losses.get(2), losses.get(4))).doesNotHaveDuplicates();
        float[][] weights = IntStream.rangeClosed(1, 3)
                .mapToObj(member -> SafeTensors.read(model(whole, TRIO + "-member" + member))
                        .arrays()
                        .get("1/weight"))
                .toArray(float[][]::new);
        assertThat(Arrays.equals(weights[0], weights[1])).isFalse();
        assertThat(Arrays.equals(weights[1], weights[2])).isFalse();
    }

    @Test
    void modelFilesNameTheirMember() {
        assertThat(SafeTensors.read(model(whole, TRIO + "-member2")).metadata()).containsEntry("member", "2/3");
        assertThat(SafeTensors.read(model(whole, "plain-seed0-noise0.0")).metadata())
                .doesNotContainKey("member");
        assertThat(whole.path().resolve("models").toFile().list()).hasSize(8);
    }

    private static void withSaved(String stem, int members, Consumer<Ensemble> use) {
        List<Network> networks = IntStream.rangeClosed(1, members)
                .mapToObj(member -> ModelFile.load(model(whole, stem + "-member" + member)))
                .toList();
        try {
            use.accept(new Ensemble(networks));
        } finally {
            networks.forEach(Network::close);
        }
    }

    @Test
    void figuresAreThoseOfTheSavedMembersTogether() {
        Examples test = PLAN.load(runs).test();
        withSaved(TRIO, 3, trio -> {
            Predictive together = new Predictor(trio, new Inference.Mean(), RandomKey.root(0)).predict(test);
            assertThat(row("trio", "testNll", 0).value()).isEqualTo(together.nll(test.labels()));
            assertThat(row("trio", "testNll", 0).value())
                    .isNotEqualTo(row("plain", "testNll", 0).value());
        });
        withSaved(
                "noisy%20pair-seed0-noise0.0",
                2, pair -> {
                    RandomKey key = RandomKey.root(0).child(Stream.EVALUATION);
                    Predictive drawn = new Predictor(pair, new Inference.Draws(2), key).predict(test);
                    assertThat(row("noisy pair", "testNll", 4).value()).isEqualTo(drawn.nll(test.labels()));
                });
    }

    @Test
    void scoreOfTheBestEpochsIsTheMeanOverTheMembers() {
        double sum = 0;
        for (int member = 1; member <= 3; member++) {
            int number = member;
            sum += events("trio").stream()
                    .filter(event -> event.get("member").equals(number))
                    .mapToDouble(event -> ((Number) event.get("validationAccuracy")).doubleValue())
                    .max()
                    .orElseThrow();
        }
        assertThat(row("trio", "validationAccuracyBest", 0).value()).isCloseTo(sum / 3, within(1e-12));
    }

    private static Course course(Ensemble ensemble, AttackerView sees) {
        AttackPlan attack = PLAN.attack();
        assertThat(attack).isNotNull();
        Examples some = attack.of(PLAN.load(uninterrupted).test());
        RandomKey key = RandomKey.root(0).child(Stream.ATTACK).child("part").child(0);
        Oracle victim = sees == AttackerView.MEAN ? Oracle.mean(ensemble) : Oracle.drawing(ensemble, 3);
        Goal goal = Goal.randomTargets(some.labels(), 10, key.child("targets"));
        return new Attacker(victim, attack.attack(), attack.threat(0.5), key).course(some, goal);
    }

    @Test
    void attacksAreOnTheMembersTogether() {
        withSaved(TRIO, 3, trio -> {
            Examples moved = course(trio, AttackerView.MEAN).end().examples();
            RandomKey key =
                    RandomKey.root(0).child(Stream.EVALUATION).child("attack").child(0);
            Proportion right = new Judge(trio, 1, key).judge(moved).by(Decision.MEAN);
            String metric = "robustAccuracy@attack=iterative-fgs@sees=sample@by=mean@radius=0.5";
            assertThat(row("trio", metric, 0).value()).isEqualTo(right.value());
        });
    }

    /** Two members, two draws each. */
    @Test
    void drawsOfAJudgementAreThoseOfAllMembers() {
        Map<String, Integer> draws = Map.of("mean", 0, "draw", 2, "average", 4, "majority", 4, "all", 4);
        draws.forEach((by, count) -> {
            String metric = "robustAccuracy@attack=iterative-fgs@sees=sample@by=" + by + "@radius=0.5";
            assertThat(row("noisy pair", metric, count).stderr().orElse(0)).isPositive();
        });
    }

    @Test
    void successIsTheShareAfterSomeStepsAndAfterTheLast() {
        assertCourse("trio", TRIO, 3, AttackerView.MEAN, 0);
        assertCourse("noisy pair", "noisy%20pair-seed0-noise0.0", 2, AttackerView.SAMPLE, 6);
    }

    private static void assertCourse(String method, String stem, int members, AttackerView sees, int draws) {
        withSaved(stem, members, ensemble -> {
            List<Proportion> reached = course(ensemble, sees).reached();
            double above = 0;
            for (int steps : List.of(0, 2, 4, 5)) {
                Row found = row(
                        method,
                        "attackSuccess@attack=iterative-fgs@iteration=" + steps + "@sees=sample@radius=0.5",
                        draws);
                assertThat(found.value()).isEqualTo(reached.get(steps).value());
                assertThat(found.stderr().orElse(0)).isPositive();
            }
            for (int steps = 0; steps < 5; steps++) {
                above += 1 - reached.get(steps).value();
            }
            String resisted = "iterationsResisted@attack=iterative-fgs@sees=sample@radius=0.5";
            assertThat(row(method, resisted, draws).value()).isCloseTo(above, within(1e-12));
            assertThat(above).isBetween(0.1, 4.9);
        });
        assertThat(whole.rows().stream().map(Row::metric).filter(metric -> metric.contains("@iteration=")))
                .doesNotContain("attackSuccess@attack=iterative-fgs@iteration=1@sees=sample@radius=0.5");
    }

    @Test
    void reportDrawsSuccessAlongTheIterations() throws IOException {
        assertThat(Files.readString(whole.path().resolve("report.html")))
                .contains("attackSuccess@attack=iterative-fgs by iteration");
    }

    private static Plan plan(String more) {
        return ExperimentFile.parse("mine.yaml", "{data: digits, trainExamples: 60, testExamples: 20, " + more + "}")
                .plan("", Map.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "methods: {a: {members: 0}} | members must be at least 1, got 0",
                "methods: {a: {members: 2, correction: {kind: forward}}} | estimated transition, got 2 members",
                "methods: {a: {members: 2}}, prune: {by: magnitude, until: ['size<50%']} | methods.a has 2 members, but",
                "methods: {a: {members: 2}}, randomWeights: {controls: true} | methods.a has 2 members, but controls",
                "methods: {a: {members: 2}}, randomWeights: {elboDraws: 2} | methods.a has 2 members, but bound"
            })
    void whatNeedsASingleNetworkIsRefusedInOneLineBeforeTheRun(String keys, String reason) {
        assertThatThrownBy(() -> plan(keys).load(runs))
                .isInstanceOf(ExperimentException.class)
                .message()
                .hasLineCount(1)
                .contains(reason);
    }

    @Test
    void methodsThatAreNotTrainedAreNotRefused() {
        Plan some = plan("methods: {a: {members: 2}, b: {}}, only: [b], prune: {by: magnitude, until: ['size<50%']}");
        assertThat(some.load(runs).test().size()).isEqualTo(20);
    }

    @Test
    void correctionWithoutAnEstimateTakesMembers() {
        Plan known = plan("labelNoise: {rates: [0.2]}, methods: {a: {members: 2, correction: {kind: bootstrap_soft}}}");
        assertThat(known.firstStage("a")).isEqualTo(new Stage(1, 2, Stage.Kind.MEMBER));
    }
}
