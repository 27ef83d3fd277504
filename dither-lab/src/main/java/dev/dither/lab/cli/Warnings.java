package dev.dither.lab.cli;

import dev.dither.predict.Ensemble;
import dev.dither.predict.MeanAudit;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** What has to be said before the means of a network's random weights are believed: a line each, beside the results. */
final class Warnings {
    private Warnings() {}

    /** Returns the lines about all networks, each once. */
    static List<String> of(Ensemble ensemble, MeanAudit.Use use) {
        return ensemble.members().stream()
                .flatMap(network -> MeanAudit.of(network).warnings(use).stream())
                .distinct()
                .toList();
    }

    /** Prints the lines to standard error, with or without {@code --json}. */
    static void print(CommandSpec spec, List<String> warnings) {
        PrintWriter err = spec.commandLine().getErr();
        warnings.forEach(warning -> err.println("warning: layer " + warning));
        err.flush();
    }
}
