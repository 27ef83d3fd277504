package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.SafeTensors;
import dev.dither.nn.NoiseFamily;
import dev.dither.objective.AsGiven;
import dev.dither.optim.Adam;
import dev.dither.optim.Clipped;
import dev.dither.optim.Decayed;
import dev.dither.optim.GhostBatches;
import dev.dither.optim.NoisyUpdate;
import dev.dither.optim.Optimizer;
import dev.dither.optim.Perturbation;
import dev.dither.optim.Perturbed;
import dev.dither.optim.Sam;
import dev.dither.optim.ScaleGroup;
import dev.dither.optim.Sgd;
import dev.dither.predict.Predictive;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gradients at perturbed weights, and what is compared with them, as keys of a method. */
class PerturbedMethodTest {
    private static final Sgd RULE = Sgd.of(0.5, 0).withWeightDecay(0.01);

    @TempDir
    Path folder;

    private static Plan plan(String text) {
        return ExperimentFile.parse("mine.yaml", "{data: fashion-mini, seeds: 1, " + text + "}")
                .plan("", Map.of());
    }

    private static Optimizer optimizer(String method) {
        return optimizer(method, "optimizer: sgd, momentum: 0, learningRate: 0.5, weightDecay: 0.01");
    }

    private static Optimizer optimizer(String method, String training) {
        Plan plan = plan("training: {" + training + "}, methods: {a: {" + method + "}}");
        return plan.recipe(plan.method("a"), new AsGiven(), 1).optimizer();
    }

    @Test
    void perturbedDecaysWeightsWhereItsGradientsAreUnlessCleanOnesAreAskedFor() {
        Perturbation noise = Perturbation.gaussian(0.05);
        assertThat(optimizer("perturbed: {scale: 0.05}")).isEqualTo(Perturbed.asPublished(RULE, noise));
        assertThat(optimizer("perturbed: {scale: 0.05, decay: clean}")).isEqualTo(new Perturbed(RULE, noise));
        assertThat(optimizer("perturbed: {scale: 0.05}", "learningRate: 0.5"))
                .isEqualTo(new Perturbed(Adam.DEFAULT.withLearningRate(0.5), noise));
    }

    @Test
    void noiseIsThatOfTheKeys() {
        Perturbation noise = Perturbation.of(NoiseFamily.LAPLACE, 0.1)
                .with(Perturbation.Measure.STDDEV)
                .with(ScaleGroup.WITHOUT_NORMALIZATION);
        assertThat(optimizer("perturbed: {scale: 0.1, family: laplace, measure: stddev, normalization: false}"))
                .isEqualTo(Perturbed.asPublished(RULE, noise));
    }

    @Test
    void smoothOutIsAMatterOfKeys() {
        assertThat(optimizer("perturbed: {scale: 0.1, family: uniform, decay: clean, ghosts: 4, clip: 5}"))
                .isEqualTo(new Perturbed(
                        new GhostBatches(new Clipped(RULE, 5), 4), Perturbation.of(NoiseFamily.UNIFORM, 0.1)));
        assertThat(optimizer("perturbed: {scale: 0.1, ghosts: 4, clip: 5}"))
                .isEqualTo(new Decayed(
                        new Perturbed(
                                new GhostBatches(new Clipped(RULE.withWeightDecay(0), 5), 4),
                                Perturbation.gaussian(0.1)),
                        0.01));
    }

    @Test
    void whatItIsComparedWithAreOtherKeys() {
        assertThat(optimizer("noisyUpdate: {scale: 0.01}"))
                .isEqualTo(NoisyUpdate.constant(RULE, Perturbation.gaussian(0.01)));
        assertThat(optimizer("noisyUpdate: {temperature: 0.001}")).isEqualTo(NoisyUpdate.langevin(RULE, 0.001));
        assertThat(optimizer("sam: {radius: 0.05}")).isEqualTo(Sam.of(RULE, 0.05));
        assertThat(optimizer("sam: {radius: 0.5, adaptive: true}")).isEqualTo(Sam.adaptive(RULE, 0.5));
    }

    @Test
    void trainingHasMomentumAndClipsGradients() {
        assertThat(optimizer("", "optimizer: sgd, learningRate: 0.5")).isEqualTo(Sgd.of(0.5, 0.9));
        assertThat(optimizer("", "optimizer: sgd, learningRate: 0.5, momentum: 0.5"))
                .isEqualTo(Sgd.of(0.5, 0.5));
        assertThat(optimizer("", "learningRate: 0.5, clip: 2"))
                .isEqualTo(new Clipped(Adam.DEFAULT.withLearningRate(0.5), 2));
    }

    @Test
    void methodMayHaveALearningRateOfItsOwn() {
        assertThat(optimizer("learningRate: 0.25")).isEqualTo(Sgd.of(0.25, 0).withWeightDecay(0.01));
    }

    @Test
    void settingsOfASectionCanBeSwept() {
        Plan plan = plan("methods: {a: {perturbed: {scale: 1, decay: clean},"
                + " sweep: {perturbed.scale: [0.1, 0.2], perturbed.family: [laplace]}},"
                + " b: {sweep: {sam.radius: [0.5]}}}");
        assertThat(plan.methods().keySet())
                .containsExactly("a scale=0.1 family=laplace", "a scale=0.2 family=laplace", "b radius=0.5");
        assertThat(plan.method("a scale=0.2 family=laplace").perturbed())
                .isEqualTo(new PerturbedPlan(
                        0.2,
                        NoiseFamily.LAPLACE,
                        Perturbation.Measure.SCALE,
                        PerturbedPlan.Decay.CLEAN,
                        true,
                        1,
                        null));
        assertThat(plan.method("b radius=0.5").sam()).isEqualTo(new SamPlan(0.5, false));
    }

    /** Four methods of one seed, the last with a little noise so that the comparison can fail. */
    @Test
    void scaleZeroGivesTheBitsOfTheRuleAlone() {
        Plan plan = plan("trainExamples: 60, testExamples: 30, hidden: [5], draws: 2,"
                + " training: {epochs: 2, optimizer: sgd, weightDecay: 0.01},"
                + " methods: {base: {}, perturbed: {perturbed: {scale: 0}}, noisy: {noisyUpdate: {scale: 0}},"
                + " sharp: {sam: {radius: 0}}, other: {perturbed: {scale: 0.01}}}");
        RunDirectory run = new Runner(plan, folder, Clock.systemUTC())
                .run(folder, folder, List.of("dither"))
                .directory();
        Map<String, String> base = weights(run, "base");
        assertThat(weights(run, "perturbed")).isEqualTo(base);
        assertThat(weights(run, "noisy")).isEqualTo(base);
        assertThat(weights(run, "sharp")).isEqualTo(base);
        assertThat(weights(run, "other")).isNotEqualTo(base);
    }

    private static Map<String, String> weights(RunDirectory run, String method) {
        Map<String, String> weights = new TreeMap<>();
        SafeTensors.read(run.path().resolve("models/" + method + "-seed0-noise0.0.safetensors"))
                .arrays()
                .forEach((name, values) -> weights.put(name, Arrays.toString(values)));
        return weights;
    }

    @ParameterizedTest
    @CsvSource({
        "'a: {perturbed: {scale: -1}}', 'perturbed.scale must be finite and >= 0, got -1'",
        "'a: {perturbed: {scale: NaN}}', 'perturbed.scale must be finite and >= 0, got NaN'",
        "'a: {perturbed: {}}', no key methods.a.perturbed.scale",
        "'a: {perturbed: {scale: 1, family: cauchy}}', methods.a.perturbed.family",
        "'a: {perturbed: {scale: 1, ghosts: 0}}', 'perturbed.ghosts must be at least 1, got 0'",
        "'a: {perturbed: {scale: 1, clip: NaN}}', 'perturbed.clip must be positive, got NaN'",
        "'a: {noisyUpdate: {}}', 'noisyUpdate needs scale or temperature, one of the two'",
        "'a: {noisyUpdate: {scale: 1, temperature: 1}}', 'noisyUpdate needs scale or temperature, one of the two'",
        "'a: {noisyUpdate: {temperature: NaN}}', 'noisyUpdate.temperature must be finite and >= 0, got NaN'",
        "'a: {sam: {radius: -0.1}}', 'sam.radius must be finite and >= 0, got -0.1'",
        "'a: {sam: {radius: 1}, perturbed: {scale: 1}}', 'one of perturbed, noisyUpdate and sam, not several: got [perturbed, sam]'",
        "'a: {learningRate: NaN}', 'learningRate must be positive, got NaN'",
        "'a: {sweep: {coefficient: [1], posterior.coefficient: [1]}}', settings that end in different words"
    })
    void badMethodIsOneLine(String methods, String expected) {
        assertThat(refusal("methods: {" + methods + "}")).hasLineCount(1).contains("methods.a", expected);
    }

    @ParameterizedTest
    @CsvSource({
        "momentum: 0.5, 'training.momentum is for optimizer sgd, got 0.5 for ADAM; leave it out'",
        "'optimizer: sgd, momentum: 1', 'training.momentum must be in [0, 1), got 1.0'",
        "'optimizer: sgd, momentum: NaN', 'training.momentum must be in [0, 1), got NaN'",
        "clip: 0, 'training.clip must be positive, got 0.0'"
    })
    void badTrainingIsOneLine(String training, String expected) {
        assertThat(refusal("methods: {a: {}}, training: {" + training + "}"))
                .hasLineCount(1)
                .contains(expected);
    }

    private static String refusal(String text) {
        return catchThrowableOfType(ExperimentException.class, () -> plan(text)).getMessage();
    }

    @Test
    void normalizationThatIsNotThereCannotBeLeftOut() {
        String method = "methods: {a: {perturbed: {scale: 1, normalization: false}}}";
        assertThat(catchThrowableOfType(
                                ExperimentException.class, () -> plan(method).load(folder))
                        .getMessage())
                .hasLineCount(1)
                .contains("methods.a.perturbed.normalization", "drop the key");
        plan("network: lenet-5-normalized, hidden: [2, 2, 3], " + method).load(folder);
    }

    @Test
    void gapIsAccuracyOnTheLabelsTrainedOnLessThatOnTestLabels() {
        Plan plan = plan("trainExamples: 60, testExamples: 30, hidden: [5], training: {epochs: 1}, methods: {a: {}}");
        List<Row> rows = new Runner(plan, folder, Clock.systemUTC())
                .run(folder, folder, List.of("dither"))
                .rows();
        assertThat(value(rows, "generalizationGap"))
                .isCloseTo(value(rows, "trainAccuracy") - value(rows, "testAccuracy"), within(1e-12));
    }

    private static double value(List<Row> rows, String metric) {
        return rows.stream()
                .filter(row -> row.metric().equals(metric))
                .findFirst()
                .orElseThrow()
                .value();
    }

    /** A network that predicts the given label of every example trained on, and no other, is right about all of them. */
    @Test
    void examplesKeptForValidationAreNotTrainedOn() {
        Plan plan = plan("trainExamples: 60, testExamples: 30, validationFraction: 0.25, labelNoise: {rates: [0.4]},"
                + " methods: {a: {}}");
        GivenLabels given = GivenLabels.of(plan, new CellId("a", 0.4, 0), plan.load(folder));
        List<Integer> kept = IntStream.range(0, given.split().validation().size())
                .mapToObj(given.split().validation()::row)
                .toList();
        double[][] sure = new double[60][10];
        for (int i = 0; i < 60; i++) {
            boolean right = !kept.contains(given.examples().row(i));
            sure[i][right ? given.examples().label(i) : (given.examples().label(i) + 1) % 10] = 1;
        }
        assertThat(kept).hasSize(15);
        assertThat(given.fitted(Predictive.of(sure))).isEqualTo(1);
        assertThat(Predictive.of(sure).accuracy(given.examples().labels())).isEqualTo(0.75);
    }
}
