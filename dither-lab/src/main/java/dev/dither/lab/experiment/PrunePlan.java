package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.key.Require;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.StochasticConv;
import dev.dither.nn.StochasticDense;
import dev.dither.objective.AsGiven;
import dev.dither.optim.Schedule;
import dev.dither.prune.Budget;
import dev.dither.prune.CostAware;
import dev.dither.prune.Counting;
import dev.dither.prune.Criterion;
import dev.dither.prune.Entropy;
import dev.dither.prune.Magnitude;
import dev.dither.prune.Prunable;
import dev.dither.prune.Pruned;
import dev.dither.prune.Pruning;
import dev.dither.prune.RandomUnits;
import dev.dither.prune.Taylor;
import dev.dither.train.Recipe;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The section {@code prune} of an experiment: each trained network is pruned, and compared with what is left of it.
 *
 * @param by what ranks the units
 * @param byMethod what ranks those of some methods instead: networks without noise have no entropy
 * @param normalization how the entropies of layers are made comparable
 * @param costExponent how much the multiplications of a unit count against it: see {@link CostAware}
 * @param leastUnits units of each layer that always stay, but for dead ones
 * @param until how far: {@code flops<61k}, {@code size<2.35%}, {@code error<1%} of the validation examples
 * @param miniBatches mini-batches of fine-tuning behind each removal
 * @param rankedBy training examples behind each ranking
 * @param measuredEvery removals between two looks at the validation error; state is kept there
 * @param optimizer rule of the fine-tuning
 * @param learningRate its learning rate
 * @param inputs whether single features of flattened examples go as well: pixels in front of a dense layer
 * @param counting whose tables count what a network costs
 * @param miniBatchesPerPercent further ones for each percent of the multiplications that a removal saves
 * @param ending epochs of training after the last removal, by the schedule of the training, 0 for none
 */
public record PrunePlan(
        @Default("entropy") By by,
        @Default("{}") Map<String, By> byMethod,
        @Default("none") Entropy.Normalization normalization,
        @Default("0") double costExponent,
        @Default("1") int leastUnits,
        List<String> until,
        @Default("30") int miniBatches,
        @Default("64") int rankedBy,
        @Default("1") int measuredEvery,
        @Default("adam") UpdateRule optimizer,
        @Default("0.0001") double learningRate,
        @Default("false") boolean inputs,
        @Default("vgg") Tables counting,
        @Default("0") int miniBatchesPerPercent,
        @Default("0") int ending)
        implements Evaluation {
    /** What ranks units. */
    public enum By {
        /** The noise of the unit: the most uncertain goes first. */
        ENTROPY,
        /** The effect on the loss, to first order. */
        TAYLOR,
        /** The sum of the absolute weights. */
        MAGNITUDE,
        /** Chance. */
        RANDOM;

        /** Returns the criterion; the normalization is that of entropies. */
        public Criterion criterion(Entropy.Normalization normalization) {
            return switch (this) {
                case ENTROPY -> new Entropy(normalization);
                case TAYLOR -> new Taylor();
                case MAGNITUDE -> new Magnitude(Magnitude.Norm.L1);
                case RANDOM -> new RandomUnits();
            };
        }
    }

    /** Published tables, which count differently. */
    public enum Tables {
        /** Those for LeNet-5: inputs of the dense layer count besides the map they come from. */
        LENET,
        /** Those for VGG. */
        VGG;

        /** Returns what counts. */
        public Counting counting() {
            return this == LENET ? Counting.LE_NET : Counting.VGG;
        }
    }

    /** Copies and checks. */
    public PrunePlan {
        Require.that(by != null, "prune.by is missing");
        Require.that(normalization != null, "prune.normalization is missing");
        Require.that(
                0 <= costExponent && costExponent <= 1, "prune.costExponent must be in [0, 1], got " + costExponent);
        Require.that(optimizer != null, "prune.optimizer is missing");
        Require.that(counting != null, "prune.counting is missing");
        Require.that(until != null && !until.isEmpty(), "prune.until must have at least one budget");
        Require.that(learningRate > 0, "prune.learningRate must be positive, got " + learningRate);
        Require.that(ending >= 0, "prune.ending must not be negative, got " + ending);
        until = List.copyOf(until);
        until.forEach(Budget::parse);
        byMethod = byMethod == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(byMethod));
        new Pruning.Pace(miniBatches, miniBatchesPerPercent, rankedBy, measuredEvery);
        Require.that(leastUnits >= 1, "prune.leastUnits must be at least 1, got " + leastUnits);
    }

    @Override
    public String name() {
        return "pruning";
    }

    @Override
    public List<String> headlines() {
        return List.of("testError", "prunedTestError", "prunedSizePercent", "prunedFlopsPercent");
    }

    @Override
    public void check(Plan plan, Examples train) {
        Require.that(
                plan.methods().keySet().containsAll(byMethod.keySet()),
                "prune.byMethod must name methods, which are " + plan.methods().keySet() + ", got "
                        + byMethod.keySet());
        for (String method : plan.methods().keySet()) {
            List<LayerSpec> layers = plan.layers(method, train);
            boolean noisy = layers.stream().anyMatch(PrunePlan::stochastic);
            if (by(method) == By.ENTROPY && !noisy) {
                throw new ExperimentException("prune: units of " + method
                        + " have no entropy, since no layer is stochastic; name another criterion in prune.byMethod");
            }
            if (plan.method(method).randomWeights()) {
                throw new ExperimentException("prune: methods." + method
                        + " has random weights, whose units are not removed; see the section randomWeights for the"
                        + " removal of single weights");
            }
            Recipe recipe = plan.recipe(plan.method(method), new AsGiven(), train.size());
            Pruning pruning = pruning(by(method), recipe, plan.training().weightDecay(), train);
            told(method, () -> pruning.requireReachable(train.shape(), layers));
        }
    }

    private static void told(String method, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            throw refusal(method, e);
        }
    }

    /** Returns what is told of a method that cannot be pruned like this. */
    static ExperimentException refusal(String method, IllegalArgumentException reason) {
        return new ExperimentException("prune: methods." + method + ": " + reason.getMessage());
    }

    private static boolean stochastic(LayerSpec layer) {
        return layer instanceof StochasticDense || layer instanceof StochasticConv;
    }

    private By by(String method) {
        return byMethod.getOrDefault(method, by);
    }

    @Override
    public Findings evaluate(Trained trained, Bench bench) {
        Pruning pruning = pruning(
                by(trained.cell().method()),
                trained.recipe(),
                trained.plan().training().weightDecay(),
                trained.test());
        PrunedCell cell = new PrunedCell(trained, bench, pruning);
        Pruned pruned = cell.run();
        try (Network left = pruned.network()) {
            return cell.findings(left, pruned.ledger());
        }
    }

    /**
     * Returns how a network is pruned.
     *
     * @param by what ranks the units
     * @param training gives objective, batch size and augmentation of the fine-tuning
     * @param timed examples for predictions against the clock
     */
    Pruning pruning(By by, Recipe training, double weightDecay, Examples timed) {
        Recipe tuning = tuning(training, Schedule.CONSTANT, weightDecay, 1);
        return new Pruning(
                costExponent == 0
                        ? by.criterion(normalization)
                        : new CostAware(by.criterion(normalization), costExponent),
                until.stream().map(Budget::parse).toList(),
                tuning,
                new Pruning.Pace(miniBatches, miniBatchesPerPercent, rankedBy, measuredEvery),
                inputs ? Prunable.HIDDEN_UNITS_AND_FEATURES : Prunable.HIDDEN_UNITS,
                leastUnits,
                counting.counting(),
                ending == 0
                        ? Optional.empty()
                        : Optional.of(tuning(training, training.schedule(), weightDecay, ending)),
                Optional.of(new Stopwatch(timed)));
    }

    private Recipe tuning(Recipe trained, Schedule schedule, double weightDecay, int epochs) {
        return new Recipe(
                trained.objective(),
                optimizer.at(learningRate, weightDecay),
                schedule,
                epochs,
                trained.passes(),
                trained.batchSize(),
                Recipe.LastBatch.KEEP,
                Recipe.FOREVER,
                trained.augmentation(),
                trained.validatedBy());
    }
}
