package dev.dither.lab.cli;

import dev.dither.lab.experiment.Catalogue;
import dev.dither.lab.experiment.Study;
import dev.dither.lab.key.ExperimentException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a published experiment and judges it. */
@Command(
        name = "reproduce",
        mixinStandardHelpOptions = true,
        description = "Run a published experiment and compare it with its figures; exit code 3 if they are not met.")
final class Reproduce implements Callable<Integer> {
    @Mixin
    private Common common;

    @Mixin
    private Running running;

    @Parameters(paramLabel = "ID|list", description = "The experiment, or list.")
    private String id;

    @Option(names = "--scale", description = "smoke, small or paper (${DEFAULT-VALUE}).")
    private String scale = "small";

    @Option(names = "--seeds", paramLabel = "N", description = "Number of repetitions.")
    private @Nullable Integer seeds;

    @Option(names = "--set", paramLabel = "a.b=c", description = "Set a value of the experiment; may be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (id.equals("list")) {
            list(spec.commandLine().getOut());
            return 0;
        }
        Map<String, String> values = running.values(overrides, seeds);
        List<Study> studies = studies(values);
        if (running.estimates()) {
            running.estimate(common, studies);
            return 0;
        }
        return running.run(common, studies, List.of("reproduce", id)).negative() ? 3 : 0;
    }

    /** A run to resume knows its scale: it is compared only where one is given. */
    private List<Study> studies(Map<String, String> values) {
        boolean scaled = spec.commandLine().getParseResult().hasMatchedOption("--scale");
        if (!running.resumes() || scaled) {
            return running.studies(Catalogue.file(id), scale, values);
        }
        Study stored = running.stored(values);
        if (!stored.id().equals(id)) {
            throw new ExperimentException("the run to resume is one of " + stored.id() + ", not of " + id);
        }
        return List.of(stored);
    }

    private void list(PrintWriter out) {
        List<Entry> all = new ArrayList<>();
        Catalogue.implemented()
                .forEach(name -> all.add(new Entry(name, Catalogue.file(name).scales(), true)));
        Catalogue.planned().forEach(name -> all.add(new Entry(name, List.of(), false)));
        if (common.json()) {
            out.println(Output.json(
                    Map.of("experiments", all.stream().map(Entry::toMap).toList())));
        } else {
            all.forEach(e -> out.printf(
                    Locale.ROOT, "%-32s %s%n", e.id(), e.implemented() ? String.join(", ", e.scales()) : "planned"));
        }
        out.flush();
    }

    /** A line of the list. */
    private record Entry(String id, List<String> scales, boolean implemented) {
        Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("id", id);
            map.put("scales", scales);
            map.put("implemented", implemented);
            return map;
        }
    }
}
