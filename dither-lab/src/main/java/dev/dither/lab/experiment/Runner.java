package dev.dither.lab.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dither.data.Examples;
import dev.dither.lab.report.Report;
import dev.dither.lab.run.Manifest;
import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.tensor.Engine;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/** Runs a plan: every seed, noise rate and method, into one run directory. */
public final class Runner {
    private final Plan plan;
    private final Path dataDir;
    private final PrintWriter progress;
    private final Clock clock;
    private final List<Row> rows = new ArrayList<>();
    private final List<Map<String, Object>> galleries = new ArrayList<>();

    /** Prepares to run; one line for each epoch goes to {@code progress}. */
    public Runner(Plan plan, Path dataDir, PrintWriter progress, Clock clock) {
        this.plan = plan;
        this.dataDir = dataDir;
        this.progress = progress;
        this.clock = clock;
    }

    /** What a run leaves. */
    public record Outcome(RunDirectory directory, Verdict verdict, List<Row> rows) {
        /** Copies. */
        public Outcome {
            rows = List.copyOf(rows);
        }
    }

    /** Runs everything, writes rows after each training, and the report at the end. */
    public Outcome run(Path runs, Path home, List<String> commandLine) {
        LoadedData data = plan.load(dataDir);
        Examples train = data.train();
        Examples test = data.test();
        RunDirectory directory = RunDirectory.create(runs, plan.id().replace('/', '-'));
        Manifest manifest = Manifest.start("0.1.0-SNAPSHOT", home, Engine.threads(), commandLine, clock)
                .with("seeds", LongStream.range(0, plan.seeds()).boxed().toList());
        directory.plan(ExperimentFile.tree(plan));
        directory.manifest(manifest.facts());
        for (long seed = 0; seed < plan.seeds(); seed++) {
            for (double rate : plan.labelNoise().rates()) {
                for (String method : plan.methods().keySet()) {
                    cell(directory, method, rate, seed, train, test);
                }
            }
        }
        Verdict verdict = Verdict.of(plan, rows);
        directory.writeAtomically("gallery.json", json(galleries));
        directory.manifest(manifest.with("verdict", verdict.toMap()).facts());
        Report.write(directory);
        return new Outcome(directory, verdict, rows);
    }

    private void cell(RunDirectory directory, String method, double rate, long seed, Examples train, Examples test) {
        String label = plan.labelNoise().rates().size() == 1 ? method : method + " @ " + rate;
        Cell.Result result = new Cell(plan, directory.name(), method, rate, seed).run(train, test, ended -> {
            Map<String, Object> event = new LinkedHashMap<>();
            event.put("type", "epoch");
            event.put("method", label);
            event.put("seed", seed);
            event.put("epoch", ended.epoch());
            event.putAll(ended.terms());
            event.putAll(ended.validation());
            event.put("learningRateFactor", ended.learningRateFactor());
            event.put("seconds", ended.seconds());
            directory.event(event);
            progress.printf(
                    Locale.ROOT,
                    "seed %d  noise %.1f  %-10s epoch %d/%d  nll %.4f  validation %.4f  %.1f s%n",
                    seed,
                    rate,
                    method,
                    ended.epoch(),
                    plan.training().epochs(),
                    ended.terms().get("nll"),
                    ended.validation().getOrDefault("validationAccuracy", Double.NaN),
                    ended.seconds());
            progress.flush();
        });
        directory.append(result.rows());
        rows.addAll(result.rows());
        double largest =
                plan.labelNoise().rates().stream().mapToDouble(r -> r).max().orElse(0);
        if (seed == 0 && rate == largest) {
            byte[] model = ModelFile.of(plan, plan.methods().get(method), train)
                    .bytes(result.last().parameters());
            // the last method of the plan, the stochastic one in every shipped experiment, is the one that stays
            directory.writeAtomically("model.safetensors", model);
            galleries.addAll(Gallery.of(method, result));
        }
    }

    private static byte[] json(Object value) {
        try {
            return JsonMapper.builder().build().writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("gallery could not be written", e);
        }
    }
}
