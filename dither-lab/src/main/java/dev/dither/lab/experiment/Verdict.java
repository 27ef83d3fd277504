package dev.dither.lab.experiment;

import dev.dither.lab.run.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Expected against found.
 *
 * @param status one of reproduced, ordering only, not reproduced, none
 * @param reason the figures behind it
 */
public record Verdict(String status, String reason) {
    /** Judges rows by a plan's rule; the seeds' means decide, and the ordering must hold in every seed. */
    public static Verdict of(Plan plan, List<Row> rows) {
        Plan.Accept rule = plan.accept();
        if (rule == null) {
            return new Verdict("none", "this experiment states no rule");
        }
        List<double[]> bySeed = new ArrayList<>();
        for (String method : rule.order()) {
            double[] values = values(rows, method, rule.metric());
            if (values.length == 0) {
                return new Verdict("none", "no row " + rule.metric() + " for " + method + " at this scale");
            }
            bySeed.add(values);
        }
        double[] best = bySeed.get(bySeed.size() - 1);
        double mean = mean(best);
        double gain = mean - mean(bySeed.get(0));
        boolean ordered = ordered(bySeed);
        boolean inBand = rule.atLeast() <= mean && mean <= rule.atMost() && gain >= rule.margin();
        String status = ordered && inBand ? "reproduced" : ordered ? "ordering only" : "not reproduced";
        return new Verdict(status, reason(rule, mean, gain, ordered, best.length));
    }

    private static String reason(Plan.Accept rule, double mean, double gain, boolean ordered, int seeds) {
        return String.format(
                Locale.ROOT,
                "%s of %s is %.4f over %d seeds (band %.2f to %.2f), %.4f above %s (at least %.2f asked); %s holds %s",
                rule.metric(),
                rule.order().get(rule.order().size() - 1),
                mean,
                seeds,
                rule.atLeast(),
                rule.atMost(),
                gain,
                rule.order().get(0),
                rule.margin(),
                String.join(" < ", rule.order()),
                ordered ? "in every seed" : "not in every seed");
    }

    private static double[] values(List<Row> rows, String method, String metric) {
        return rows.stream()
                .filter(r -> r.method().equals(method) && r.metric().equals(metric) && r.draws() == 0)
                .sorted(java.util.Comparator.comparingLong(Row::seed))
                .mapToDouble(Row::value)
                .toArray();
    }

    private static boolean ordered(List<double[]> bySeed) {
        for (int i = 1; i < bySeed.size(); i++) {
            for (int s = 0; s < bySeed.get(i).length; s++) {
                if (!(bySeed.get(i)[s] > bySeed.get(i - 1)[s])) {
                    return false;
                }
            }
        }
        return true;
    }

    private static double mean(double[] values) {
        return java.util.Arrays.stream(values).average().orElse(Double.NaN);
    }

    /** Whether the run is fine but the verdict is not. */
    public boolean negative() {
        return status.equals("not reproduced") || status.equals("ordering only");
    }

    /** Returns this as a map for the manifest. */
    public Map<String, Object> toMap() {
        return Map.of("status", status, "reason", reason);
    }
}
