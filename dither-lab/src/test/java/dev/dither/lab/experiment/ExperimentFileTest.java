package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dither.data.Augmentation;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.source.DataSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentFileTest {
    private static String text() throws IOException {
        try (InputStream in = ExperimentFileTest.class.getResourceAsStream("/experiments/se-snn/convergence.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static ExperimentFile file() throws IOException {
        return ExperimentFile.parse("mine.yaml", text());
    }

    private static String refused(ExperimentFile file, String scale, Map<String, String> overrides) {
        String message = catchThrowableOfType(ExperimentException.class, () -> file.plan(scale, overrides))
                .getMessage();
        assertThat(message).hasLineCount(1).contains("mine.yaml");
        return message;
    }

    @ParameterizedTest
    @CsvSource({
        "epochs: 10, epoch: 10, training.epoch, epochs",
        "kind: class_flip, knd: class_flip, labelNoise.knd, kind",
        "stochasticLayers: 2, stochasticLayer: 2, methods.se-snn.stochasticLayer, stochasticLayers",
        "metric: , metrik: , accept.metrik, metric"
    })
    void misspeltKeyNamesItsPathAndTheNearestKey(String found, String typed, String path, String nearest)
            throws IOException {
        assertThat(text()).contains(found);
        ExperimentFile typo = ExperimentFile.parse("mine.yaml", text().replaceFirst(found, typed));
        assertThat(refused(typo, "", Map.of())).contains("unknown key " + path + ";", "did you mean " + nearest + "?");
    }

    @ParameterizedTest
    @CsvSource({
        "training.epoch, epochs",
        "seed, seeds",
        "methods.se-snn.coeficient, coefficient",
        "accept.margn, margin"
    })
    void unknownExtraKeyNamesItsPathAndTheNearestKey(String path, String nearest) throws IOException {
        assertThat(refused(file(), "", Map.of(path, "1")))
                .contains("unknown key " + path + ";", "did you mean " + nearest + "?");
    }

    @Test
    void textThatIsNotYamlIsRefused() {
        assertThatThrownBy(() -> ExperimentFile.parse("mine.yaml", "a: [1, 2\nb: {"))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContainingAll("mine.yaml", "not YAML");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "only words", "- a\n- b\n"})
    void textThatIsNotAMappingIsRefused(String text) {
        assertThatThrownBy(() -> ExperimentFile.parse("mine.yaml", text))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContainingAll("mine.yaml", "mapping");
    }

    @Test
    void missingFileIsNamed(@TempDir Path folder) {
        Path missing = folder.resolve("missing.yaml");
        assertThatThrownBy(() -> ExperimentFile.read(missing))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void readingAFileIsParsingItsText(@TempDir Path folder) throws IOException {
        Path path = Files.writeString(folder.resolve("mine.yaml"), text());
        assertThat(ExperimentFile.read(path).plan("smoke", Map.of())).isEqualTo(file().plan("smoke", Map.of()));
    }

    @Test
    void unknownScaleListsTheScales() throws IOException {
        assertThat(file().scales()).containsExactly("smoke", "small", "paper");
        assertThat(refused(file(), "large", Map.of())).contains("large", "smoke", "small", "paper");
    }

    @Test
    void scaleChangesOnlyWhatItNames() throws IOException {
        Plan whole = file().plan("", Map.of());
        Plan smoke = file().plan("smoke", Map.of());
        assertThat(smoke.training().epochs()).isEqualTo(2);
        assertThat(smoke.training().batchSize()).isEqualTo(whole.training().batchSize());
        assertThat(smoke.labelNoise().kind()).isEqualTo(whole.labelNoise().kind());
        assertThat(smoke.data()).isEqualTo(new DataSource.Known("fashion-mini"));
        assertThat(file().plan("", Map.of()))
                .as("a scale leaves the file as it was")
                .isEqualTo(whole);
    }

    @Test
    void scaleMayHaveARuleOfItsOwn() {
        String text =
                "{data: digits, methods: {a: {}, b: {}}, accept: {metric: m, order: [a, b], band: {atLeast: 1, atMost: 2}},"
                        + " scales: {smoke: {accept: {band: null}}, small: {accept: null}}}";
        ExperimentFile file = ExperimentFile.parse("mine.yaml", text);
        assertThat(file.plan("", Map.of()).accept().band()).isEqualTo(new Band(1, 2));
        assertThat(file.plan("smoke", Map.of()).accept().band()).isNull();
        assertThat(file.plan("smoke", Map.of()).accept().order()).containsExactly("a", "b");
        assertThat(file.plan("small", Map.of()).accept()).isNull();
    }

    @Test
    void overridesWinOverTheScale() throws IOException {
        Plan plan =
                file().plan("smoke", Map.of("training.epochs", "7", "seeds", "4", "labelNoise.rates", "[0.1, 0.2]"));
        assertThat(plan.training().epochs()).isEqualTo(7);
        assertThat(plan.seeds()).isEqualTo(4);
        assertThat(plan.labelNoise().rates()).isEqualTo(List.of(0.1, 0.2));
        assertThat(plan.trainExamples()).isEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource({
        "LINEAR_SECOND_HALF, linear-second-half",
        "'step:0.5,0.75:0.1', 'step:0.5,0.75:0.1'",
        "warmup:10:cosine, warmup:10:cosine"
    })
    void scheduleIsReadAndWrittenAsText(String text, String written) throws IOException {
        Plan plan = file().plan("", Map.of("training.schedule", text));
        assertThat(plan.training().schedule()).hasToString(written);
        Map<?, ?> training = (Map<?, ?>) ExperimentFile.tree(plan).get("training");
        assertThat(training.get("schedule")).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({
        "trainin.epochs, trainin",
        "training.epochs.more, epochs",
        "training.epoch, did you mean epochs?",
        "methods.other.margin, other",
        "'.', --set",
        "'', ''"
    })
    void wrongOverridePathIsOneLine(String path, String expected) throws IOException {
        assertThat(refused(file(), "", Map.of(path, "3"))).contains(path, expected);
    }

    @ParameterizedTest
    @CsvSource({
        "seeds, 0, seeds",
        "seeds, many, seeds",
        "draws, 1, draws",
        "validationFraction, 1, validationFraction",
        "validationFraction, 0, validationFraction",
        "trainExamples, -1, trainExamples",
        "methods, {}, methods",
        "methods, null, methods",
        "hidden, '[0]', hidden",
        "network, lenet, lenet-5-caffe",
        "network, null, network",
        "methods.se-snn.stochastic, all, not both",
        "methods.baseline.stochastic, some, methods.baseline",
        "methods.baseline.stochastic, '[0]', expected all",
        "methods.baseline.stochastic, all, parallel",
        "training, null, training",
        "labelNoise.kind, ODD, labelNoise.kind",
        "labelNoise.rates, null, rates",
        "training.schedule, cosin, linear-second-half",
        "training.schedule, cosin, training.schedule",
        "training.schedule, step:2:0.1, step.milestones",
        "labelNoise.rates, '[]', rates",
        "labelNoise.rates, '[1.5]', rates",
        "data, null, data",
        "data, '{csv: a.csv}', data.label",
        "data, '{csv: a.csv, images: b}', exactly one of",
        "data, '{label: a}', 'exactly one of [known, csv, images, gaussians, movingShapes, videoFeatures, questions, shapes, vqa]'",
        "data, '{csv: a.csv, label: b, test: c.csv, testFraction: 0.1}', not both",
        "data, '{csv: a.csv, label: b, testFraction: 1}', testFraction",
        "data, '{images: a, channels: blue}', channels",
        "accept.order, '[baseline, other]', accept.order",
        "claims, '[{metric: m, order: [se-snn, other]}]', claims.order",
        "only, '[other]', only must name methods",
        "accept.order, '[baseline]', no band",
        "accept.order, '[baseline, baseline]', twice",
        "accept.band, '{atLeast: 1, atMost: 0}', atLeast",
        "accept.band, '{atLeast: 1}', accept.band.atMost",
        "expected, perhaps, not reproduced",
        "training.augmentation, '[flop]', flop",
        "training.learningRate, .nan, learningRate",
        "training.epochs, null, training.epochs",
        "training.epochs, '[1, 2', training.epochs"
    })
    void badValueNamesItsKey(String key, String value, String named) throws IOException {
        String message = catchThrowableOfType(ExperimentException.class, () -> file().plan("", Map.of(key, value)))
                .getMessage();
        assertThat(message).hasLineCount(1).contains(named);
    }

    @Test
    void keysThatAreNotGivenHaveTheirDefaults() {
        Plan plan = ExperimentFile.parse("mine.yaml", "{data: digits, methods: {a: {}}}")
                .plan("", Map.of());
        assertThat(plan.id()).isEqualTo("mine");
        assertThat(plan.title()).isEqualTo("mine");
        assertThat(plan.labelNoise()).isNull();
        assertThat(plan.training().learningRate()).isEqualTo(0.001);
        assertThat(plan.training().augmentations()).isEqualTo(Augmentation.none());
        assertThat(plan.network()).isEqualTo(NetworkFamily.MLP);
        assertThat(plan.hidden()).containsExactly(128, 128);
        assertThat(plan.methods().get("a").stochasticLayers()).isZero();
        assertThat(plan.methods().get("a").margin()).isEqualTo(Math.log(4));
        assertThat(plan.accept()).isNull();
    }

    @Test
    void runOfSomeMethodsKeepsTheRulesOfAll() throws IOException {
        Plan plan = file().plan("smoke", Map.of("only", "[se-snn]", "seeds", "1"));
        assertThat(CellId.all(plan)).containsExactly(new CellId("se-snn", 0.4, 0));
        assertThat(plan.accept().order()).containsExactly("baseline", "se-snn");
        assertThat(CellId.all(file().plan("smoke", Map.of("seeds", "1")))).hasSize(2);
    }

    @Test
    void defaultsCanBeOverriddenBelowKeysThatAreNotGiven() {
        ExperimentFile file = ExperimentFile.parse("mine.yaml", "{data: digits, methods: {a: {}}}");
        assertThat(file.plan("", Map.of("training.epochs", "5")).training().epochs())
                .isEqualTo(5);
    }

    @Test
    void absentSectionBeginsWithAnyOfItsKeys() {
        ExperimentFile file = ExperimentFile.parse("mine.yaml", "{data: digits, methods: {a: {}}}");
        assertThat(file.plan("", Map.of("labelNoise.rates", "[0.3]")).labelNoise())
                .isEqualTo(new LabelNoisePlan(LabelNoisePlan.Kind.CLASS_FLIP, List.of(0.3), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"methods: {a: {}}", "data: digits"})
    void missingKeyIsNamed(String text) {
        assertThat(refused(ExperimentFile.parse("mine.yaml", text), "", Map.of()))
                .containsAnyOf("no key data", "no key methods");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "se-snn/label-noise-mnist", "se-snn/depth"})
    void writtenPlanIsAnExperimentFileOfTheSamePlan(String id, @TempDir Path folder) {
        Plan plan = Catalogue.file(id).plan("", Map.of("data", "{csv: a.csv, label: b}", "draws", "7"));
        RunDirectory run = RunDirectory.create(folder, "run");
        run.plan(ExperimentFile.tree(plan));
        ExperimentFile written = ExperimentFile.read(run.path().resolve("plan.yaml"));
        assertThat(written.plan("", Map.of())).isEqualTo(plan);
    }

    @Test
    void writtenPlanNamesAPublicSetByItsNameAlone() {
        Plan plan = Catalogue.file("demo").plan("", Map.of());
        assertThat(ExperimentFile.tree(plan).get("data")).isEqualTo("fashion-mini");
        assertThat(ExperimentFile.tree(plan).get("training")).isInstanceOf(Map.class);
    }

    @Test
    void pathsAreRelativeToTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("mine.yaml"), "{data: {csv: in/a.csv, label: b, test: ../t.csv}, methods: {a: {}}}");
        DataSource.Csv data =
                (DataSource.Csv) ExperimentFile.read(file).plan("", Map.of()).data();
        assertThat(data.csv()).isEqualTo(folder.resolve("in/a.csv").toString());
        assertThat(data.test()).isEqualTo(folder.resolveSibling("t.csv").toString());
    }

    @ParameterizedTest
    @MethodSource("dev.dither.lab.experiment.Catalogue#implemented")
    void implementedExperimentParsesAtEveryScale(String id) {
        assertThat(Catalogue.file(id).scales()).contains("smoke", "small", "paper");
        for (String scale : List.of("smoke", "small", "paper")) {
            assertThat(Catalogue.file(id).studies(scale, Map.of())).isNotEmpty().allSatisfy(study -> {
                assertThat(study.id()).isEqualTo(id);
                assertThat(study.scale()).isEqualTo(scale);
                if (study instanceof Plan plan && plan.data() instanceof DataSource.Known known) {
                    assertThatCode(() -> DataSource.known(known.name())).doesNotThrowAnyException();
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("dev.dither.lab.experiment.Catalogue#planned")
    void plannedExperimentRefuses(String id) {
        assertThatThrownBy(() -> Catalogue.file(id))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContainingAll(id, "planned");
    }

    @Test
    void unknownExperimentRefuses() {
        assertThatThrownBy(() -> Catalogue.file("se-snn/none"))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContainingAll("se-snn/none", "reproduce list");
    }
}
