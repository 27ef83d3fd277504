package dev.dither.lab.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A resolved experiment: methods that are compared over seeds, and rules to judge what is found. A file says by its key {@code
 * kind} which of these it is; without the key it is a {@link Plan}.
 */
public sealed interface Study permits Plan, ReinforcementPlan, DivergencePlan, ContinualPlan, CaptioningPlan {
    /** What all studies have. */
    Frame frame();

    /** Name of the experiment and of its run. */
    default String id() {
        return frame().id();
    }

    /** Which part of an experiment of several plans this is, or empty. */
    default String part() {
        return frame().part();
    }

    /** Heading of the report. */
    default String title() {
        return frame().title();
    }

    /** Smoke, small or paper, or empty: which of the file's scales this is. */
    default String scale() {
        return frame().scale();
    }

    /** Number of repetitions. */
    int seeds();

    /** Figures of the paper. */
    default List<Published> published() {
        return frame().published();
    }

    /** Rule of the verdict, or absent. */
    default @Nullable Accept accept() {
        return frame().accept();
    }

    /** Further rules, judged and told beside the verdict without changing it. */
    default List<Accept> claims() {
        return frame().claims();
    }

    /** Status that the verdict is known to have at this scale, or absent. */
    default Verdict.@Nullable Status expected() {
        return frame().expected();
    }

    /** What is compared, by name. */
    Map<String, ?> methods();

    /** Names of the methods that are run, empty for all. */
    default List<String> only() {
        return frame().only();
    }

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

    /** Returns a copy; a key that is there without a value means none. */
    static <T> List<T> copied(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
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
