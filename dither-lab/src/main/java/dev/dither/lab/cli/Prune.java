package dev.dither.lab.cli;

import dev.dither.lab.experiment.ModelFile;
import dev.dither.lab.experiment.Origin;
import dev.dither.lab.experiment.PrunePlan;
import dev.dither.lab.experiment.SavedPruning;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.run.NewFile;
import dev.dither.lab.source.DataSource;
import dev.dither.nn.Network;
import dev.dither.prune.Pruned;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a smaller network of a saved one. */
@Command(
        name = "prune",
        mixinStandardHelpOptions = true,
        description = {
            "Remove units of a saved network, the dead ones first and then one at a time with fine-tuning behind each.",
            "The exit code is 3 if a limit or the last unit came before the goals."
        })
final class Prune implements Callable<Integer> {
    private static final int BEFORE_THE_GOALS = 3;
    private static final String ENDING = ".safetensors";

    @Mixin
    private Common common;

    @Mixin
    private PruneOptions options;

    @Parameters(paramLabel = "MODEL", description = "A model.safetensors.")
    private Path model;

    @Option(
            names = "--data",
            paramLabel = "NAME",
            description = "A data set to fine-tune and test on, or for a network trained on a table or a folder of"
                    + " images, the path of another one; the data it was trained on without it.")
    private @Nullable String data;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The pruned model; its ledger goes beside it as .csv (MODEL with -pruned behind its name).")
    private @Nullable Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrunePlan plan = options.plan();
        ModelFile file = ModelFile.describe(model);
        NewFile target = new NewFile(out == null ? beside(model, "-pruned" + ENDING) : out);
        NewFile ledger = new NewFile(beside(target.path(), ".csv"));
        target.requireFree();
        ledger.requireFree();
        SavedPruning.Outcome outcome = pruned(file, plan);
        ledger.write((String.join("\n", outcome.ledger().toCsv()) + "\n").getBytes(StandardCharsets.UTF_8));
        target.write(outcome.model());
        new PruneResult(outcome, otherLabels(file), target.path(), ledger.path(), next(target.path()))
                .print(spec.commandLine().getOut(), common.json());
        return early(outcome.ending(), plan) ? BEFORE_THE_GOALS : 0;
    }

    private SavedPruning.Outcome pruned(ModelFile file, PrunePlan plan) {
        try (Network network = ModelFile.load(model);
                PruneLine line = PruneLine.of(
                        spec.commandLine().getErr(),
                        System.getProperty("dither.columns"),
                        System.getenv(),
                        System::nanoTime)) {
            return pruning(file, plan).run(network, line);
        } catch (IllegalArgumentException | ExperimentException e) {
            throw new ExperimentException(model + ": " + e.getMessage());
        }
    }

    private SavedPruning pruning(ModelFile file, PrunePlan plan) {
        if (options.labels() == PruneOptions.Labels.FILE) {
            DataSource source = data == null ? file.data() : file.data().at(data);
            return SavedPruning.of(file, plan, source.load(common.dataDir()), options.batchSize(), options.seed());
        }
        if (data != null) {
            throw new ExperimentException("--labels given are those of the data it was trained on; leave out --data");
        }
        Origin origin = Origin.of(model, file);
        return SavedPruning.of(file, plan, origin.load(common.dataDir()), options.batchSize(), options.seed())
                .asGiven(origin);
    }

    /** What has to be said where fine-tuning has better labels than training had. */
    private Optional<String> otherLabels(ModelFile file) {
        return options.labels() == PruneOptions.Labels.GIVEN || file.noiseRate() == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "Trained with wrong labels (rate %s), fine-tuned on those of the data: errors may fall for that"
                                + " alone; --labels given keeps the wrong ones.",
                        file.noiseRate()));
    }

    /** Whether there were goals that it did not reach; limits alone are there to be met. */
    private static boolean early(Pruned.Ending ending, PrunePlan plan) {
        return ending != Pruned.Ending.GOALS_REACHED
                && plan.until().stream().anyMatch(budget -> !budget.startsWith("error"));
    }

    private static Path beside(Path file, String ending) {
        String name = file.getFileName().toString();
        String stem = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
        return file.resolveSibling(stem + ending);
    }

    private String next(Path target) {
        List<String> words = new ArrayList<>(List.of("./dither", "evaluate", target.toString()));
        if (data != null) {
            words.addAll(List.of("--data", data));
        }
        words.addAll(common.dataOptions());
        return words.stream().map(Session::quoted).collect(Collectors.joining(" "));
    }
}
