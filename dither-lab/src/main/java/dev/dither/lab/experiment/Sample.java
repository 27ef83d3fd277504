package dev.dither.lab.experiment;

import dev.dither.lab.run.Row;
import dev.dither.lab.run.Spread;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The judged figure of one method, by seed; a seed measured again counts once, with its last row.
 *
 * @param method the method
 * @param values the figure by seed
 */
record Sample(String method, SortedMap<Long, Double> values) {
    static Sample of(List<Row> rows, Accept rule, String method) {
        return of(rows, rule, rule.metric(), method);
    }

    /** Returns another figure of a method, with as many draws as the rule's own. */
    static Sample of(List<Row> rows, Accept rule, String metric, String method) {
        SortedMap<Long, Double> values = new TreeMap<>();
        rows.stream()
                .filter(r -> r.method().equals(method) && r.metric().equals(metric) && rule.judges(r.draws()))
                .forEach(r -> values.put(r.seed(), r.value()));
        return new Sample(method, values);
    }

    double mean() {
        return spread().mean();
    }

    private Spread spread() {
        return Spread.of(values.values());
    }

    /** Returns the seeds that both have, with the figure of this and of the other. */
    Map<Long, double[]> pairedWith(Sample other) {
        Map<Long, double[]> pairs = new TreeMap<>();
        values.forEach((seed, value) -> {
            if (other.values.containsKey(seed)) {
                pairs.put(seed, new double[] {value, other.values.get(seed)});
            }
        });
        return pairs;
    }

    String text() {
        Spread spread = spread();
        return spread.n() == 1
                ? String.format(Locale.ROOT, "%s %.4f (n = 1)", method, spread.mean())
                : String.format(
                        Locale.ROOT, "%s %.4f ± %.4f (n = %d)", method, spread.mean(), spread.stddev(), spread.n());
    }
}
