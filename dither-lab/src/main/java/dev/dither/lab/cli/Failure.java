package dev.dither.lab.cli;

import dev.dither.lab.key.ExperimentException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What went wrong, for the person at the terminal, and for a program that asked for JSON.
 *
 * @param message one line
 * @param exit exit code of the program
 */
record Failure(String message, int exit) {
    /** Exit code of a process that Ctrl-C ended. */
    static final int INTERRUPTED = 130;

    static Failure of(Throwable thrown) {
        boolean usage = thrown instanceof ExperimentException || thrown instanceof IllegalArgumentException;
        return new Failure(text(thrown), usage || thrown instanceof ParameterException ? ExitCode.USAGE : 1);
    }

    /** Returns a wrong use of a command, with the nearest right one. */
    static Failure of(ParameterException wrong) {
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        List<String> near =
                wrong instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        String suggestion = near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
        return new Failure(text(wrong) + suggestion + "; see: " + command + " --help", ExitCode.USAGE);
    }

    private static String text(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank()
                ? thrown.getClass().getSimpleName() + " without a message; --debug shows where"
                : message.replaceAll("\\s*\\R\\s*", " ").strip();
    }

    /** Prints this, and returns the exit code. */
    int print(CommandLine line, boolean json) {
        line.getErr().println("dither: " + message);
        line.getErr().flush();
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("error", message);
            object.put("exit", exit);
            line.getOut().println(Output.json(object));
            line.getOut().flush();
        }
        return exit;
    }

    /** Whether arguments ask for JSON; they may be wrong otherwise. */
    static boolean asksForJson(List<String> arguments) {
        int end = arguments.indexOf("--");
        return arguments.subList(0, end < 0 ? arguments.size() : end).contains("--json");
    }

    static boolean asksForJson(String[] arguments) {
        return asksForJson(Arrays.asList(arguments));
    }
}
