package dev.dither.lab.experiment;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.dither.data.Examples;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.key.Require;
import dev.dither.lab.source.DataSource;
import dev.dither.lab.source.LoadedData;
import dev.dither.lab.source.MovingShapes;
import dev.dither.nn.Hidden;
import dev.dither.nn.LayerSpec;
import dev.dither.objective.LabelLoss;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.train.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A resolved experiment: one network family trained on one set, perhaps with wrong labels, by several methods.
 *
 * @param frame name, and how it is judged
 * @param data where the examples come from
 * @param trainExamples how many training examples to use, 0 for all
 * @param testExamples how many test examples to use, 0 for all
 * @param validationFraction part of the (noisy) training set kept for validation
 * @param labelNoise corruption of the training and validation labels, or absent: labels stay as they are
 * @param network family of the networks
 * @param hidden widths of the hidden layers; those of the family where the file does not say
 * @param attack attacks on the test examples, or absent
 * @param methods what is compared, by name
 * @param training recipe shared by the methods
 * @param seeds number of repetitions
 * @param draws noisy passes of the second evaluation
 * @param prune how the trained networks are pruned, or absent: they are not
 * @param randomWeights what is asked about networks with random weights, or absent
 * @param variability noise on the weights of the trained networks, or absent
 * @param likelihoodBound the bound by more and more draws, or absent
 * @param questions how answers to questions about pictures are judged and shown, or absent
 */
public record Plan(
        @JsonUnwrapped Frame frame,
        DataSource data,
        @Default("0") int trainExamples,
        @Default("0") int testExamples,
        @Default("0.1") double validationFraction,
        @Default("null") @Nullable LabelNoisePlan labelNoise,
        @Default("mlp") NetworkFamily network,
        @Default("null") @Nullable List<Integer> hidden,
        @Default("null") @Nullable AttackPlan attack,
        Map<String, Method> methods,
        @Default("{}") Training training,
        @Default("3") int seeds,
        @Default("10") int draws,
        @Default("null") @Nullable PrunePlan prune,
        @Default("null") @Nullable RandomWeightsPlan randomWeights,
        @Default("null") @Nullable VariabilityPlan variability,
        @Default("null") @Nullable LikelihoodBoundPlan likelihoodBound,
        @Default("null") @Nullable QuestionsPlan questions)
        implements Study {
    /** Checks what the types do not say. */
    public Plan {
        frame.requireFit(methods, seeds);
        Require.that(data != null, "data is missing");
        Require.that(network != null, "network is missing");
        Require.that(training != null, "training is missing");
        Require.that(draws >= 2, "draws must be at least 2, got " + draws);
        Require.that(
                validationFraction > 0 && validationFraction < 1,
                "validationFraction must be in (0, 1), got " + validationFraction);
        Require.that(trainExamples >= 0 && testExamples >= 0, "trainExamples and testExamples must not be negative");
        requireNoise(methods, labelNoise, data);
        hidden = widths(network, hidden);
        methods = Collections.unmodifiableMap(new LinkedHashMap<>(methods));
    }

    private static void requireNoise(
            Map<String, Method> methods, @Nullable LabelNoisePlan labelNoise, DataSource data) {
        if (labelNoise != null) {
            labelNoise.requireImages(data);
        }
        Require.that(
                labelNoise != null || methods.values().stream().noneMatch(Method::knowsNoise),
                "correction.transition: known is the matrix of the section labelNoise, which is absent");
    }

    /**
     * Reads the examples: as many as the plan says, standardized where its data says so, and of a shape that its
     * augmentation can change and its networks take.
     */
    public LoadedData load(Path dataDir) {
        LoadedData used = examples(dataDir);
        training.augmentations().check(used.train().exampleShape());
        methods.keySet().forEach(method -> requireFit(method, used.train()));
        evaluations().forEach(this::requireNetworksThatSuit);
        evaluations().forEach(evaluation -> evaluation.check(this, used.train()));
        requireInputsOfAttacks(used);
        return data.standardized(used);
    }

    /** Reads the examples, as many as the plan says, features as they are in the files. */
    LoadedData examples(Path dataDir) {
        LoadedData used = data.load(dataDir).first(trainExamples, testExamples);
        return labelNoise == null ? used : labelNoise.labelled(used, dataDir);
    }

    private void requireNetworksThatSuit(Evaluation evaluation) {
        trainedMethods().forEach(name -> {
            int members = method(name).members();
            if (members > 1 && !evaluation.takesEnsembles()) {
                throw new ExperimentException("methods." + name + " has " + members + " members, but "
                        + evaluation.name() + " is asked of single networks; leave members or that section out");
            }
        });
    }

    private void requireInputsOfAttacks(LoadedData used) {
        if (attack != null) {
            attack.requireFit(data, used.test());
        }
        methods.forEach((name, method) -> method.requireInputs(name, data, used.train()));
    }

    /** Refuses a network that cannot take the examples, before anything of a run is there. */
    private void requireFit(String method, Examples train) {
        Shape shape = train.shape();
        try {
            for (LayerSpec layer : layers(method, train)) {
                shape = layer.outputShape(shape);
            }
            method(method).requireLayers(method, train.shape(), layers(method, train));
        } catch (ShapeException e) {
            throw new ExperimentException("network " + network + " does not fit examples of " + train.shape() + ", "
                    + train.name() + ": " + e.getMessage() + "; choose another network or other data");
        } catch (IllegalArgumentException e) {
            throw new ExperimentException("methods." + method + ": " + e.getMessage());
        }
    }

    /** Returns the layers of a method's network for some examples. */
    List<LayerSpec> layers(String method, Examples train) {
        return method(method).network(network, widths(network, hidden), train);
    }

    /** Returns the layers of a method's network for images of so many classes, whichever they are. */
    List<LayerSpec> layers(String method, int classes) {
        return layers(method, Examples.ofFloats("no examples", new int[] {1}, new float[0], new int[0], classes));
    }

    /** Returns the layers of a deterministic network of the plan's widths. */
    List<LayerSpec> plainLayers(int classes) {
        return network.layers(widths(network, hidden), classes, Hidden.PLAIN);
    }

    @Override
    public int steps() {
        return training.epochs();
    }

    @Override
    public Stage firstStage(String method) {
        return method(method).firstStage();
    }

    @Override
    public List<String> headlines() {
        return evaluations().stream()
                .flatMap(evaluation -> evaluation.headlines().stream())
                .toList();
    }

    @Override
    public String lastMetric() {
        return Cell.LAST_FIGURE;
    }

    @Override
    public String metricEnding(CellId cell) {
        return labelNoise == null || !labelNoise.stated() ? "" : "@noise=" + cell.noiseRate();
    }

    /** Returns the widths that a file states, or those of the family. */
    private static List<Integer> widths(NetworkFamily network, @Nullable List<Integer> stated) {
        List<Integer> widths = stated == null ? network.widths() : List.copyOf(stated);
        Require.that(widths.stream().allMatch(width -> width >= 1), "hidden must have positive widths, got " + widths);
        return widths;
    }

    @Override
    public List<Double> noiseRates() {
        return labelNoise == null || !labelNoise.stated() ? List.of(0.0) : labelNoise.rates();
    }

    /** The first seed at the largest noise rate. */
    @Override
    public boolean shows(CellId cell) {
        return cell.seed() == 0 && cell.noiseRate() == Collections.max(noiseRates());
    }

    /** Returns what is asked about each trained cell: what every plan asks, then what its optional sections ask. */
    List<Evaluation> evaluations() {
        List<Evaluation> all = new ArrayList<>();
        all.add(new Prediction(draws));
        if (data instanceof MovingShapes shapes) {
            all.add(new ClipPictures(shapes));
        }
        if (labelNoise != null) {
            all.add(new LabelRanking());
        }
        if (randomWeights != null) {
            all.addAll(randomWeights.evaluations(draws));
        }
        Optional.ofNullable(variability).ifPresent(all::add);
        Optional.ofNullable(likelihoodBound).ifPresent(all::add);
        Optional.ofNullable(questions).ifPresent(all::add);
        Optional.ofNullable(prune).ifPresent(all::add);
        if (attack != null) {
            all.add(attack);
            all.addAll(attack.sanity());
        }
        return List.copyOf(all);
    }

    /** Returns the method of a name. */
    Method method(String name) {
        return Study.named(methods, name);
    }

    /**
     * Returns how a method is trained, given how it takes the labels.
     *
     * @param examples number of examples that are trained on
     */
    Recipe recipe(Method method, LabelLoss likelihood, long examples) {
        return new Recipe(
                method.learned(likelihood, training, examples),
                method.optimizer(training),
                training.schedule(),
                training.epochs(),
                method.passes(training),
                training.batchSize(),
                training.lastBatch(),
                training.patience() == 0 ? Recipe.FOREVER : training.patience(),
                training.augmentations(),
                method.validatedBy(draws));
    }
}
