package dev.dither.lab.experiment;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a study will take, told without running it.
 *
 * @param words in a line or two
 * @param facts the same as numbers, as far as there are any
 */
public record Forecast(String words, Map<String, Object> facts) {
    /** Copies. */
    public Forecast {
        facts = Map.copyOf(facts);
    }

    /** Returns that of a study; its data is read, and what it cannot do is refused. */
    public static Forecast of(Study study, Path dataDir) {
        List<CellId> cells = CellId.all(study);
        Workshop workshop = Workshop.of(study, dataDir);
        if (workshop.isForeseeable(cells)) {
            Estimate estimate = Estimate.tried(cells, workshop::foreseen);
            return new Forecast(estimate.words(), estimate.facts());
        }
        Map<String, Object> facts = new LinkedHashMap<>(Map.of("cells", cells.size()));
        if (study.steps() == 0) {
            return new Forecast(cells.size() + " cells, in which nothing is trained", facts);
        }
        facts.put("steps", (long) cells.size() * study.steps());
        return new Forecast(
                cells.size() + " cells of " + study.steps() + " " + study.step()
                        + "s; how long one takes depends on what is learned, so no time is told before",
                facts);
    }
}
