package dev.dither.lab.cli;

import dev.dither.lab.experiment.Catalogue;
import dev.dither.lab.report.Ledger;
import dev.dither.lab.report.Report;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Rebuilds a report. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Rebuild the report from run directories alone; it is written into the first.")
final class ReportCommand implements Callable<Integer> {
    @Mixin
    private Common common;

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "Run directories.")
    private List<Path> runs;

    @Option(
            names = "--ledger",
            paramLabel = "FILE",
            description = "Also write the ledger of all experiments, in Markdown.")
    private @Nullable Path ledger;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        RunDirectory[] directories = runs.stream().map(RunDirectory::open).toArray(RunDirectory[]::new);
        Report.write(directories);
        String report =
                directories[0].path().resolve("report.html").toAbsolutePath().toString();
        if (ledger != null) {
            writeLedger(ledger, List.of(directories));
        }
        var out = spec.commandLine().getOut();
        out.println(common.json() ? Output.json(Map.of("report", report)) : report);
        out.flush();
        return 0;
    }

    private static void writeLedger(Path ledger, List<RunDirectory> directories) {
        List<String> ids = Stream.concat(Catalogue.implemented().stream(), Catalogue.planned().stream())
                .toList();
        try {
            Files.writeString(ledger, Ledger.markdown(ids, directories));
        } catch (IOException e) {
            throw new RunException(ledger + ": ledger could not be written: " + e.getMessage(), e);
        }
    }
}
