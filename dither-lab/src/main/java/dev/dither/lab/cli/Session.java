package dev.dither.lab.cli;

import dev.dither.lab.experiment.RunListener;
import dev.dither.lab.experiment.Runner;
import dev.dither.lab.experiment.Study;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.RunException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * A run at the command line: with progress, an orderly end on Ctrl-C, and the outcome printed.
 *
 * @param line the command that runs
 * @param common its options
 * @param words the command without those that set up a new run: with {@code --resume} they go on with it
 * @param listeners who else hears
 */
record Session(CommandLine line, Common common, List<String> words, List<RunListener> listeners) {
    /** Copies. */
    Session {
        words = List.copyOf(words);
        listeners = List.copyOf(listeners);
    }

    Session(CommandLine line, Common common, List<String> words) {
        this(line, common, words, List.of());
    }

    Session with(RunListener listener) {
        return new Session(
                line,
                common,
                words,
                Stream.concat(listeners.stream(), Stream.of(listener)).toList());
    }

    /** Runs a study in a new directory. */
    Runner.Outcome run(Study study) {
        return heard(study, runner -> runner.run(common.runs(), Common.home(), commandLine()));
    }

    /** Goes on with a run of a study. */
    Runner.Outcome resume(Study study, RunDirectory run) {
        Runner.Outcome outcome = heard(study, runner -> runner.resume(run, Common.home(), commandLine()));
        if (outcome.cellsTrained() == 0) {
            line.getErr().println(run.path() + " is complete: nothing was left to train, the report is rebuilt");
            line.getErr().flush();
        }
        return outcome;
    }

    private List<String> commandLine() {
        List<String> command = new ArrayList<>(List.of("dither"));
        CommandLine root = line;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        command.addAll(root.getParseResult().originalArgs());
        return command;
    }

    private Runner.Outcome heard(Study study, Function<Runner, Runner.Outcome> action) {
        Clock clock = Clock.systemUTC();
        Runner runner = new Runner(study, common.dataDir(), clock);
        Begun begun = new Begun();
        Runner.Outcome outcome;
        try (Progress progress =
                        Progress.of(study, line.getErr(), System.getProperty("dither.columns"), System.getenv());
                Interruption interruption = new Interruption(run -> interrupted(progress, run))) {
            listeners.forEach(runner::with);
            outcome = action.apply(
                    runner.with(begun).with(interruption).with(new Told(line)).with(progress));
        } catch (RunException e) {
            throw begun.run == null
                    ? e
                    : new RunException(e.getMessage() + "; once that is mended, go on with: " + again(begun.run), e);
        }
        return outcome;
    }

    private void interrupted(Progress progress, RunDirectory run) {
        progress.close();
        new Failure("interrupted; go on with: " + again(run), Failure.INTERRUPTED).print(line, common.json());
    }

    private String again(RunDirectory run) {
        return Stream.concat(words.stream(), Stream.of("--resume", run.path().toString()))
                .map(Session::quoted)
                .collect(Collectors.joining(" ", "./dither ", ""));
    }

    static String quoted(String word) {
        return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Tells how long a run will take, before the first line of progress. */
    private record Told(CommandLine line) implements RunListener {
        @Override
        public void estimated(String words) {
            line.getErr().println("ahead: " + words);
            line.getErr().flush();
        }
    }

    /** Remembers the run that can be resumed. */
    private static final class Begun implements RunListener {
        private @Nullable RunDirectory run;

        @Override
        public void runBegins(RunDirectory directory) {
            run = directory;
        }
    }
}
