package dev.dither.lab.experiment;

import dev.dither.data.Augmentation;
import dev.dither.labels.ClassFlip;
import dev.dither.labels.LabelNoise;
import dev.dither.labels.Pairwise;
import dev.dither.labels.Symmetric;
import dev.dither.nn.Init;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Mlp;
import dev.dither.objective.CrossEntropy;
import dev.dither.objective.MaxEntropy;
import dev.dither.optim.Adagrad;
import dev.dither.optim.Adam;
import dev.dither.optim.Optimizer;
import dev.dither.optim.Schedule;
import dev.dither.optim.Sgd;
import dev.dither.train.Recipe;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A resolved experiment: one network family trained on one set, perhaps with wrong labels, by several methods.
 *
 * @param id name of the experiment and of its run; that of the file where it does not say
 * @param title heading of its report; the id where there is none
 * @param scale smoke, small or paper, or empty: which of the file's scales this is
 * @param data where the examples come from
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
 * @param expected status that the verdict is known to have at this scale, or absent
 */
public record Plan(
        String id,
        @Default("''") String title,
        @Default("''") String scale,
        DataSource data,
        @Default("0") int trainExamples,
        @Default("0") int testExamples,
        @Default("0.1") double validationFraction,
        @Default("{}") Noise labelNoise,
        @Default("[128, 128]") List<Integer> hidden,
        Map<String, Method> methods,
        @Default("{}") Training training,
        @Default("3") int seeds,
        @Default("10") int draws,
        @Default("[]") List<Published> published,
        @Default("null") @Nullable Accept accept,
        @Default("null") Verdict.@Nullable Status expected) {
    /** Kinds of label noise. */
    public enum Kind {
        /** Each class has one random other class. */
        CLASS_FLIP,
        /** Each class flips to the next. */
        PAIRWISE,
        /** To all other classes alike. */
        SYMMETRIC
    }

    /**
     * Corruption of labels.
     *
     * @param kind which labels become which
     * @param rates probabilities of a wrong label, each an experiment of its own
     */
    public record Noise(
            @Default("class_flip") Kind kind,
            @Default("[0]") List<Double> rates) {
        /** Copies and checks. */
        public Noise {
            require(kind != null, "labelNoise.kind is missing");
            require(rates != null && !rates.isEmpty(), "labelNoise.rates must have at least one rate");
            rates = List.copyOf(rates);
            rates.forEach(r -> require(0 <= r && r <= 1, "labelNoise.rates must be in [0, 1], got " + r));
        }

        /** Returns the corruption at one rate. */
        public LabelNoise at(double rate) {
            return switch (kind) {
                case CLASS_FLIP -> new ClassFlip(rate);
                case PAIRWISE -> new Pairwise(rate);
                case SYMMETRIC -> new Symmetric(rate);
            };
        }
    }

    /**
     * One method: how many hidden layers are stochastic, and the hinge on their noise.
     *
     * @param stochasticLayers how many of the first hidden layers draw their activations
     * @param parallel whether a deterministic network gets the shape of its stochastic twin, both branches summed
     * @param initialRho bias of the branch of the noise, before softplus; −5 starts at σ of about 0.0067
     * @param coefficient factor of the penalty
     * @param margin value of log σ that the penalty asks for
     * @param aggregation what is averaged before the hinge
     * @param layers whether layers are summed or averaged
     * @param dropProbability dropout behind each hidden layer, 0 for none
     * @param init distribution of the initial weights
     */
    public record Method(
            @Default("0") int stochasticLayers,
            @Default("false") boolean parallel,
            @Default("-5") double initialRho,
            @Default("0.01") double coefficient,
            @Default("1.3862943611198906") double margin,
            @Default("per_example") MaxEntropy.Aggregation aggregation,
            @Default("sum") MaxEntropy.Layers layers,
            @Default("0") double dropProbability,
            @Default("fan_in_normal") Init init) {
        /** Returns the layers of this method. */
        public List<LayerSpec> network(List<Integer> hidden, int classes) {
            Mlp plain = new Mlp(hidden, classes, init, dropProbability);
            return parallel ? plain.parallel() : plain.stochastic(stochasticLayers, initialRho);
        }

        CrossEntropy objective() {
            CrossEntropy plain = CrossEntropy.plain();
            return stochasticLayers == 0 || coefficient == 0
                    ? plain
                    : plain.plus(new MaxEntropy(aggregation, coefficient, margin, layers));
        }
    }

    /**
     * The recipe shared by the methods.
     *
     * @param epochs passes over the training examples
     * @param batchSize examples a step
     * @param learningRate that of the first step
     * @param weightDecay factor of the parameters that is added to the gradient
     * @param schedule how the learning rate changes
     * @param lastBatch whether the last, incomplete batch of an epoch is a step
     * @param patience epochs without a better validation accuracy after which training ends, 0 for never
     * @param optimizer which rule moves the parameters
     * @param augmentation random changes of the training images, in this order: see {@link Augmentation#parse}
     */
    public record Training(
            @Default("10") int epochs,
            @Default("32") int batchSize,
            @Default("0.001") double learningRate,
            @Default("0") double weightDecay,
            @Default("constant") Schedule schedule,
            @Default("keep") Recipe.LastBatch lastBatch,
            @Default("0") int patience,
            @Default("adam") Rule optimizer,
            @Default("[]") List<String> augmentation) {
        /** Copies and checks. */
        public Training {
            require(epochs >= 1, "training.epochs must be at least 1, got " + epochs);
            require(batchSize >= 1, "training.batchSize must be at least 1, got " + batchSize);
            require(learningRate > 0, "training.learningRate must be positive, got " + learningRate);
            require(patience >= 0, "training.patience must not be negative, got " + patience);
            require(optimizer != null, "training.optimizer is missing");
            augmentation = copied(augmentation);
            augmentation.forEach(Augmentation::parse);
        }

        /** Returns what happens to a training image before each use. */
        public Augmentation augmentations() {
            return Augmentation.of(
                    augmentation.stream().map(Augmentation::parse).toList());
        }
    }

    /** Rules that move the parameters, with the settings of their papers but for learning rate and weight decay. */
    public enum Rule {
        /** Adam. */
        ADAM {
            @Override
            Optimizer at(double learningRate, double weightDecay) {
                return Adam.DEFAULT.withLearningRate(learningRate).withWeightDecay(weightDecay);
            }
        },
        /** Adagrad. */
        ADAGRAD {
            @Override
            Optimizer at(double learningRate, double weightDecay) {
                return Adagrad.DEFAULT.withLearningRate(learningRate).withWeightDecay(weightDecay);
            }
        },
        /** Gradient descent with momentum 0.9. */
        SGD {
            @Override
            Optimizer at(double learningRate, double weightDecay) {
                return Sgd.of(learningRate, 0.9).withWeightDecay(weightDecay);
            }
        };

        abstract Optimizer at(double learningRate, double weightDecay);
    }

    /**
     * A figure of a paper.
     *
     * @param method which of the methods
     * @param metric which figure
     * @param value the figure
     * @param source where it stands
     */
    public record Published(
            String method,
            String metric,
            double value,
            @Default("''") String source) {}

    /**
     * When the experiment counts as reproduced.
     *
     * @param metric the figure judged
     * @param order methods from the worst to the best; one alone where only the band counts
     * @param band where the mean of the best method must lie, or null where the paper states an ordering only
     * @param margin by how much the mean of the best must exceed that of the worst
     * @param draws noisy passes behind the figure, 0 for that of the mean network
     */
    public record Accept(
            String metric,
            List<String> order,
            @Default("null") @Nullable Band band,
            @Default("0") double margin,
            @Default("0") int draws) {
        /** Copies and checks. */
        public Accept {
            require(metric != null, "accept.metric is missing");
            require(order != null && !order.isEmpty(), "accept.order must name at least one method");
            order = List.copyOf(order);
            require(order.size() == Set.copyOf(order).size(), "accept.order must not name a method twice");
            require(band != null || order.size() > 1, "accept.order must name two methods where there is no band");
        }

        String best() {
            return order.get(order.size() - 1);
        }

        String worst() {
            return order.get(0);
        }
    }

    /**
     * A range of a mean over seeds.
     *
     * @param atLeast lower end
     * @param atMost upper end
     */
    public record Band(double atLeast, double atMost) {
        /** Checks the ends. */
        public Band {
            require(atLeast <= atMost, "accept.band must have atLeast <= atMost, got " + atLeast + " and " + atMost);
        }

        boolean holds(double value) {
            return atLeast <= value && value <= atMost;
        }
    }

    /** Checks what the types do not say. */
    public Plan {
        require(id != null && !id.isBlank(), "id is missing");
        require(data != null, "data is missing");
        require(labelNoise != null, "labelNoise is missing");
        require(hidden != null, "hidden is missing");
        require(methods != null && !methods.isEmpty(), "methods must name at least one method");
        require(training != null, "training is missing");
        require(seeds >= 1, "seeds must be at least 1, got " + seeds);
        require(draws >= 2, "draws must be at least 2, got " + draws);
        require(
                validationFraction > 0 && validationFraction < 1,
                "validationFraction must be in (0, 1), got " + validationFraction);
        require(trainExamples >= 0 && testExamples >= 0, "trainExamples and testExamples must not be negative");
        require(
                accept == null || methods.keySet().containsAll(accept.order()),
                "accept.order must name methods, which are " + methods.keySet());
        title = title == null || title.isBlank() ? id : title;
        hidden = List.copyOf(hidden);
        methods = Collections.unmodifiableMap(new LinkedHashMap<>(methods));
        published = copied(published);
    }

    /**
     * Reads the examples: as many as the plan says, standardized where its data says so, and of a shape that its
     * augmentation can change.
     */
    public LoadedData load(Path dataDir) {
        LoadedData used = data.load(dataDir).first(trainExamples, testExamples);
        training.augmentations().check(used.train().exampleShape());
        return data.standardize() ? used.standardized() : used;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** A key that is there without a value means none. */
    private static <T> List<T> copied(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /** Returns the method of a name. */
    Method method(String name) {
        Method method = methods.get(name);
        if (method == null) {
            throw new IllegalArgumentException("no method " + name + "; there are " + methods.keySet());
        }
        return method;
    }

    Recipe recipe(Method method) {
        return new Recipe(
                method.objective(),
                training.optimizer().at(training.learningRate(), training.weightDecay()),
                training.schedule(),
                training.epochs(),
                training.batchSize(),
                training.lastBatch(),
                training.patience() == 0 ? Recipe.FOREVER : training.patience(),
                training.augmentations());
    }
}
