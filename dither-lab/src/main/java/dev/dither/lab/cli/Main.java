package dev.dither.lab.cli;

import dev.dither.data.DataException;
import dev.dither.lab.experiment.ExperimentException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program. */
@Command(
        name = "dither",
        description = "Stochastic neural networks: train, compare, report.",
        mixinStandardHelpOptions = true,
        version = "dither 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            Demo.class,
            Doctor.class,
            Data.class,
            Train.class,
            Evaluate.class,
            Reproduce.class,
            ReportCommand.class
        })
public final class Main implements Runnable {
    @Option(names = "--debug", scope = CommandLine.ScopeType.INHERIT, description = "Print stack traces.")
    private boolean debug;

    /** Runs a command and ends with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        Main main = new Main();
        CommandLine line = new CommandLine(main);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, result) -> main.failed(failure, command));
        return line;
    }

    private int failed(Exception failure, CommandLine command) {
        if (debug) {
            failure.printStackTrace(command.getErr());
        }
        command.getErr().println("dither: " + failure.getMessage());
        boolean usage = failure instanceof ExperimentException || failure instanceof IllegalArgumentException;
        return usage && !(failure instanceof RuntimeException r && r.getClass() == DataException.class) ? 2 : 1;
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
