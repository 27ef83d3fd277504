package dev.dither.lab.cli;

import dev.dither.lab.experiment.ExperimentFile;
import dev.dither.lab.experiment.Study;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
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

/** Runs an experiment file. */
@Command(name = "train", mixinStandardHelpOptions = true, description = "Run an experiment file.")
final class Train implements Callable<Integer> {
    @Mixin
    private Common common;

    @Mixin
    private Running running;

    @Parameters(
            arity = "0..1",
            paramLabel = "EXPERIMENT.yaml",
            description = "The experiment file; not needed with --resume.")
    private @Nullable Path file;

    @Option(names = "--scale", description = "One of the file's scales; the file as it stands without it.")
    private String scale = "";

    @Option(names = "--set", paramLabel = "a.b=c", description = "Set a value of the file; may be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(names = "--seeds", paramLabel = "N", description = "Number of repetitions.")
    private @Nullable Integer seeds;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, String> values = running.values(overrides, seeds);
        List<Study> studies = studies(values);
        if (running.estimates()) {
            running.estimate(common, studies);
        } else {
            running.run(common, studies, List.of("train"));
        }
        return 0;
    }

    private List<Study> studies(Map<String, String> values) {
        if (file != null) {
            return running.studies(ExperimentFile.read(file), scale, values);
        }
        if (!running.resumes()) {
            throw new ParameterException(
                    spec.commandLine(), "Missing required parameter: EXPERIMENT.yaml, or --resume RUN");
        }
        return List.of(running.stored(values));
    }
}
