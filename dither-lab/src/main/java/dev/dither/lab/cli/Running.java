package dev.dither.lab.cli;

import dev.dither.lab.experiment.ExperimentFile;
import dev.dither.lab.experiment.Forecast;
import dev.dither.lab.experiment.PlanDifference;
import dev.dither.lab.experiment.Runner;
import dev.dither.lab.experiment.Study;
import dev.dither.lab.experiment.TensorBoard;
import dev.dither.lab.experiment.Verdict;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.report.Report;
import dev.dither.lab.run.RunDirectory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a study is run: options that {@code train} and {@code reproduce} share, and the run itself. */
final class Running {
    @Option(names = "--resume", paramLabel = "RUN", description = "Go on with an interrupted run, given its directory.")
    private @Nullable Path resume;

    @Option(names = "--device", paramLabel = "cpu|cuda", description = "Where to compute (${DEFAULT-VALUE}).")
    private Device device = Device.CPU;

    @Option(names = "--tensorboard", description = "Also write TensorBoard event files into the run directory.")
    private boolean tensorBoard;

    @Option(
            names = "--methods",
            paramLabel = "NAME",
            split = ",",
            description = "Train these methods of the experiment only, names separated by commas.")
    private List<String> methods = new ArrayList<>();

    @Option(
            names = "--part",
            paramLabel = "NAME",
            description = "Run this part of an experiment of several studies; all of them without it.")
    private String part = "";

    @Option(
            names = "--draw-batch",
            paramLabel = "N",
            description = "Hold at most N draws of an example in memory at a time, where a method trains by several.")
    private @Nullable Integer drawBatch;

    @Option(names = "--estimate", description = "Tell how long it would take and how much memory, and run nothing.")
    private boolean estimate;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Returns values to set, those of these options last. */
    Map<String, String> values(Map<String, String> set, @Nullable Integer seeds) {
        Map<String, String> values = new LinkedHashMap<>(set);
        if (seeds != null) {
            values.put("seeds", String.valueOf(seeds));
        }
        if (drawBatch != null) {
            values.put("training.drawBatch", String.valueOf(drawBatch));
        }
        if (!methods.isEmpty()) {
            values.put("only", Output.json(methods));
        }
        return values;
    }

    boolean resumes() {
        return resume != null;
    }

    /** Whether nothing is to be run. */
    boolean estimates() {
        return estimate;
    }

    /** Tells what studies would take. */
    void estimate(Common common, List<Study> studies) {
        if (resumes()) {
            throw new ExperimentException("--estimate is of a whole run; leave --resume out");
        }
        device.select(spec.commandLine());
        Map<String, Forecast> forecasts = new LinkedHashMap<>();
        studies.forEach(study -> forecasts.put(study.runName(), Forecast.of(study, common.dataDir())));
        Output.forecasts(spec.commandLine().getOut(), common.json(), forecasts);
    }

    /** Returns the run to resume; there is one where this {@link #resumes}. */
    private RunDirectory interrupted() {
        return RunDirectory.open(Objects.requireNonNull(resume, "resume"));
    }

    /** Returns the study of the run to resume, with values set on top of it. */
    Study stored(Map<String, String> values) {
        return ExperimentFile.read(interrupted().path().resolve("plan.yaml")).study("", values);
    }

    /** Returns the studies that a file stands for, that of one part where it is asked for. */
    List<Study> studies(ExperimentFile file, String scale, Map<String, String> values) {
        List<Study> studies = part.isEmpty() ? file.studies(scale, values) : List.of(file.study(part, scale, values));
        if (resumes() && studies.size() > 1) {
            throw new ExperimentException("--resume goes on with one part of " + file.parts() + "; add --part NAME");
        }
        return studies;
    }

    /**
     * Runs studies one after another, each in a directory of its own, or goes on with a run of a study, and prints the outcome.
     * The report of the first is then one of them all.
     *
     * @param words the command's own words, to be repeated when the run is interrupted
     */
    Verdict run(Common common, List<Study> studies, List<String> words) {
        device.select(spec.commandLine());
        Map<String, Runner.Outcome> outcomes = new LinkedHashMap<>();
        studies.forEach(study -> outcomes.put(study.part(), run(common, study, words)));
        if (outcomes.size() > 1) {
            Report.write(
                    outcomes.values().stream().map(Runner.Outcome::directory).toArray(RunDirectory[]::new));
        }
        Output.outcomes(spec.commandLine().getOut(), common.json(), outcomes);
        return Output.verdict(outcomes);
    }

    private Runner.Outcome run(Common common, Study study, List<String> words) {
        if (resumes()) {
            requireSame(study);
        }
        Session session = new Session(spec.commandLine(), common, again(common, words));
        if (tensorBoard) {
            session = session.with(new TensorBoard(study, Clock.systemUTC()));
        }
        return resumes() ? session.resume(study, interrupted()) : session.run(study);
    }

    private void requireSame(Study asked) {
        PlanDifference.between(stored(Map.of()), asked).ifPresent(difference -> {
            throw new ExperimentException(resume + " was begun with " + difference.path() + ": " + difference.first()
                    + ", not " + difference.second() + "; leave the difference out, or start anew without --resume");
        });
    }

    private List<String> again(Common common, List<String> words) {
        List<String> again = new ArrayList<>(words);
        again.addAll(common.dataOptions());
        if (device != Device.CPU) {
            again.addAll(List.of("--device", device.toString()));
        }
        if (tensorBoard) {
            again.add("--tensorboard");
        }
        return again;
    }
}
