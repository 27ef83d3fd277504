package dev.dither.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.data.Examples;
import dev.dither.nn.Dense;
import dev.dither.nn.Network;
import dev.dither.objective.AsGiven;
import dev.dither.objective.CrossEntropy;
import dev.dither.objective.LabelLoss;
import dev.dither.optim.Adam;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictive;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.train.Recipe;
import dev.dither.train.Trainer;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Four kinds of inputs, of which three belong to one class and the last to class 0 or 1 with probabilities 0.6 and 0.4; a
 * hundred of each, with given labels in exactly the numbers that clean probabilities times T say. A linear network can
 * then represent every posterior, so the minimum of each loss is known.
 */
class CorrectedTrainingTest {
    private static final double[][] CLEAN = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0.6, 0.4, 0}};
    private static final double[] MIXED_NOISY = {0.46, 0.50, 0.04}; // (0.6, 0.4, 0) T
    private static final Examples GIVEN = given();

    @Test
    void labelsAsGivenTeachTheNoise() {
        requireMixed(trained(new AsGiven()), MIXED_NOISY);
    }

    @Test
    void theForwardCorrectionWithTheTrueMatrixRecoversThePosterior() {
        requireMixed(trained(new ForwardCorrection(LogitsCase.NOISE)), CLEAN[3]);
    }

    @Test
    void theBackwardCorrectionWithTheTrueMatrixRecoversThePosterior() {
        requireMixed(trained(new BackwardCorrection(LogitsCase.NOISE)), CLEAN[3]);
    }

    @Test
    void theForwardCorrectionWithAnotherMatrixDoesNot() {
        double[][] rows = {{0.7, 0.1, 0.2}, {0.3, 0.5, 0.2}, {0.1, 0.1, 0.8}};
        assertThat(trained(new ForwardCorrection(TransitionMatrix.of(rows))).probability(3, 0))
                .isNotCloseTo(0.6, within(0.1));
    }

    @Test
    void estimateAndRetrainRecoversMatrixAndPosterior() {
        TransitionEstimate estimate = TransitionEstimate.from(trained(new AsGiven()), new AnchorRule.Maximum());
        assertThat(estimate.matrix().distanceTo(LogitsCase.NOISE)).isLessThan(0.01);
        requireMixed(trained(new ForwardCorrection(estimate.matrix())), CLEAN[3]);
    }

    private static void requireMixed(Predictive found, double... expected) {
        for (int c = 0; c < 3; c++) {
            assertThat(found.probability(3, c)).isCloseTo(expected[c], within(0.02));
        }
    }

    /** Returns the predictions for one input of each kind. */
    private static Predictive trained(LabelLoss loss) {
        RandomKey root = RandomKey.root(2);
        Recipe recipe = Recipe.of(CrossEntropy.of(loss), Adam.DEFAULT.withLearningRate(0.2), 120, 400);
        try (Network network = Network.build(Shape.of(4), List.of(Dense.of(3)), root);
                Trainer trainer = new Trainer(network, recipe, root)) {
            while (trainer.epochsDone() < recipe.epochs()) {
                trainer.epoch(GIVEN);
            }
            return new Predictor(network, new Inference.Mean(), root)
                    .predict(GIVEN.subset(new int[] {0, 100, 200, 300}));
        }
    }

    private static Examples given() {
        float[] inputs = new float[400 * 4];
        int[] labels = new int[400];
        int at = 0;
        for (int kind = 0; kind < CLEAN.length; kind++) {
            for (int label = 0; label < 3; label++) {
                for (long left = Math.round(100 * noisy(CLEAN[kind], label)); left > 0; left--) {
                    inputs[4 * at + kind] = 1;
                    labels[at++] = label;
                }
            }
        }
        return Examples.ofFloats("kinds", new int[] {4}, inputs, labels, 3);
    }

    private static double noisy(double[] clean, int label) {
        double sum = 0;
        for (int c = 0; c < clean.length; c++) {
            sum += clean[c] * LogitsCase.NOISE.probability(c, label);
        }
        return sum;
    }
}
