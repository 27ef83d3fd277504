package dev.dither.bench;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.objective.Batch;
import dev.dither.objective.Loss;
import dev.dither.optim.GradientOracle;
import dev.dither.optim.OptimizerState;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Engine;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Shows that all sides train the same network: equal terms of the loss at equal weights, data and mean noise, before and
 * after some steps of the optimizer. Left out are the variance LeNet-5, whose mean is a constant, of which nothing is learned, and
 * the optimizer that draws.
 *
 * <p>Numerics: before any step only rounding may differ. Adam divides by the size of the gradient, and so enlarges the
 * rounding of small ones: the tolerance afterwards is ten times as large. Both are relative for terms above 1. VGG-16 takes a single step:
 * rounding decides which of nearly equal numbers its windows take, so inputs moved by one part in 10⁷ moved the loss by .0004 after one
 * step, by .002 after two and by .004 after three, in networks of the engine's own operations as well.
 */
public final class Verify {
    private static final String TASK = "verify";
    private static final int STEPS = 3;
    private static final double TOLERANCE = 1e-4;
    private static final double TOLERANCE_AFTER = 1e-3;

    private final Settings settings;

    private Verify(Settings settings) {
        this.settings = settings;
    }

    /** See {@code dither-bench/run.sh --verify}; ends with 1 if the sides differ. */
    public static void main(String[] args) throws IOException {
        Settings settings = Settings.orExit(args);
        Engine.threads(settings.threads());
        boolean equal = true;
        for (Subject subject : Subject.values()) {
            equal &= !settings.includes(subject.id()) || !subject.comparable() || new Verify(settings).agrees(subject);
        }
        if (!equal) {
            System.exit(1);
        }
    }

    private boolean agrees(Subject subject) throws IOException {
        Path file = Files.createTempFile("dither-" + subject.id(), ".weights");
        try {
            Map<String, Double> ours = ours(subject, file);
            boolean equal =
                    agrees(subject, ours, Contestant.PYTHON, theirs(Contestant.peer(settings, TASK), subject, file));
            return agrees(subject, ours, Contestant.GRAPH, theirs(Contestant.graph(TASK), subject, file)) && equal;
        } finally {
            Files.delete(file);
        }
    }

    private static boolean agrees(Subject subject, Map<String, Double> ours, String peer, Answer answer) {
        boolean all = true;
        for (Map.Entry<String, Double> term : ours.entrySet()) {
            double theirs = answer.number(term.getKey().replace(' ', '_'));
            boolean equal = agrees(term.getKey(), term.getValue(), theirs);
            String verdict = equal ? "equal" : "DIFFERENT";
            System.out.printf(
                    Locale.ROOT,
                    "%-17s %-10s %-14s %14.7f %14.7f  %s%n",
                    subject.id(),
                    peer,
                    term.getKey(),
                    term.getValue(),
                    theirs,
                    verdict);
            all &= equal;
        }
        return all;
    }

    private static boolean agrees(String term, double ours, double theirs) {
        double tolerance = term.contains("after") ? TOLERANCE_AFTER : TOLERANCE;
        return Math.abs(ours - theirs) <= tolerance * Math.max(1, Math.abs(ours));
    }

    private static Answer theirs(List<String> task, Subject subject, Path file) {
        List<String> command = new ArrayList<>(task);
        command.addAll(List.of(subject.id(), file.toString(), String.valueOf(steps(subject))));
        try (Child child = Child.start(command, Set.of())) {
            return child.answer();
        }
    }

    /** Returns the terms before and after the steps; writes weights and data to the file before them. */
    private static Map<String, Double> ours(Subject subject, Path file) throws IOException {
        Examples examples = subject.examples(subject.batchSize());
        Map<String, Double> terms = new TreeMap<>();
        try (Network network = subject.network();
                OptimizerState state = subject.recipe().optimizer().init(network.trained());
                Scope scope = Scope.open()) {
            Map<String, float[]> arrays = new LinkedHashMap<>(network.trained().toArrays());
            arrays.put("x", pixels(examples));
            arrays.put("labels", labels(examples));
            Weights.write(arrays, file);
            Tensor x = Tensor.of(arrays.get("x"), network.input().batched(examples.size()));
            Batch batch = new Batch(x, Tensor.ofLabels(examples.labels()));
            record(subject, network, batch, "", terms);
            step(subject, network, batch, state);
            record(subject, network, batch, " after", terms);
        }
        return terms;
    }

    private static void record(
            Subject subject, Network network, Batch batch, String suffix, Map<String, Double> terms) {
        loss(subject, network, batch).terms().forEach((name, term) -> terms.put(name + suffix, term.item()));
    }

    private static int steps(Subject subject) {
        return subject == Subject.VGG_16 ? 1 : STEPS;
    }

    private static void step(Subject subject, Network network, Batch batch, OptimizerState state) {
        GradientOracle oracle = p -> Gradients.of(loss(subject, network, batch).total(), p.all());
        for (int step = 0; step < steps(subject); step++) {
            subject.recipe().optimizer().step(network.trained(), state, oracle, 1, RandomKey.root(step));
        }
    }

    private static Loss loss(Subject subject, Network network, Batch batch) {
        Pass pass = subject.stochastic() ? Pass.mean() : Pass.training(RandomKey.root(0));
        return subject.recipe().objective().loss(network, batch, pass);
    }

    static float[] pixels(Examples examples) {
        float[] all = new float[examples.size() * examples.featureCount()];
        for (int i = 0; i < examples.size(); i++) {
            examples.copyFeatures(i, all, i * examples.featureCount());
        }
        return all;
    }

    private static float[] labels(Examples examples) {
        float[] all = new float[examples.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = examples.label(i);
        }
        return all;
    }
}
