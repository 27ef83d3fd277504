package dev.dither.bench;

import dev.dither.data.Examples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tensorflow.TensorFlow;

/** TensorFlow's child process: measures rounds, or says what loss it finds at given weights. */
public final class GraphWorker {
    private GraphWorker() {}

    /** Arguments: {@code serve}, id of the network, seconds a round, threads; or {@code verify}, id, file, steps. */
    public static void main(String[] args) throws IOException {
        Subject subject = Subject.named(args[1]);
        if (args[0].equals("verify")) {
            System.out.println(verify(subject, Path.of(args[2]), Integer.parseInt(args[3])));
        } else {
            serve(subject, Double.parseDouble(args[2]), Integer.parseInt(args[3]));
        }
    }

    private static void serve(Subject subject, double seconds, int threads) throws IOException {
        Examples examples = subject.examples(subject.epochSize());
        try (Workload workload = new GraphTraining(subject, examples, threads, true)) {
            System.out.println(describeThisProcess(threads));
            Worker.serve(workload, seconds);
        }
    }

    private static String describeThisProcess(int threads) {
        return String.format(
                Locale.ROOT,
                "{\"runtime\": \"JDK %s\", \"engine\": \"TensorFlow %s\", \"blas\": \"oneDNN and Eigen\", \"threads\": %d}",
                Runtime.version(),
                TensorFlow.version(),
                threads);
    }

    private static String verify(Subject subject, Path file, int steps) throws IOException {
        Map<String, float[]> arrays = Weights.read(file);
        Examples examples = subject.examples(subject.batchSize());
        requireEqual(arrays.remove("x"), examples);
        arrays.remove("labels");
        Map<String, Double> found = new TreeMap<>();
        try (GraphTraining training = new GraphTraining(subject, examples, 1, false)) {
            training.load(List.copyOf(arrays.values()));
            found.putAll(training.terms());
            for (int step = 0; step < steps; step++) {
                training.step(IntStream.range(0, subject.batchSize()).toArray());
            }
            training.terms().forEach((name, term) -> found.put(name + "_after", term));
        }
        return found.entrySet().stream()
                .map(term -> String.format(Locale.ROOT, "\"%s\": %.9g", term.getKey(), term.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static void requireEqual(float[] x, Examples examples) {
        if (!Arrays.equals(x, Verify.pixels(examples))) {
            throw new IllegalArgumentException("the file is of other examples");
        }
    }
}
