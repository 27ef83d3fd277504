package dev.dither.lab.experiment;

import dev.dither.lab.key.Require;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A resolved experiment: methods that are compared over seeds, and rules to judge what is found. A file says by its key {@code
 * kind} which of these it is; without the key it is a {@link Plan}.
 */
public sealed interface Study permits Plan, ReinforcementPlan, DivergencePlan, ContinualPlan, CaptioningPlan {
    /** Name of the experiment and of its run. */
    String id();

    /** Which part of an experiment of several plans this is, or empty. */
    String part();

    /** Heading of the report. */
    String title();

    /** Smoke, small or paper, or empty: which of the file's scales this is. */
    String scale();

    /** Number of repetitions. */
    int seeds();

    /** Figures of the paper. */
    List<Published> published();

    /** Rule of the verdict, or absent. */
    @Nullable
    Accept accept();

    /** Further rules, judged and told beside the verdict without changing it. */
    List<Accept> claims();

    /** Status that the verdict is known to have at this scale, or absent. */
    Verdict.@Nullable Status expected();

    /** What is compared, by name. */
    Map<String, ?> methods();

    /** Names of the methods that are run, empty for all. */
    List<String> only();

    /** Returns the names of the methods that are run, in the order of the file. */
    default List<String> trainedMethods() {
        return methods().keySet().stream()
                .filter(name -> only().isEmpty() || only().contains(name))
                .toList();
    }

    /** Steps of a cell's training that its progress counts: epochs, episodes or tasks; 0 where nothing is trained. */
    int steps();

    /** What a step is called: {@code epoch}. */
    default String step() {
        return "epoch";
    }

    /** Metrics that say most besides those that rules judge, without the noise rate. */
    List<String> headlines();

    /** Metric of the row that is written last of each cell, without the noise rate. */
    String lastMetric();

    /** Rates of wrong labels, each with cells of its own; 0 alone where the study is not about them. */
    default List<Double> noiseRates() {
        return List.of(0.0);
    }

    /** The first of the trainings that a cell of a method takes. */
    default Stage firstStage(String method) {
        return Stage.ONLY;
    }

    /** Returns the ending of the metrics of a cell. */
    default String metricEnding(CellId cell) {
        return "";
    }

    /** Returns whether a cell stands for its method where one must: in pictures and in single files. */
    default boolean shows(CellId cell) {
        return cell.seed() == 0;
    }

    /** Returns the name of a run of this study: that of the experiment, and of its part. */
    default String runName() {
        return id().replace('/', '-') + (part().isEmpty() ? "" : "-" + part());
    }

    /** Returns the names of all metrics that rules judge. */
    default List<String> judged() {
        List<String> metrics = new ArrayList<>();
        Stream.concat(Stream.ofNullable(accept()), claims().stream()).forEach(rule -> {
            metrics.add(rule.metric());
            rule.also().forEach(bound -> metrics.add(bound.metric()));
        });
        return metrics;
    }

    /** Refuses what no study can be without. */
    static void requireCommon(String id, String part, int seeds) {
        Require.that(id != null && !id.isBlank(), "id is missing");
        Require.that(part.matches("[\\w-]*"), "part must be of letters, digits, _ and -, got " + part);
        Require.that(seeds >= 1, "seeds must be at least 1, got " + seeds);
    }

    /** Returns the title of a report. */
    static String titled(@Nullable String title, String id) {
        return title == null || title.isBlank() ? id : title;
    }

    /** Returns a copy; a key that is there without a value means none. */
    static <T> List<T> copied(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /** Refuses choices and rules that name methods that are not there. */
    static void requireNames(
            Collection<String> methods, List<String> only, @Nullable Accept accept, List<Accept> claims) {
        requireMethods(methods, "only", only);
        requireMethods(methods, "accept.order", accept == null ? List.of() : accept.order());
        claims.forEach(claim -> requireMethods(methods, "claims.order", claim.order()));
    }

    private static void requireMethods(Collection<String> methods, String key, List<String> names) {
        Require.that(methods.containsAll(names), key + " must name methods, which are " + methods + ", got " + names);
    }

    /** Returns the method of a name. */
    static <T> T named(Map<String, T> methods, String name) {
        T method = methods.get(name);
        if (method == null) {
            throw new IllegalArgumentException("no method " + name + "; there are " + methods.keySet());
        }
        return method;
    }
}
