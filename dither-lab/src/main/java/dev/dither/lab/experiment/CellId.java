package dev.dither.lab.experiment;

import dev.dither.lab.run.Row;
import dev.dither.rng.RandomKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Name of a cell: one training of one method at one noise rate with one seed.
 *
 * @param method name of the method in the plan
 * @param noiseRate rate of wrong labels, 0 where the plan is not about them
 * @param seed seed of the repetition
 */
public record CellId(String method, double noiseRate, long seed) {
    /** Returns the cells of a plan in the order in which they are trained. */
    public static List<CellId> all(Study study) {
        List<CellId> cells = new ArrayList<>();
        for (long seed = 0; seed < study.seeds(); seed++) {
            for (double rate : study.noiseRates()) {
                for (String method : study.trainedMethods()) {
                    cells.add(new CellId(method, rate, seed));
                }
            }
        }
        return List.copyOf(cells);
    }

    /** Returns the method, with the noise rate where the plan has several: the {@code method} of the cell's events. */
    public String label(Study study) {
        return study.noiseRates().size() == 1 ? method : method + " @ " + noiseRate;
    }

    /** Returns the first of the trainings that the cell takes. */
    Stage firstStage(Study study) {
        return study.firstStage(method);
    }

    /** Returns how many trainings the cell takes. */
    public int stages(Study study) {
        return firstStage(study).of();
    }

    /** Returns whether an event is one of this cell's. */
    boolean ownsEvent(Study study, Map<String, Object> event) {
        return label(study).equals(event.get("method"))
                && event.get("seed") instanceof Number number
                && number.longValue() == seed;
    }

    /** Returns the key of the seed: the methods of one seed share data, labels and order, so they can be paired. */
    RandomKey root() {
        return RandomKey.root(seed);
    }

    /** Returns the key of a training: members of an ensemble but the first have keys of their own. */
    RandomKey root(Stage stage) {
        boolean first = stage.kind() == Stage.Kind.STAGE || stage.number() == 1;
        return first ? root() : root().child("member").child(stage.number());
    }

    /** Returns the ending of this cell's metrics: the noise rate where the plan is about wrong labels. */
    String metricEnding(Study study) {
        return study.metricEnding(this);
    }

    /** Returns whether a row is one of this cell's. */
    boolean owns(Study study, Row row) {
        return row.seed() == seed && row.method().equals(method) && row.metric().endsWith(metricEnding(study));
    }

    /**
     * Returns the stem of this cell's files, {@code se-snn-seed0-noise0.4}; what is no letter, digit, dot, dash or
     * underscore is written as a percent sign and the hexadecimal bytes, so different methods have different files.
     */
    public String fileStem() {
        StringBuilder stem = new StringBuilder();
        for (byte b : method.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b == '.' || b == '-' || b == '_' || (b > 0 && Character.isLetterOrDigit(b));
            stem.append(plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "%%%02x", b & 0xff));
        }
        return stem + "-seed" + seed + "-noise" + noiseRate;
    }
}
