package dev.dither.lab.experiment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.dither.lab.run.Row;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Expected against found.
 *
 * @param status what can be said
 * @param reason the figures behind it, in one line
 * @param claims what can be said about the further claims of the plan
 */
public record Verdict(Status status, String reason, List<Verdict> claims) {
    /** Copies. */
    public Verdict {
        claims = List.copyOf(claims);
    }

    private Verdict(Status status, String reason) {
        this(status, reason, List.of());
    }

    /** What can be said about an experiment. */
    public enum Status {
        /** The ordering is significant, and the figures are where the rule wants them. */
        REPRODUCED,
        /** The ordering holds, but the figures are elsewhere, or one seed is too few to tell more. */
        ORDERING_ONLY,
        /** The ordering does not hold or is not significant, or a band alone is missed. */
        NOT_REPRODUCED,
        /** The rule judges a figure that this run does not have. */
        NOT_RUN,
        /** The experiment states no rule. */
        NONE;

        /** Reads the words of reports and experiment files, for example {@code ordering only}. */
        @JsonCreator
        public static Status of(String words) {
            return Arrays.stream(values())
                    .filter(status -> status.words().equals(words))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("expected one of "
                            + Arrays.stream(values()).map(Status::words).toList() + ", got " + words));
        }

        /** Returns the words of reports and manifests. */
        @JsonValue
        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        @Override
        public String toString() {
            return words();
        }
    }

    /**
     * Judges rows by a study's rule.
     *
     * <p>Each adjacent pair of the rule's order is compared by a one-sided paired t-test over seeds, see
     * {@link Comparison}; then the mean of the best method is held against the band, its gain over the worst against the
     * margin, and its other figures against their bounds. The study's claims are judged
     * in the same way, each on its own.
     */
    public static Verdict of(Study study, List<Row> rows) {
        Verdict judged = study.accept() == null
                ? new Verdict(Status.NONE, "this experiment states no rule")
                : of(study.accept(), rows);
        List<Verdict> claims =
                study.claims().stream().map(claim -> of(claim, rows)).toList();
        return new Verdict(judged.status(), judged.reason(), claims);
    }

    /**
     * Returns the verdict on an experiment of several parts: the least favorable of theirs, parts without a rule left out,
     * and the reasons of all. That of one part alone is its own.
     */
    public static Verdict of(Map<String, Verdict> byPart) {
        if (byPart.size() == 1) {
            return byPart.values().iterator().next();
        }
        Status least = byPart.values().stream()
                .map(Verdict::status)
                .filter(status -> status != Status.NONE)
                .max(Comparator.naturalOrder())
                .orElse(Status.NONE);
        String reasons = byPart.entrySet().stream()
                .map(part -> part.getKey() + ", " + part.getValue().status() + ": "
                        + part.getValue().reason())
                .collect(Collectors.joining("; "));
        return new Verdict(least, reasons);
    }

    private static Verdict of(Accept rule, List<Row> rows) {
        List<Sample> samples =
                rule.order().stream().map(m -> Sample.of(rows, rule, m)).toList();
        for (Sample sample : samples) {
            if (sample.values().isEmpty()) {
                String what = "no row " + rule.metric() + " for " + sample.method() + " in this run";
                return new Verdict(Status.NOT_RUN, what);
            }
        }
        List<Bounded> also = rule.also().stream()
                .map(bound -> new Bounded(bound, Sample.of(rows, rule, bound.metric(), rule.best())))
                .toList();
        for (Bounded bounded : also) {
            if (bounded.sample().values().isEmpty()) {
                String what = "no row " + bounded.bound().metric() + " for " + rule.best() + " in this run";
                return new Verdict(Status.NOT_RUN, what);
            }
        }
        List<Comparison> pairs = Comparison.adjacent(samples);
        boolean met = bandHolds(rule, samples)
                && marginHolds(rule, samples)
                && also.stream().allMatch(Bounded::holds);
        String bounds = also.stream().map(Bounded::text).collect(Collectors.joining());
        return new Verdict(status(met, pairs), reason(rule, samples, pairs) + bounds);
    }

    /** A bound and what it is held against. */
    private record Bounded(Accept.Bound bound, Sample sample) {
        boolean holds() {
            return sample.mean() <= bound.atMost();
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "; %s: %s, %s the bound %.4f",
                    bound.metric(),
                    sample.text(),
                    holds() ? "no more than" : "more than",
                    bound.atMost());
        }
    }

    private static Status status(boolean met, List<Comparison> pairs) {
        if (pairs.isEmpty()) {
            return met ? Status.REPRODUCED : Status.NOT_REPRODUCED;
        }
        if (pairs.stream().allMatch(Comparison::significant)) {
            return met ? Status.REPRODUCED : Status.ORDERING_ONLY;
        }
        boolean single = pairs.stream().allMatch(pair -> pair.seeds() == 1 && pair.higher() == 1);
        return single ? Status.ORDERING_ONLY : Status.NOT_REPRODUCED;
    }

    private static boolean bandHolds(Accept rule, List<Sample> samples) {
        return rule.band() == null || rule.band().holds(best(samples).mean());
    }

    private static boolean marginHolds(Accept rule, List<Sample> samples) {
        return samples.size() < 2 || gain(samples) >= rule.margin();
    }

    private static double gain(List<Sample> samples) {
        return best(samples).mean() - samples.get(0).mean();
    }

    private static Sample best(List<Sample> samples) {
        return samples.get(samples.size() - 1);
    }

    private static String reason(Accept rule, List<Sample> samples, List<Comparison> pairs) {
        String figures = samples.stream().map(Sample::text).collect(Collectors.joining(", "));
        String tests = pairs.stream().map(pair -> "; " + pair.text()).collect(Collectors.joining());
        return rule.metric() + ": " + figures + tests + margin(rule, samples) + band(rule, samples);
    }

    private static String margin(Accept rule, List<Sample> samples) {
        return rule.margin() == 0 || samples.size() < 2
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; gain of %s over %s %.4f, %s the %.4f asked for",
                        rule.best(),
                        rule.worst(),
                        gain(samples),
                        marginHolds(rule, samples) ? "no less than" : "less than",
                        rule.margin());
    }

    private static String band(Accept rule, List<Sample> samples) {
        return rule.band() == null
                ? "; no figure is published, only the ordering is judged"
                : String.format(
                        Locale.ROOT,
                        "; %s is %s the band %.4f to %.4f",
                        rule.best(),
                        bandHolds(rule, samples) ? "inside" : "outside",
                        rule.band().atLeast(),
                        rule.band().atMost());
    }

    /** Whether the run is fine but does not show what it should. */
    public boolean negative() {
        return status != Status.REPRODUCED && status != Status.NONE;
    }

    /** Returns this as a map for the manifest. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("status", status.words());
        map.put("reason", reason);
        if (!claims.isEmpty()) {
            map.put("claims", claims.stream().map(Verdict::toMap).toList());
        }
        return map;
    }
}
