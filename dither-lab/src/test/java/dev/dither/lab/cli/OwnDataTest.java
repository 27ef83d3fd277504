package dev.dither.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.lab.experiment.ExperimentFile;
import dev.dither.lab.experiment.Plan;
import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.source.DataSource;
import dev.dither.lab.source.LoadedData;
import dev.dither.rng.RandomKey;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The user's own data, from the file on disk to the figures. */
class OwnDataTest {
    private static final String SMALL = "{epochs: 10, batchSize: 8, learningRate: 0.01}";

    @TempDir
    Path folder;

    private SplittableRandom random;

    @BeforeEach
    void startStream() {
        random = RandomKey.root(3).generator();
    }

    /** Two classes that differ in their first column by ten; the second is noise a million times as large. */
    private Path table(String name, int rows) throws IOException {
        StringBuilder text = new StringBuilder("width,noise,kind\n");
        for (int i = 0; i < rows; i++) {
            double width = 10 * (i % 2) + random.nextDouble();
            text.append(width).append(',').append(1e6 * random.nextDouble()).append(i % 2 == 0 ? ",ash\n" : ",oak\n");
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private Path experiment(String data) throws IOException {
        return experiment(data, SMALL);
    }

    private Path experiment(String data, String training) throws IOException {
        String methods = "methods: {plain: {}, se-snn: {stochasticLayers: 2}}\n";
        return Files.writeString(
                folder.resolve("mine.yaml"),
                "data: " + data + "\n" + methods + "hidden: [8, 8]\nseeds: 1\ntraining: " + training + "\n");
    }

    private Shell train(Path file) {
        return Shell.dither(
                "train", file.toString(), "--runs", folder.resolve("runs").toString());
    }

    private double accuracy(String method) {
        return RunDirectory.open(folder.resolve("runs").resolve("mine")).rows().stream()
                .filter(r -> r.method().equals(method) && r.metric().equals("testAccuracy"))
                .mapToDouble(Row::value)
                .findFirst()
                .orElseThrow();
    }

    private LoadedData loaded(Path file) {
        Plan plan = ExperimentFile.read(file).plan("", Map.of());
        return plan.load(folder);
    }

    @Test
    void tableIsLearntThroughItsStandardization() throws IOException {
        table("trees.csv", 100);
        Shell shell = train(experiment("{csv: trees.csv, label: kind}"));
        assertThat(shell.exit()).as(shell.err()).isZero();
        assertThat(accuracy("plain")).isEqualTo(1);
        assertThat(accuracy("se-snn")).isEqualTo(1);
        Path run = folder.resolve("runs").resolve("mine");
        for (String name : List.of("plan.yaml", "rows.csv", "events.jsonl", "model.safetensors", "report.html")) {
            assertThat(run.resolve(name)).isNotEmptyFile();
        }
    }

    @Test
    void savedNetworkJudgesAnotherTableOnTheScaleOfItsTraining() throws IOException {
        table("trees.csv", 100);
        train(experiment("{csv: trees.csv, label: kind}"));
        Path model = folder.resolve("runs").resolve("mine").resolve("model.safetensors");
        Path other = table("others.csv", 30);
        for (List<String> data : List.of(List.<String>of(), List.of("--data", other.toString()))) {
            List<String> command = new ArrayList<>(List.of("evaluate", model.toString(), "--json"));
            command.addAll(data);
            Shell shell = Shell.dither(command.toArray(String[]::new));
            assertThat(shell.exit()).as(shell.err()).isZero();
            assertThat(shell.out()).contains("\"accuracy\":1.0").contains("\"examples\":" + (data.isEmpty() ? 20 : 30));
        }
    }

    @Test
    void standardizationIsFittedOnTheTrainingPartAlone() throws IOException {
        Files.writeString(folder.resolve("train.csv"), "x,kind\n1,a\n3,b\n");
        Files.writeString(folder.resolve("test.csv"), "x,kind\n7,a\n");
        LoadedData data = loaded(experiment("{csv: train.csv, label: kind, test: test.csv}"));
        assertThat(data.standardization().orElseThrow().mean()).containsExactly(2.0);
        assertThat(data.standardization().orElseThrow().stddev()).containsExactly(1.0);
        assertThat(data.train().features(0)).containsExactly(-1);
        assertThat(data.test().features(0)).containsExactly(5);
        assertThat(data.classNames()).containsExactly("a", "b");
    }

    @Test
    void standardizationCanBeLeftOut() throws IOException {
        table("trees.csv", 10);
        LoadedData data = loaded(experiment("{csv: trees.csv, label: kind, standardize: false}"));
        assertThat(data.standardization()).isEmpty();
    }

    @Test
    void testFractionIsHeldOutOnce() throws IOException {
        table("trees.csv", 40);
        Path file = experiment("{csv: trees.csv, label: kind, testFraction: 0.25, standardize: false}");
        LoadedData data = loaded(file);
        assertThat(data.train().size()).isEqualTo(30);
        assertThat(data.test().size()).isEqualTo(10);
        assertThat(loaded(file).test().features(3)).containsExactly(data.test().features(3));
    }

    @Test
    void oneFifthIsTestedOnWithoutMore() throws IOException {
        table("trees.csv", 40);
        assertThat(loaded(experiment("{csv: trees.csv, label: kind}")).test().size())
                .isEqualTo(8);
    }

    @Test
    void otherColumnsInTheTestTableAreRefused() throws IOException {
        Files.writeString(folder.resolve("train.csv"), "x,y,kind\n1,2,a\n3,4,b\n");
        Files.writeString(folder.resolve("test.csv"), "y,x,kind\n7,8,a\n");
        refused(
                experiment("{csv: train.csv, label: kind, test: test.csv}"),
                2,
                "test.csv: columns [y, x], expected [x, y]");
    }

    @Test
    void missingTableIsNamedWithTheFolderOfTheExperiment() throws IOException {
        refused(experiment("{csv: none.csv, label: kind}"), 1, folder.resolve("none.csv") + ": no such file");
    }

    @Test
    void tooFewRowsToHoldSomeOutAreRefused() throws IOException {
        table("trees.csv", 2);
        refused(experiment("{csv: trees.csv, label: kind}"), 2, "2 examples cannot be divided");
    }

    @Test
    void augmentationOfATableIsRefused() throws IOException {
        table("trees.csv", 20);
        refused(
                experiment("{csv: trees.csv, label: kind}", "{augmentation: [pad-crop:4, flip]}"),
                1,
                "pad-crop:4",
                "[2]");
    }

    private void refused(Path file, int exit, String... parts) {
        Shell shell = train(file);
        assertThat(shell.exit()).as(shell.err()).isEqualTo(exit);
        assertThat(shell.err()).hasLineCount(1).startsWith("dither: ").contains(parts);
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    private void image(String place, int level) throws IOException {
        BufferedImage image = new BufferedImage(6, 6, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 36; i++) {
            image.getRaster().setSample(i % 6, i / 6, 0, level + random.nextInt(20));
        }
        Path path = folder.resolve(place);
        Files.createDirectories(path.getParent());
        ImageIO.write(image, "png", path.toFile());
    }

    @Test
    void imageFoldersAreLearnt() throws IOException {
        for (int i = 0; i < 20; i++) {
            image("train/dark/" + i + ".png", 10);
            image("train/light/" + i + ".png", 200);
        }
        image("test/dark/0.png", 10);
        image("test/light/0.png", 200);
        Path file = experiment(
                "{images: train, test: test, channels: grey}",
                "{epochs: 10, batchSize: 8, learningRate: 0.01, augmentation: [pad-crop:1:reflect, flip]}");
        assertThat(loaded(file).classNames()).containsExactly("dark", "light");
        Shell shell = train(file);
        assertThat(shell.exit()).as(shell.err()).isZero();
        assertThat(accuracy("plain")).isEqualTo(1);
    }

    @Test
    void imagesOfAnotherSizeInTheTestFolderAreRefused() throws IOException {
        for (String name : List.of("dark", "light")) {
            image("train/" + name + "/0.png", 10);
            BufferedImage other = new BufferedImage(4, 6, BufferedImage.TYPE_BYTE_GRAY);
            Path path = folder.resolve("test/" + name + "/0.png");
            Files.createDirectories(path.getParent());
            ImageIO.write(other, "png", path.toFile());
        }
        refused(experiment("{images: train, test: test, channels: grey}"), 2, "[1, 6, 4]", "[1, 6, 6]");
    }

    @Test
    void publicSetsHaveNamesForEveryClass() {
        LoadedData data = new DataSource.Known("fashion-mini").load(folder);
        assertThat(data.classNames()).hasSize(data.train().classes()).startsWith("T-shirt", "trouser");
    }
}
