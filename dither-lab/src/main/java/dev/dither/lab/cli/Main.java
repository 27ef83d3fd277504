package dev.dither.lab.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

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
            Prune.class,
            Attack.class,
            Reproduce.class,
            ReportCommand.class
        })
public final class Main implements Runnable {
    @Option(names = "--debug", scope = CommandLine.ScopeType.INHERIT, description = "Print stack traces.")
    private boolean debug;

    @Spec
    private CommandSpec spec;

    /** Runs a command and ends with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        Main main = new Main();
        CommandLine line = new CommandLine(main);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionStrategy(main::execute);
        line.setParameterExceptionHandler(
                (wrong, arguments) -> Failure.of(wrong).print(wrong.getCommandLine(), Failure.asksForJson(arguments)));
        line.setExecutionExceptionHandler((failure, command, result) -> main.failed(failure, result));
        return line;
    }

    /** Errors of the virtual machine, such as natives that do not load or too little memory, are failures too. */
    private int execute(ParseResult result) {
        try {
            return new CommandLine.RunLast().execute(result);
        } catch (LinkageError | OutOfMemoryError e) {
            return failed(e, result);
        }
    }

    private int failed(Throwable failure, ParseResult result) {
        CommandLine line = spec.commandLine();
        if (debug) {
            failure.printStackTrace(line.getErr());
        }
        Failure told = failure instanceof ParameterException wrong ? Failure.of(wrong) : Failure.of(failure);
        return told.print(line, Failure.asksForJson(result.originalArgs()));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
