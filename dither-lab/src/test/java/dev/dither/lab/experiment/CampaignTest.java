package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.attack.Adversarial;
import dev.dither.attack.Attacker;
import dev.dither.attack.Bounds;
import dev.dither.attack.FastGradientSign;
import dev.dither.attack.Norm;
import dev.dither.attack.Oracle;
import dev.dither.attack.Threat;
import dev.dither.data.Examples;
import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.RunException;
import dev.dither.lab.source.LoadedData;
import dev.dither.nn.Network;
import dev.dither.rng.RandomKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CampaignTest {
    private static final String COMMON = """
            {data: fashion-mini, trainExamples: 200, testExamples: 110, hidden: [12], seeds: 1, draws: 3,
             training: {epochs: 3, learningRate: 0.01},
             methods: {plain: {}, noisy: {stochasticLayers: 1, initialRho: 0, adversarial: {radius: 0.1}}},
            """;
    private static final Plan FGS = plan("attack: {radii: [0, 0.1], draws: 2, examples: 40, sanityExamples: 10}}");
    private static final Plan CW =
            plan("attack: {kind: cw-l2, radii: [0, 0.2], steps: 4, draws: 2, sanityExamples: 0}}");

    @TempDir
    static Path runs;

    @TempDir
    Path other;

    private static RunDirectory fgs;
    private static RunDirectory cw;

    private static Plan plan(String attack) {
        return ExperimentFile.parse("robust.yaml", COMMON + attack).plan("", Map.of());
    }

    private static Runner runner(Plan plan) {
        return new Runner(plan, Path.of("no-data-needed"), Clock.systemUTC());
    }

    private static RunDirectory run(Plan plan, Path folder) {
        return runner(plan).run(folder, folder, List.of("dither")).directory();
    }

    @BeforeAll
    static void attackSmallNetworks() {
        fgs = run(FGS, runs.resolve("fgs"));
        cw = run(CW, runs.resolve("cw"));
    }

    private static Row row(RunDirectory run, String method, String metric) {
        return run.rows().stream()
                .filter(row -> row.method().equals(method) && row.metric().equals(metric))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + metric + " of " + method));
    }

    /** By test accuracy, which other code measures. */
    @Test
    void withoutBudgetToSpendNothingChanges() {
        for (String method : List.of("plain", "noisy")) {
            String metric = "robustAccuracy@attack=cw-l2@sees=mean@by=mean@radius=0.0";
            double clean = cw.rows().stream()
                    .filter(row ->
                            row.method().equals(method) && row.metric().equals("testAccuracy") && row.draws() == 0)
                    .findFirst()
                    .orElseThrow()
                    .value();
            assertThat(row(cw, method, metric).value()).isEqualTo(clean);
        }
    }

    @Test
    void radiusLowersAccuracy() {
        String metric = "robustAccuracy@attack=fgs@sees=mean@by=mean@radius=";
        assertThat(row(fgs, "plain", metric + "0.1").value())
                .isLessThan(row(fgs, "plain", metric + "0.0").value());
    }

    @Test
    void everyDecisionHasARowWithItsDrawsAndError() {
        String metric = "robustAccuracy@attack=fgs@sees=sample@by=%s@radius=0.1";
        Map<String, Integer> draws = Map.of("mean", 0, "draw", 1, "average", 3, "majority", 3, "all", 3);
        draws.forEach((by, count) -> {
            assertThat(row(fgs, "noisy", metric.formatted(by)).draws()).isEqualTo(count);
            assertThat(row(fgs, "plain", metric.formatted(by)).draws()).isZero();
            assertThat(row(fgs, "noisy", metric.formatted(by)).stderr().orElse(0))
                    .isPositive();
        });
    }

    /** Half of Wilson's interval for a share p of 40 examples is z √(p (1 − p)/40 + z²/6400) / (1 + z²/40), over z = 1.96. */
    @Test
    void errorIsThatOfTheExamples() {
        assertThat(fgs.rows())
                .filteredOn(row -> row.metric().startsWith("robustAccuracy"))
                .isNotEmpty()
                .allSatisfy(row -> {
                    double p = row.value();
                    double expected = Math.sqrt(p * (1 - p) / 40 + 3.8416 / 6400) / (1 + 3.8416 / 40);
                    assertThat(row.stderr().orElse(0)).isCloseTo(expected, within(1e-5));
                });
    }

    @Test
    void recordOfAnExampleCanBeReplayed() {
        List<List<String>> table = fgs.table("attacks/noisy-seed0-noise0.0.csv");
        assertThat(table.get(0))
                .containsExactly(
                        "row", "label", "attack", "sees", "radius", "success", "l2", "linf", "draws", "start",
                        "address");
        List<List<String>> lines = table.stream()
                .filter(line -> line.get(3).equals("sample") && line.get(4).equals("0.1"))
                .toList();
        assertThat(lines).hasSize(40);
        RandomKey root = new RandomKey(Long.parseUnsignedLong(lines.get(0).get(10), 16));
        LoadedData data = FGS.load(runs);
        Examples test = data.test().subset(IntStream.range(0, 40).toArray());
        try (Network network = ModelFile.load(fgs.path().resolve("models/noisy-seed0-noise0.0.safetensors"))) {
            Threat threat = new Threat(Norm.LINF, 0.1, Bounds.UNIT);
            Adversarial again =
                    new Attacker(Oracle.drawing(network, 2), new FastGradientSign(), threat, root).attack(test);
            for (int i = 0; i < 40; i++) {
                assertThat(lines.get(i).subList(0, 2))
                        .containsExactly(String.valueOf(i), data.className(test.label(i)));
                assertThat(lines.get(i).subList(5, 8))
                        .containsExactly(
                                String.valueOf(again.outcomes().get(i).reached()),
                                String.valueOf(again.outcomes().get(i).l2()),
                                String.valueOf(again.outcomes().get(i).linf()));
            }
        }
    }

    /** 110 examples are searched in two parts. */
    @Test
    void whatNeedsMoreThanABudgetCountsAsNotAttacked() {
        List<List<String>> table = cw.table("attacks/plain-seed0-noise0.0.csv");
        List<List<String>> free =
                table.stream().filter(line -> line.get(4).isEmpty()).toList();
        List<List<String>> budget =
                table.stream().filter(line -> line.get(4).equals("0.2")).toList();
        assertThat(free).hasSize(110);
        assertThat(budget).hasSize(110);
        int moved = 0;
        for (int i = 0; i < 110; i++) {
            boolean inside = free.get(i).get(5).equals("true")
                    && Double.parseDouble(free.get(i).get(6)) <= 0.2;
            assertThat(budget.get(i).get(6)).isEqualTo(inside ? free.get(i).get(6) : "0.0");
            moved += inside ? 1 : 0;
        }
        assertThat(moved).isBetween(1, 109);
    }

    @Test
    void interruptedAttackGoesOnAsIfNothingHadHappened() throws IOException {
        for (int parts : List.of(1, 3)) {
            Path folder = Files.createDirectory(other.resolve("after" + parts));
            Interrupted interrupted = new Interrupted(parts);
            assertThatThrownBy(() -> runner(CW).with(interrupted).run(folder, folder, List.of("dither")))
                    .isSameAs(interrupted);
            RunDirectory run = RunDirectory.open(folder.resolve("robust"));
            List<EvaluationProgress> heard = new ArrayList<>();
            runner(CW)
                    .with(new RunListener() {
                        @Override
                        public void evaluationAdvanced(CellId cell, EvaluationProgress progress) {
                            heard.add(progress);
                        }
                    })
                    .resume(run, folder, List.of("dither"));
            assertThat(heard.get(0).done())
                    .as("the first part that is made again")
                    .isEqualTo(parts % 2 + 1);
            assertThat(Small.lasting(run)).isEqualTo(Small.lasting(cw));
        }
    }

    @Test
    void damagedStateIsNamedWithAWayOut() throws IOException {
        assertThatThrownBy(() -> runner(CW).with(new Interrupted(1)).run(other, other, List.of("dither")))
                .isInstanceOf(Interrupted.class);
        RunDirectory run = RunDirectory.open(other.resolve("robust"));
        Path state = run.path().resolve("checkpoint/plain-seed0-noise0.0/attack");
        Files.writeString(state, "{\"parts\":");
        assertThatThrownBy(() -> runner(CW).resume(run, other, List.of("dither")))
                .isInstanceOf(RunException.class)
                .hasMessageContainingAll(state.toString(), "delete it");
    }

    /** Ends a run after some parts of an attack. */
    private static final class Interrupted extends RuntimeException implements RunListener {
        private static final long serialVersionUID = 1L;
        private int left;

        Interrupted(int parts) {
            left = parts;
        }

        @Override
        public void evaluationAdvanced(CellId cell, EvaluationProgress progress) {
            left--;
            if (left == 0) {
                throw this;
            }
        }
    }

    @Test
    void sanityChecksAreRowsAndALineEach() {
        for (String method : List.of("plain", "noisy")) {
            List<List<String>> table = fgs.table("sanity/" + method + "-seed0-noise0.0.csv");
            List<Row> rows = fgs.rows().stream()
                    .filter(row -> row.method().equals(method) && row.metric().startsWith("sanity@check="))
                    .toList();
            assertThat(rows).hasSize(7);
            assertThat(table).hasSize(8);
            for (int i = 0; i < rows.size(); i++) {
                assertThat(rows.get(i).value())
                        .isEqualTo(table.get(i + 1).get(4).equals("true") ? 1 : 0);
            }
        }
    }

    @Test
    void failedSanityChecksAreCounted() {
        List<Double> failures = new ArrayList<>();
        List<Double> counted = new ArrayList<>();
        for (String method : List.of("plain", "noisy")) {
            failures.add((double) fgs.table("sanity/" + method + "-seed0-noise0.0.csv").stream()
                    .filter(line -> line.get(4).equals("false"))
                    .count());
            fgs.rows().stream()
                    .filter(row -> row.method().equals(method) && row.metric().equals("sanityFailures"))
                    .forEach(row -> counted.add(row.value()));
        }
        assertThat(counted).isEqualTo(failures);
    }

    @Test
    void picturesAreOfEveryMethod() throws IOException {
        assertThat(Files.readString(fgs.path().resolve("gallery.json")))
                .contains("plain: attacked test images", "noisy: attacked test images", "radius 0.1");
    }

    @Test
    void attackedExamplesInTrainingHaveATermOfTheirOwn() {
        assertThat(fgs.events())
                .allSatisfy(event ->
                        assertThat(event.containsKey("adversarialNll")).isEqualTo("noisy".equals(event.get("method"))));
    }
}
