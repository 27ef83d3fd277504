package dev.dither.lab.experiment;

import dev.dither.lab.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A plan of four cells that trains in a moment, and its runs. */
final class Small {
    static final Plan PLAN = ExperimentFile.parse("small.yaml", """
                    id: small
                    title: Small
                    data: fashion-mini
                    trainExamples: 120
                    testExamples: 60
                    validationFraction: 0.2
                    labelNoise: {kind: CLASS_FLIP, rates: [0.2, 0.4]}
                    hidden: [6, 5]
                    methods:
                      baseline: {stochasticLayers: 0, parallel: true, initialRho: -5, coefficient: 0, margin: 1.4, aggregation: PER_EXAMPLE, layers: SUM}
                      noisy one: {stochasticLayers: 2, parallel: false, initialRho: -1, coefficient: 0.01, margin: 1.4, aggregation: PER_EXAMPLE, layers: SUM}
                    training: {epochs: 3, batchSize: 16, learningRate: 0.01, weightDecay: 1.0e-6, schedule: LINEAR_SECOND_HALF, lastBatch: DROP}
                    seeds: 1
                    draws: 3
                    published: []
                    accept: null
                    """).plan("", Map.of());
    static final int CELLS = 4;
    static final int EPOCHS = 3;

    private Small() {}

    static Runner runner() {
        return new Runner(PLAN, Path.of("no-data-needed"), Clock.systemUTC());
    }

    static RunDirectory run(Path runs) {
        return runner().run(runs, runs, List.of("dither", "test")).directory();
    }

    static Runner.Outcome resume(RunDirectory run) {
        return runner().resume(run, run.path(), List.of("dither", "test", "--resume"));
    }

    /** Returns the files that may not depend on interruptions, as text, without the seconds of events and rows. */
    static Map<String, String> lasting(RunDirectory run) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(run.path())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = run.path().relativize(file).toString();
                if (name.equals("events.jsonl")) {
                    files.put(name, Files.readString(file).replaceAll("\"seconds\":[^,}]*", ""));
                } else if (name.equals("rows.csv")) {
                    files.put(name, Files.readString(file).replaceAll("(?m)^.*[lL]atencyP.*\n", ""));
                } else if (!List.of("manifest.json", "report.html", "checkpoint/lock")
                        .contains(name)) {
                    files.put(name, java.util.Arrays.toString(Files.readAllBytes(file)));
                }
            }
        }
        return files;
    }
}
