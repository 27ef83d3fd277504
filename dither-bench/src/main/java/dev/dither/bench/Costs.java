package dev.dither.bench;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.objective.Batch;
import dev.dither.objective.CrossEntropy;
import dev.dither.optim.Optimizer;
import dev.dither.optim.Perturbation;
import dev.dither.optim.Perturbed;
import dev.dither.optim.Sgd;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictor;
import dev.dither.prune.Criterion;
import dev.dither.prune.Entropy;
import dev.dither.prune.Selection;
import dev.dither.prune.Surgery;
import dev.dither.prune.Taylor;
import dev.dither.prune.Unit;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import dev.dither.train.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What attacks, pruning, predictions and perturbed weights cost beside what they are made of: an attack with ten draws in plain passes over the
 * same images, a step of the pruning loop without its fine-tuning in milliseconds, twenty draws of a variance network at once
 * in twenty passes, a step at perturbed weights in plain steps. All within one process, in turn.
 */
public final class Costs {
    private static final int IMAGES = 10_000;
    private static final int ROUNDS = 7;
    /** A few hundredths are to be seen, and single rounds differ by a fifth. */
    static final int PERTURBED_ROUNDS = 60;

    private static final int STEPS = 30;
    private static final int RANKED_BY = 64;
    private static final int DRAWS = 20;
    private static final int PREDICTED = 500;

    private Costs() {}

    /** Prints one JSON object. */
    public static void main(String[] args) {
        Map<String, Sample> found = new LinkedHashMap<>();
        found.put("attack", attack());
        found.put("entropy", pruning(new Entropy(Entropy.Normalization.NONE)));
        found.put("taylor", pruning(new Taylor()));
        found.putAll(draws());
        found.put("perturbed", perturbed());
        System.out.println(found.entrySet().stream()
                .map(entry -> json(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}")));
    }

    static String json(String name, Sample sample) {
        return String.format(
                Locale.ROOT,
                "\"%s\": %.3f, \"%sLeast\": %.3f, \"%sGreatest\": %.3f",
                name,
                sample.median(),
                name,
                sample.least(),
                name,
                sample.greatest());
    }

    /** Returns how many plain passes, forward and backward for the parameters, an attack takes. */
    private static Sample attack() {
        List<Double> ratios = new ArrayList<>();
        try (Attacking attacking = Attacking.fastGradientSign(IMAGES);
                Network network = Subject.MLP_128.network()) {
            Examples examples = Subject.MLP_128.examples(IMAGES);
            for (int round = 0; round <= ROUNDS; round++) {
                double plain = seconds(() -> pass(network, examples));
                double attack = seconds(attacking::run);
                ratios.add(attack / plain);
            }
        }
        return new Sample(ratios).window(1, ROUNDS + 1);
    }

    private static void pass(Network network, Examples examples) {
        int size = 500;
        for (int start = 0; start < examples.size(); start += size) {
            try (Scope scope = Scope.open()) {
                Tensor x = Predictor.batch(examples, start, size);
                int[] labels = Arrays.copyOfRange(examples.labels(), start, start + size);
                Pass pass = Pass.sampling(RandomKey.root(start));
                Tensor loss = CrossEntropy.plain()
                        .loss(network, new Batch(x, Tensor.ofLabels(labels)), pass)
                        .total();
                Gradients.of(loss, network.trained().all());
            }
        }
    }

    /** Returns what several draws take in one pass, and by a predictor, in as many whole passes one after the other. */
    private static Map<String, Sample> draws() {
        List<Double> stacked = new ArrayList<>();
        List<Double> predicted = new ArrayList<>();
        Examples examples = Subject.VARIANCE_LENET.examples(PREDICTED);
        try (Scope scope = Scope.open();
                Gradients.Off off = Gradients.off();
                Network network = Subject.VARIANCE_LENET.network()) {
            Tensor x = Predictor.batch(examples, 0, PREDICTED);
            Predictor predictor = new Predictor(network, new Inference.Draws(DRAWS), RandomKey.root(0));
            for (int round = 0; round <= ROUNDS; round++) {
                double each = seconds(() -> passes(network, x));
                stacked.add(seconds(() -> logits(network, x, RandomKey.root(0), DRAWS)) / each);
                predicted.add(seconds(() -> predictor.predict(examples)) / each);
            }
        }
        return Map.of(
                "stackedDraws", new Sample(stacked).window(1, ROUNDS + 1),
                "predictedDraws", new Sample(predicted).window(1, ROUNDS + 1));
    }

    private static void passes(Network network, Tensor x) {
        for (int draw = 0; draw < DRAWS; draw++) {
            logits(network, x, RandomKey.root(draw), 1);
        }
    }

    private static void logits(Network network, Tensor x, RandomKey key, int draws) {
        try (Scope scope = Scope.open()) {
            network.forward(x, Pass.sampling(key), draws).toFloats();
        }
    }

    /** Returns how many plain steps of gradient descent one is whose gradient is taken at perturbed weights; plain ones before and behind. */
    private static Sample perturbed() {
        Sgd base = Sgd.of(1e-2, 0.9);
        List<Double> ratios = new ArrayList<>();
        try (Training plain = vgg(base);
                Training perturbed = vgg(new Perturbed(base, Perturbation.gaussian(0.01)))) {
            double before = seconds(plain::run);
            for (int round = 0; round <= PERTURBED_ROUNDS; round++) {
                double noisy = seconds(perturbed::run);
                double after = seconds(plain::run);
                ratios.add(2 * noisy / (before + after));
                before = after;
            }
        }
        return new Sample(ratios).window(1, PERTURBED_ROUNDS + 1);
    }

    private static Training vgg(Optimizer optimizer) {
        return Training.of(Subject.VGG_16, Recipe.of(CrossEntropy.plain(), optimizer, 1, Subject.VGG_16.batchSize()));
    }

    /** Returns milliseconds for ranking all units, removing the last and building the smaller network. */
    private static Sample pruning(Criterion criterion) {
        List<Double> times = new ArrayList<>();
        Examples examples = Subject.LENET_5.examples(RANKED_BY);
        Network network = Subject.LENET_5.network();
        for (int step = 0; step < STEPS; step++) {
            long start = System.nanoTime();
            Network smaller = smaller(network, criterion, examples, RandomKey.root(step));
            times.add((System.nanoTime() - start) * 1e-6);
            network.close();
            network = smaller;
        }
        network.close();
        return new Sample(times).window(STEPS / 3, STEPS);
    }

    private static Network smaller(Network network, Criterion criterion, Examples examples, RandomKey key) {
        Unit lowest =
                criterion.score(network, examples, key).lowest(unit -> true).orElseThrow();
        return Surgery.keep(network, Selection.without(network, List.of(lowest)));
    }

    static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) * 1e-9;
    }
}
