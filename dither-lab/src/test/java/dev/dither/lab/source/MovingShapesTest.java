package dev.dither.lab.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.data.DataSet;
import dev.dither.lab.experiment.ExperimentFile;
import dev.dither.lab.experiment.Plan;
import dev.dither.lab.experiment.Runner;
import dev.dither.nn.Activation;
import dev.dither.nn.Dense;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Select;
import dev.dither.objective.CrossEntropy;
import dev.dither.optim.Adam;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.train.Recipe;
import dev.dither.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MovingShapesTest {
    private static final Path NOWHERE = Path.of("no-data-needed");
    private static final RandomKey ROOT = RandomKey.root(4);
    private static final int EPOCHS = 40;
    private static final MovingShapes SHAPES = new MovingShapes(List.of(MovingShape.values()), 60, 20, 0.1);

    @TempDir
    Path runs;

    private static double row(Clip clip, int frame, int row) {
        return IntStream.range(0, Clip.SIDE)
                .mapToDouble(column -> clip.at(frame, row, column))
                .sum();
    }

    @Test
    void aShapeMovesByItsSpeedWhereItGoes() {
        Clip right = Clip.of(MovingShape.CROSS, Clip.Direction.RIGHT, 0, ROOT);
        Clip down = Clip.of(MovingShape.CROSS, Clip.Direction.DOWN, 0, ROOT);
        int speed = IntStream.of(1, 2)
                .filter(step -> shifted(right, 0, step))
                .findFirst()
                .orElseThrow();
        assertThat(shifted(down, speed, 0)).isTrue();
        assertThat(shifted(down, 0, speed)).isFalse();
    }

    /** Returns whether each frame is the one before it, so much further down and to the right. */
    private static boolean shifted(Clip clip, int down, int right) {
        return IntStream.range(0, (Clip.FRAMES - 1) * Clip.SIDE * Clip.SIDE).allMatch(i -> {
            int frame = i / (Clip.SIDE * Clip.SIDE);
            int row = i / Clip.SIDE % Clip.SIDE;
            int column = i % Clip.SIDE;
            return clip.at(frame, row, column) == clip.at(frame + 1, row + down, column + right);
        });
    }

    @Test
    void theMiddleFrameIsTheSameWhateverTheDirection() {
        Clip up = Clip.of(MovingShape.SQUARE, Clip.Direction.UP, 0.1, ROOT);
        Clip left = Clip.of(MovingShape.SQUARE, Clip.Direction.LEFT, 0.1, ROOT);
        for (int row = 0; row < Clip.SIDE; row++) {
            assertThat(row(up, Clip.FRAMES / 2, row)).isEqualTo(row(left, Clip.FRAMES / 2, row));
        }
        assertThat(row(up, 0, 0)).isNotEqualTo(row(left, 0, 0));
    }

    @Test
    void motionDetectorsTellOppositeDirectionsApart() {
        float[] right = features(Clip.Direction.RIGHT);
        float[] left = features(Clip.Direction.LEFT);
        float[] down = features(Clip.Direction.DOWN);
        int across = ClipFeatures.SPATIAL;
        assertThat(right[across]).isGreaterThan(0.2f);
        assertThat(left[across]).isLessThan(-0.2f);
        assertThat(down[across + 1]).isGreaterThan(0.2f);
        assertThat(down[across]).isCloseTo(0, within(1e-5f)); // symmetric across
    }

    private static float[] features(Clip.Direction direction) {
        float[] features = new float[ClipFeatures.ALL];
        new ClipFeatures().write(Clip.of(MovingShape.DIAMOND, direction, 0, ROOT), features, 0);
        return features;
    }

    /**
     * Of 12 classes, 3 shapes in 4 directions, the middle frame leaves the direction open, a share of 1/4 at best, and motion the shape,
     * 1/3. With 240 test clips the bounds are four standard errors above.
     */
    @Test
    void neitherStreamIsEnoughAndBothAre() {
        DataSet data = SHAPES.standardized(SHAPES.load(NOWHERE)).data();
        double spatial = accuracy(data, 0, ClipFeatures.SPATIAL);
        double temporal = accuracy(data, ClipFeatures.SPATIAL, ClipFeatures.ALL);
        double both = accuracy(data, 0, ClipFeatures.ALL);
        assertThat(spatial).isLessThan(0.36);
        assertThat(temporal).isLessThan(0.455);
        assertThat(both).isGreaterThan(0.75);
    }

    private static double accuracy(DataSet data, int from, int to) {
        List<LayerSpec> specs = List.of(
                new Select(IntStream.range(from, to).boxed().toList()), Dense.of(64), Activation.RELU, Dense.of(12));
        Recipe recipe = Recipe.of(CrossEntropy.plain(), Adam.DEFAULT.withLearningRate(0.005), EPOCHS, 32);
        try (Network network = Network.build(data.train().shape(), specs, ROOT);
                Trainer trainer = new Trainer(network, recipe, ROOT)) {
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                trainer.epoch(data.train());
            }
            return new Predictor(network, new Inference.Mean(), ROOT)
                    .predict(data.test())
                    .accuracy(data.test().labels());
        }
    }

    @Test
    void classesTakeTurnsAndAreNamedByShapeAndDirection() {
        LoadedData data = SHAPES.load(NOWHERE);
        assertThat(data.classNames())
                .hasSize(12)
                .startsWith("square right", "square down")
                .endsWith("cross up");
        assertThat(Arrays.copyOf(data.test().labels(), 14)).endsWith(11, 0, 1);
        assertThat(data.checksums()).isEqualTo(SHAPES.load(NOWHERE).checksums());
        assertThat(data.train().features(0)).isNotEqualTo(data.test().features(0));
    }

    @Test
    void aPlanNamesItsShapes() {
        Plan plan = ExperimentFile.parse(
                        "mine.yaml", "{data: {movingShapes: [cross, square], each: 4}, methods: {a: {}}}")
                .plan("", Map.of());
        assertThat(plan.data()).isEqualTo(new MovingShapes(List.of(MovingShape.CROSS, MovingShape.SQUARE), 4, 50, 0.1));
        assertThatThrownBy(() -> new MovingShapes(List.of(), 4, 5, 0.1)).hasMessageContaining("movingShapes");
        assertThatThrownBy(() -> new MovingShapes(List.of(MovingShape.CROSS), 4, 5, Double.NaN))
                .hasMessageContaining("noise");
    }

    @Test
    void aPageShowsTheFramesOfAClipSideBySide() throws IOException {
        Plan plan = ExperimentFile.parse("mine.yaml", """
                        {data: {movingShapes: [cross], each: 3, testEach: 1}, network: fusion, hidden: [4], seeds: 1,
                        methods: {a: {dropProbability: 0.5}}, training: {epochs: 1}}
                        """).plan("", Map.of());
        Runner.Outcome outcome = new Runner(plan, NOWHERE, Clock.systemUTC()).run(runs, runs, List.of("dither"));
        Path gallery = outcome.directory().path().resolve("gallery.json");
        assertThat(Files.readString(gallery)).contains("Test clips", "cross right", "cross up");
    }
}
