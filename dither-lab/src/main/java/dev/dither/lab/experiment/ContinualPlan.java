package dev.dither.lab.experiment;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import dev.dither.lab.source.DataSource;
import dev.dither.lab.source.LoadedData;
import dev.dither.nn.Init;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Mlp;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A study of forgetting, {@code kind: continual}: a perceptron learns tasks one after another, and is judged on all tasks so far
 * after each.
 *
 * @param kind {@code continual}
 * @param frame name, and how it is judged
 * @param data what the tasks are made from
 * @param trainExamples how many training examples to use, from the front; 0 for all
 * @param testExamples how many test examples to use, from the front; 0 for all
 * @param hidden widths of the hidden layers
 * @param init distribution of the initial weights
 * @param stream which tasks come
 * @param methods what is done against forgetting, by name
 * @param training how each task is trained
 * @param seeds number of repetitions
 */
public record ContinualPlan(
        String kind,
        @JsonUnwrapped Frame frame,
        DataSource data,
        @Default("0") int trainExamples,
        @Default("0") int testExamples,
        @Default("[128, 128]") List<Integer> hidden,
        @Default("fan_in_uniform") Init init,
        @Default("{}") StreamPlan stream,
        Map<String, ContinualMethod> methods,
        @Default("{}") ContinualTraining training,
        @Default("3") int seeds)
        implements Study {
    /** Checks what the types do not say. */
    public ContinualPlan {
        frame.requireFit(methods, seeds);
        Require.that(data != null, "data is missing");
        Require.that(trainExamples >= 0 && testExamples >= 0, "trainExamples and testExamples must not be negative");
        hidden = Study.copied(hidden);
        Require.that(hidden.stream().allMatch(width -> width >= 1), "hidden must have positive widths, got " + hidden);
        Require.that(!hidden.isEmpty(), "hidden must have a width");
        Require.that(init != null, "init is missing");
        requireStream(stream, training);
        methods = Collections.unmodifiableMap(new LinkedHashMap<>(methods));
    }

    private static void requireStream(StreamPlan stream, ContinualTraining training) {
        Require.that(stream != null, "stream is missing");
        Require.that(training != null, "training is missing");
        Require.that(
                stream.kind() != StreamPlan.Kind.SPLIT || training.freshOptimizer(),
                "training.freshOptimizer must be true for stream.kind split: each task has a head of its own");
    }

    /** Returns the examples that the tasks are made from. */
    LoadedData load(Path dataDir) {
        return data.standardized(data.load(dataDir).first(trainExamples, testExamples));
    }

    /** Returns the layers in front of the output. */
    List<LayerSpec> trunk() {
        List<LayerSpec> all = layers(1);
        return all.subList(0, all.size() - 1);
    }

    /** Returns all layers of a network with one output. */
    List<LayerSpec> layers(int classes) {
        return new Mlp(hidden, classes, init, 0).stochastic(0, 0);
    }

    @Override
    public int steps() {
        return stream.tasks();
    }

    @Override
    public String step() {
        return "task";
    }

    @Override
    public List<String> headlines() {
        String last = "@after=" + stream.tasks();
        return List.of(Forgetting.AVERAGE + last, Forgetting.FIRST + last, Forgetting.FORGETTING, Forgetting.TRANSFER);
    }

    @Override
    public String lastMetric() {
        return Forgetting.TRANSFER;
    }

    ContinualMethod method(String name) {
        return Study.named(methods, name);
    }
}
