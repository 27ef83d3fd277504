package dev.dither.lab.cli;

import dev.dither.lab.experiment.ExperimentFile;
import dev.dither.lab.experiment.Runner;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs an experiment file. */
@Command(name = "train", mixinStandardHelpOptions = true, description = "Run an experiment file.")
final class Train implements Callable<Integer> {
    @Mixin
    private Common common;

    @Parameters(paramLabel = "EXPERIMENT.yaml", description = "The experiment file.")
    private Path file;

    @Option(
            names = "--scale",
            defaultValue = "",
            description = "One of the file's scales; the file as it stands without it.")
    private String scale;

    @Option(names = "--set", paramLabel = "a.b=c", description = "Set a value of the file; may be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(names = "--seeds", paramLabel = "N", description = "Number of repetitions.")
    private Integer seeds;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return run(ExperimentFile.read(file), List.of("dither", "train", file.toString()));
    }

    private int run(ExperimentFile experiment, List<String> command) {
        Map<String, String> values = new LinkedHashMap<>(overrides);
        if (seeds != null) {
            values.put("seeds", String.valueOf(seeds));
        }
        var line = spec.commandLine();
        Runner.Outcome outcome = new Runner(
                        experiment.plan(scale, values), common.dataDir(), line.getErr(), Clock.systemUTC())
                .run(common.runs(), Common.home(), command);
        Output.outcome(line.getOut(), common.json(), outcome);
        return 0;
    }
}
