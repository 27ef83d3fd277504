package dev.dither.lab.experiment;

import dev.dither.labels.ClassFlip;
import dev.dither.labels.LabelNoise;
import dev.dither.labels.Pairwise;
import dev.dither.labels.Symmetric;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Networks;
import dev.dither.objective.CrossEntropy;
import dev.dither.objective.MaxEntropy;
import dev.dither.optim.Adam;
import dev.dither.optim.Schedule;
import dev.dither.train.Recipe;
import java.util.List;
import java.util.Map;

/**
 * A resolved experiment: one network family trained on one set with wrong labels, by several methods.
 *
 * @param id name of the experiment
 * @param title heading of its report
 * @param data name of the data set
 * @param trainExamples how many training examples to use, 0 for all
 * @param testExamples how many test examples to use, 0 for all
 * @param validationFraction part of the (noisy) training set kept for validation
 * @param labelNoise corruption of the training and validation labels
 * @param hidden widths of the hidden layers
 * @param methods what is compared, by name
 * @param training recipe shared by the methods
 * @param seeds number of repetitions
 * @param draws noisy passes of the second evaluation
 * @param published figures of the paper
 * @param accept rule of the verdict, or absent
 */
public record Plan(
        String id,
        String title,
        String data,
        int trainExamples,
        int testExamples,
        double validationFraction,
        Noise labelNoise,
        List<Integer> hidden,
        Map<String, Method> methods,
        Training training,
        int seeds,
        int draws,
        List<Published> published,
        Accept accept) {
    /** Kinds of label noise. */
    public enum Kind {
        /** Each class has one random other class. */
        CLASS_FLIP,
        /** Each class flips to the next. */
        PAIRWISE,
        /** To all other classes alike. */
        SYMMETRIC
    }

    /** Corruption of labels at several rates. */
    public record Noise(Kind kind, List<Double> rates) {
        /** Returns the corruption at one rate. */
        public LabelNoise at(double rate) {
            return switch (kind) {
                case CLASS_FLIP -> new ClassFlip(rate);
                case PAIRWISE -> new Pairwise(rate);
                case SYMMETRIC -> new Symmetric(rate);
            };
        }
    }

    /** One method: how many hidden layers are stochastic, and the hinge on their noise. */
    public record Method(
            int stochasticLayers,
            boolean parallel,
            double initialRho,
            double coefficient,
            double margin,
            MaxEntropy.Aggregation aggregation,
            MaxEntropy.Layers layers) {
        /** Returns the layers of this method. */
        public List<LayerSpec> network(List<Integer> hidden, int classes) {
            return parallel
                    ? Networks.parallelMlp(hidden, classes)
                    : Networks.stochasticMlp(hidden, classes, stochasticLayers, initialRho);
        }

        CrossEntropy objective() {
            CrossEntropy plain = CrossEntropy.plain();
            return stochasticLayers == 0 || coefficient == 0
                    ? plain
                    : plain.plus(new MaxEntropy(aggregation, coefficient, margin, layers));
        }
    }

    /** The recipe: Adam with these settings. */
    public record Training(
            int epochs,
            int batchSize,
            double learningRate,
            double weightDecay,
            Schedule schedule,
            Recipe.LastBatch lastBatch) {}

    /** A figure of a paper. */
    public record Published(String method, String metric, double value, String source) {}

    /**
     * When the experiment counts as reproduced.
     *
     * @param metric the figure judged
     * @param order methods from the worst to the best
     * @param atLeast lower end of the band of the best method's mean
     * @param atMost upper end of the band
     * @param margin by how much the best must exceed the worst
     */
    public record Accept(String metric, List<String> order, double atLeast, double atMost, double margin) {}

    /** Checks what the types do not say. */
    public Plan {
        require(labelNoise != null && labelNoise.kind() != null, "labelNoise.kind is missing");
        require(labelNoise.rates() != null, "labelNoise.rates is missing");
        require(hidden != null, "hidden is missing");
        require(methods != null, "methods is missing");
        require(training != null, "training is missing");
        require(seeds >= 1, "seeds must be at least 1, got " + seeds);
        require(draws >= 2, "draws must be at least 2, got " + draws);
        require(!methods.isEmpty(), "methods must name at least one method");
        require(
                validationFraction > 0 && validationFraction < 1,
                "validationFraction must be in (0, 1), got " + validationFraction);
        require(trainExamples >= 0 && testExamples >= 0, "trainExamples and testExamples must not be negative");
        hidden = List.copyOf(hidden);
        published = published == null ? List.of() : List.copyOf(published);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    Recipe recipe(Method method) {
        Adam adam = Adam.DEFAULT.withLearningRate(training.learningRate()).withWeightDecay(training.weightDecay());
        return new Recipe(
                method.objective(),
                adam,
                training.schedule(),
                training.epochs(),
                training.batchSize(),
                training.lastBatch());
    }
}
