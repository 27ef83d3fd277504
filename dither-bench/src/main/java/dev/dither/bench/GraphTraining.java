package dev.dither.bench;

import dev.dither.data.Examples;
import dev.dither.nn.LayerSpec;
import dev.dither.objective.CrossEntropy;
import dev.dither.objective.Elbo;
import dev.dither.objective.MaxEntropy;
import dev.dither.objective.Objective;
import dev.dither.objective.Penalty;
import dev.dither.optim.Adam;
import dev.dither.optim.Optimizer;
import dev.dither.optim.Sgd;
import dev.dither.rng.RandomKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.SoftmaxCrossEntropyWithLogits;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Training of a network as a static graph of TensorFlow, updated by its fused operations: a run of the session is a step. The
 * examples lie in the graph, and a step is told which of them it takes; the unit is a step.
 */
final class GraphTraining implements Workload {
    private final Graph graph = new Graph();
    private final Ops tf = Ops.create(graph);
    private final GraphLayers layers;
    /** What each variable that is no parameter starts with, until it has. */
    private final Map<Variable<TFloat32>, float[]> starts = new LinkedHashMap<>();

    private final Map<String, Operand<TFloat32>> terms = new LinkedHashMap<>();
    private final Placeholder<TInt32> rows;
    private final Operand<TFloat32> loss;
    private final Op update;
    private final Session session;
    private final int batchSize;
    private final int examples;
    private final RandomKey key = RandomKey.root(4);
    private long epochs;
    private double sum;

    /**
     * Builds the graph, and starts all it keeps.
     *
     * @param threads threads within an operation, and for operations side by side
     * @param noisy whether layers draw
     */
    GraphTraining(Subject subject, Examples data, int threads, boolean noisy) {
        batchSize = subject.batchSize();
        examples = data.size();
        layers = new GraphLayers(tf, noisy);
        rows = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(batchSize)));
        Operand<TFloat32> h = chosen(pixels(data));
        for (LayerSpec spec : subject.specs()) {
            h = layers.apply(spec, h);
        }
        loss = loss(subject.recipe().objective(), mean(crossEntropy(h, chosen(targets(data)))));
        update = update(subject.recipe().optimizer());
        session = new Session(
                graph,
                ConfigProto.newBuilder()
                        .setIntraOpParallelismThreads(threads)
                        .setInterOpParallelismThreads(threads)
                        .build());
        start();
    }

    private Operand<TFloat32> chosen(Variable<TFloat32> data) {
        return tf.gather(data, rows, tf.constant(0));
    }

    private Variable<TFloat32> pixels(Examples data) {
        int[] sizes = data.exampleShape();
        int count = data.featureCount();
        int positions = count / sizes[0];
        float[] image = new float[count];
        float[] all = new float[data.size() * count];
        for (int i = 0; i < data.size(); i++) {
            data.copyFeatures(i, image, 0);
            for (int j = 0; j < count; j++) {
                all[i * count + j % positions * sizes[0] + j / positions] = image[j];
            }
        }
        return stored(
                sizes.length == 1 ? Shape.of(data.size(), count) : Shape.of(data.size(), sizes[1], sizes[2], sizes[0]),
                all);
    }

    private Variable<TFloat32> targets(Examples data) {
        float[] all = new float[data.size() * data.classes()];
        for (int i = 0; i < data.size(); i++) {
            all[i * data.classes() + data.label(i)] = 1;
        }
        return stored(Shape.of(data.size(), data.classes()), all);
    }

    private Variable<TFloat32> stored(Shape shape, float[] start) {
        Variable<TFloat32> variable = tf.variable(shape, TFloat32.class);
        starts.put(variable, start);
        return variable;
    }

    private Operand<TFloat32> crossEntropy(Operand<TFloat32> logits, Operand<TFloat32> targets) {
        SoftmaxCrossEntropyWithLogits<TFloat32> each = tf.nn.softmaxCrossEntropyWithLogits(logits, targets);
        return each.loss();
    }

    private Operand<TFloat32> loss(Objective objective, Operand<TFloat32> nll) {
        if (objective instanceof Elbo bound) {
            terms.put("data", tf.math.mul(nll, constant(bound.examples())));
            terms.put("kl", layers.divergences().stream().reduce(tf.math::add).orElseThrow());
            return tf.math.add(terms.get("data"), terms.get("kl"));
        }
        terms.put("nll", nll);
        Operand<TFloat32> total = nll;
        for (Penalty penalty : ((CrossEntropy) objective).penalties()) {
            MaxEntropy hinge = (MaxEntropy) penalty;
            terms.put(hinge.name(), hinge(hinge));
            total = tf.math.add(total, tf.math.mul(constant(hinge.coefficient()), terms.get(hinge.name())));
        }
        return total;
    }

    private Operand<TFloat32> hinge(MaxEntropy penalty) {
        return layers.logStddevs().stream()
                .map(logStddev -> averaged(logStddev, penalty.aggregation()))
                .map(average -> tf.nn.relu(tf.math.sub(constant(penalty.margin()), average)))
                .map(this::mean)
                .reduce(tf.math::add)
                .orElseThrow();
    }

    private Operand<TFloat32> averaged(Operand<TFloat32> logStddev, MaxEntropy.Aggregation aggregation) {
        int rank = logStddev.shape().numDimensions();
        return switch (aggregation) {
            case PER_ELEMENT -> logStddev;
            case PER_EXAMPLE -> mean(logStddev, 1, rank);
            case PER_UNIT -> mean(logStddev, 0, rank - 1);
        };
    }

    private Operand<TFloat32> mean(Operand<TFloat32> values) {
        return mean(values, 0, values.shape().numDimensions());
    }

    private Operand<TFloat32> mean(Operand<TFloat32> values, int from, int to) {
        return tf.math.mean(values, tf.constant(IntStream.range(from, to).toArray()));
    }

    /** Returns a step: all gradients come before the first update, which would otherwise change weights that some still need. */
    private Op update(Optimizer optimizer) {
        List<Variable<TFloat32>> trained = layers.parameters().stream()
                .flatMap(parameter -> parameter.variables().stream())
                .toList();
        Output<?>[] gradients = graph.addGradients(
                loss.asOutput(), trained.stream().map(Operand::asOutput).toArray(Output<?>[]::new));
        Ops behind = tf.withControlDependencies(
                Arrays.stream(gradients).map(this::op).toList());
        List<Op> all = new ArrayList<>(layers.updates());
        all.addAll(
                optimizer instanceof Sgd sgd
                        ? momentum(behind, sgd, trained, gradients)
                        : adam(behind, (Adam) optimizer, trained, gradients));
        return tf.withControlDependencies(all).noOp();
    }

    private Op op(Output<?> gradient) {
        return gradient::op;
    }

    private List<Op> momentum(Ops behind, Sgd sgd, List<Variable<TFloat32>> trained, Output<?>[] gradients) {
        List<Op> updates = new ArrayList<>();
        for (int i = 0; i < gradients.length; i++) {
            updates.add(behind.train.applyMomentum(
                    trained.get(i),
                    zeros(trained.get(i)),
                    constant(sgd.learningRate()),
                    gradients[i].expect(TFloat32.class),
                    constant(sgd.momentum())));
        }
        return updates;
    }

    private List<Op> adam(Ops behind, Adam adam, List<Variable<TFloat32>> trained, Output<?>[] gradients) {
        Variable<TFloat32> power1 = stored(Shape.scalar(), new float[] {(float) adam.beta1()});
        Variable<TFloat32> power2 = stored(Shape.scalar(), new float[] {(float) adam.beta2()});
        // Its own sum is ε + √v, where the published one is ε + √(v / (1 - β₂ᵗ)).
        Operand<TFloat32> epsilon =
                tf.math.mul(constant(adam.epsilon()), tf.math.sqrt(tf.math.sub(constant(1), power2)));
        List<Op> updates = new ArrayList<>();
        for (int i = 0; i < gradients.length; i++) {
            updates.add(behind.train.applyAdam(
                    trained.get(i),
                    zeros(trained.get(i)),
                    zeros(trained.get(i)),
                    power1,
                    power2,
                    constant(adam.learningRate()),
                    constant(adam.beta1()),
                    constant(adam.beta2()),
                    epsilon,
                    gradients[i].expect(TFloat32.class)));
        }
        Ops afterwards = tf.withControlDependencies(updates);
        return List.of(
                afterwards.assign(power1, afterwards.math.mul(power1, constant(adam.beta1()))),
                afterwards.assign(power2, afterwards.math.mul(power2, constant(adam.beta2()))));
    }

    private Variable<TFloat32> zeros(Variable<TFloat32> like) {
        return stored(like.shape(), new float[(int) like.shape().size()]);
    }

    private Operand<TFloat32> constant(double value) {
        return tf.constant((float) value);
    }

    private void start() {
        RandomGenerator random = key.child("weights").generator();
        Stream.concat(layers.parameters().stream(), layers.statistics().stream())
                .forEach(parameter -> set(parameter, branch -> parameter.start(branch, random)));
        starts.forEach(this::set);
        starts.clear();
    }

    private void set(GraphParameter parameter, IntFunction<float[]> values) {
        for (int branch = 0; branch < parameter.variables().size(); branch++) {
            set(parameter.variables().get(branch), values.apply(branch));
        }
    }

    private void set(Variable<TFloat32> variable, float[] values) {
        Placeholder<TFloat32> given = tf.placeholder(TFloat32.class, Placeholder.shape(variable.shape()));
        Op assignment = tf.assign(variable, given);
        try (TFloat32 value = TFloat32.tensorOf(variable.shape(), DataBuffers.of(values));
                Result done = session.runner()
                        .feed(given, value)
                        .addTarget(assignment)
                        .run()) {
            assert done.size() == 0;
        }
    }

    /** Takes parameters as they are stored here, in the order of the layers. */
    void load(List<float[]> stored) {
        if (stored.size() != layers.parameters().size()) {
            throw new IllegalArgumentException(
                    "the network has " + layers.parameters().size() + " parameters, got " + stored.size());
        }
        for (int i = 0; i < stored.size(); i++) {
            GraphParameter parameter = layers.parameters().get(i);
            float[] values = stored.get(i);
            set(parameter, branch -> parameter.read(branch, values));
        }
    }

    /** Returns the terms of the loss of the first examples, a batch of them. */
    Map<String, Double> terms() {
        Map<String, Double> found = new LinkedHashMap<>();
        try (TInt32 chosen = TInt32.vectorOf(IntStream.range(0, batchSize).toArray())) {
            terms.forEach((name, term) -> {
                try (Result result =
                        session.runner().feed(rows, chosen).fetch(term).run()) {
                    found.put(name, (double) ((TFloat32) result.get(0)).getFloat());
                }
            });
        }
        return found;
    }

    /** Takes a step by these examples. */
    void step(int[] batch) {
        try (TInt32 chosen = TInt32.vectorOf(batch);
                Result result = session.runner()
                        .feed(rows, chosen)
                        .addTarget(update)
                        .fetch(loss)
                        .run()) {
            sum += ((TFloat32) result.get(0)).getFloat();
        }
    }

    @Override
    public long run() {
        int[] order = key.child("order").child(epochs++).permutation(examples);
        for (int start = 0; start < examples; start += batchSize) {
            step(Arrays.copyOfRange(order, start, start + batchSize));
        }
        if (Double.isNaN(sum)) {
            throw new IllegalStateException("the loss is NaN");
        }
        return examples / batchSize;
    }

    @Override
    public void close() {
        session.close();
        graph.close();
    }
}
