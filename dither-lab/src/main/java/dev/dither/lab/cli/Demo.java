package dev.dither.lab.cli;

import dev.dither.lab.experiment.Catalogue;
import dev.dither.lab.experiment.Runner;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The main job on embedded data. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Train a deterministic network and its SE-SNN twin on clothes with 40 %% wrong labels, prune and attack both, and compare them.")
final class Demo implements Callable<Integer> {
    @Mixin
    private Common common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var line = spec.commandLine();
        Runner.Outcome outcome = new Session(line, common, List.of("train"))
                .run(Catalogue.file("demo").plan("", Map.of()));
        Output.outcome(line.getOut(), common.json(), outcome);
        if (!common.json()) {
            line.getOut().println("next     ./dither reproduce se-snn/label-noise-mnist --scale small");
            line.getOut().flush();
        }
        return 0;
    }
}
