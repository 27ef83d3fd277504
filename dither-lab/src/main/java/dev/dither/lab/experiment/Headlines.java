package dev.dither.lab.experiment;

import dev.dither.lab.run.Row;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The figures of a run that say most: those that its rules judge, then those that its evaluations name so. A terminal shows
 * them; {@code rows.csv} and the report have all.
 *
 * @param judged names of metrics that rules judge, which come first
 * @param named names of metrics, in the order in which they are told; each also stands for itself with more behind it, as
 *     {@code testAccuracy} for {@code testAccuracy@noise=0.4}
 */
record Headlines(List<String> judged, List<String> named) {
    /** Copies. */
    Headlines {
        judged = judged.stream().distinct().toList();
        named = named.stream().distinct().toList();
    }

    /** Returns the headlines of a study. */
    static Headlines of(Study study) {
        return new Headlines(study.judged(), study.headlines());
    }

    /** Returns the rows of these metrics: in the order of the metrics, those of one in the order in which they are given. */
    List<Row> among(List<Row> rows) {
        Set<Row> found = new LinkedHashSet<>();
        for (String metric : judged) {
            rows.stream().filter(row -> row.metric().equals(metric)).forEach(found::add);
        }
        for (String metric : named) {
            rows.stream().filter(row -> is(metric, row.metric())).forEach(found::add);
        }
        return new ArrayList<>(found);
    }

    private static boolean is(String metric, String ofRow) {
        return ofRow.equals(metric) || ofRow.startsWith(metric + "@");
    }
}
