package dev.dither.lab.cli;

import dev.dither.data.Examples;
import dev.dither.data.Standardization;
import dev.dither.lab.experiment.PolicyFile;
import dev.dither.lab.experiment.SavedEnsemble;
import dev.dither.nn.Network;
import dev.dither.predict.Inference;
import dev.dither.predict.MeanAudit;
import dev.dither.predict.Predictive;
import dev.dither.predict.Predictor;
import dev.dither.rl.Score;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges a saved network, or several together, on a test set, or a saved policy by what it scores. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Measure accuracy, calibration and uncertainty of a saved network on a test set.",
            "A saved policy plays episodes instead, as it was judged in training."
        })
final class Evaluate implements Callable<Integer> {
    @Mixin
    private Common common;

    @Parameters(
            paramLabel = "MODEL",
            arity = "1..*",
            description = "A model.safetensors; several answer together, as an ensemble, which averages their answers.")
    private List<Path> models = new ArrayList<>();

    @Option(
            names = "--data",
            paramLabel = "NAME",
            description =
                    "A data set, or for a network trained on a table or a folder of images, the path of another one; the test part of the training data without it.")
    private @Nullable String data;

    @Option(names = "--mode", description = "mean, draws:N or until-sure:TOLERANCE (mean).")
    private @Nullable String mode;

    @Option(names = "--episodes", paramLabel = "N", description = "Episodes that a policy plays (100).")
    private @Nullable Integer episodes;

    @Option(names = "--seed", defaultValue = "0", description = "Seed of the evaluation's noise (${DEFAULT-VALUE}).")
    private long seed;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (PolicyFile.holds(models.get(0))) {
            print(played(), List.of());
            return 0;
        }
        require(episodes == null, "--episodes is for policies; " + models.get(0) + " classifies");
        Inference inference = Inference.parse(mode == null ? "mean" : mode);
        try (SavedEnsemble saved = SavedEnsemble.load(models)) {
            Examples test = examples(saved);
            RandomKey key = RandomKey.root(seed).child(Stream.EVALUATION);
            Predictive found = new Predictor(saved.ensemble(), inference, key).predict(test);
            List<String> warnings = inference instanceof Inference.Mean
                    ? Warnings.of(saved.ensemble(), MeanAudit.Use.PREDICTION)
                    : List.of();
            Warnings.print(spec, warnings);
            print(measures(found, test.labels()), warnings);
        }
        return 0;
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private Map<String, Object> played() {
        Path path = models.get(0);
        require(models.size() == 1, path + " is a policy, which plays alone; give no other model");
        require(data == null && mode == null, path + " is a policy; --data and --mode are for networks that classify");
        int count = episodes == null ? 100 : episodes;
        require(count >= 2, "--episodes must be at least 2, got " + count);
        try (Network policy = PolicyFile.load(path)) {
            PolicyFile file = PolicyFile.describe(path);
            RandomKey key = RandomKey.root(seed).child(Stream.EVALUATION);
            Score score = file.evaluation(count).of(policy, file.task(), key);
            Map<String, Object> measures = new LinkedHashMap<>();
            measures.put("environment", file.environment());
            measures.put("episodes", count);
            measures.put("meanReturn", score.mean());
            measures.put("standardError", score.standardError());
            measures.put("leastReturn", Collections.min(score.returns()));
            measures.put("greatestReturn", Collections.max(score.returns()));
            return measures;
        }
    }

    private Examples examples(SavedEnsemble saved) {
        Examples test = saved.test(data, common.dataDir());
        Standardization standardization = saved.file().standardization();
        return standardization == null ? test : standardization.apply(test);
    }

    private static Map<String, Object> measures(Predictive found, int[] labels) {
        double entropy = 0;
        double information = 0;
        for (int i = 0; i < found.size(); i++) {
            entropy += found.entropy(i) / found.size();
            information += found.mutualInformation(i) / found.size();
        }
        Map<String, Object> measures = new LinkedHashMap<>();
        measures.put("examples", found.size());
        measures.put("draws", found.draws());
        measures.put("accuracy", found.accuracy(labels));
        measures.put("nll", found.nll(labels));
        measures.put("brier", found.brier(labels));
        measures.put("ece", found.calibrationError(labels));
        measures.put("entropy", entropy);
        measures.put("mutualInformation", information);
        return measures;
    }

    private void print(Map<String, Object> measures, List<String> warnings) {
        var out = spec.commandLine().getOut();
        if (common.json()) {
            Map<String, Object> object = new LinkedHashMap<>(measures);
            object.put("warnings", warnings);
            out.println(Output.json(object));
        } else {
            measures.forEach((name, value) -> out.println(
                    value instanceof Double number
                            ? String.format(Locale.ROOT, "%-18s %.4f", name, number)
                            : String.format(Locale.ROOT, "%-18s %s", name, value)));
        }
        out.flush();
    }
}
