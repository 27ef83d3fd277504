package dev.dither.bench;

import dev.dither.nn.Activation;
import dev.dither.nn.BatchNorm;
import dev.dither.nn.Conv;
import dev.dither.nn.Dense;
import dev.dither.nn.Flatten;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.MaxPool;
import dev.dither.nn.StochasticConv;
import dev.dither.nn.StochasticDense;
import dev.dither.nn.VariationalConv;
import dev.dither.nn.VariationalDense;
import dev.dither.nn.ZeroMeanDense;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;

/**
 * Layers as a graph of TensorFlow, written as its users would: an operation of the engine for each part of a formula, images
 * [N, H, W, C], weights [inputs, units] and [height, width, inputs, units].
 */
final class GraphLayers {
    private static final float FLOOR = 1e-16f;
    private static final float CLIP = 20;
    /** Below it log σ would be −∞ where σ underflows, and its gradient no number. */
    private static final float LEAST_STDDEV = 1e-30f;

    private static final String VALID = "VALID";
    private static final String SAME = "SAME";

    private final Ops tf;
    private final boolean noisy;
    /** By kind; an activation by itself. */
    private final Map<Object, BiFunction<LayerSpec, Operand<TFloat32>, Operand<TFloat32>>> layers =
            new LinkedHashMap<>();

    private final List<GraphParameter> parameters = new ArrayList<>();
    private final List<GraphParameter> statistics = new ArrayList<>();
    private final List<Operand<TFloat32>> logStddevs = new ArrayList<>();
    private final List<Operand<TFloat32>> divergences = new ArrayList<>();
    private final List<Op> updates = new ArrayList<>();
    /** Shape of the image that was flattened last, whose order the next dense layer's stored weights follow. */
    private Shape flattened = Shape.scalar();

    /**
     * @param noisy whether layers draw; else they compute by their means
     */
    GraphLayers(Ops tf, boolean noisy) {
        this.tf = tf;
        this.noisy = noisy;
        layer(Flatten.class, (spec, x) -> flatten(x));
        layers.put(Activation.RELU, (spec, x) -> tf.nn.relu(x));
        layer(MaxPool.class, (spec, x) -> pool(spec, x));
        layer(BatchNorm.class, this::normalize);
        layer(Dense.class, (spec, x) -> plus(product(x, trained(dense(spec.units(), x, 1))), spec.bias()));
        layer(Conv.class, (spec, x) -> plus(convolution(x, trained(filter(spec, x, 1)), spec), spec.bias()));
        layer(StochasticDense.class, this::stochastic);
        layer(StochasticConv.class, this::stochastic);
        layer(VariationalDense.class, this::variational);
        layer(VariationalConv.class, this::variational);
        layer(ZeroMeanDense.class, this::zeroMean);
    }

    private <S extends LayerSpec> void layer(Class<S> kind, BiFunction<S, Operand<TFloat32>, Operand<TFloat32>> layer) {
        layers.put(kind, (spec, x) -> layer.apply(kind.cast(spec), x));
    }

    /** Returns the layer's outputs; adds what it has to train, to penalize and to keep up. */
    Operand<TFloat32> apply(LayerSpec spec, Operand<TFloat32> x) {
        Object kind = spec instanceof Activation ? spec : spec.getClass();
        return Objects.requireNonNull(layers.get(kind), () -> "TensorFlow's side has no " + spec)
                .apply(spec, x);
    }

    /** Returns what is trained, in the order of the layers. */
    List<GraphParameter> parameters() {
        return parameters;
    }

    /** Returns running statistics. */
    List<GraphParameter> statistics() {
        return statistics;
    }

    /** Returns log σ of each stochastic layer. */
    List<Operand<TFloat32>> logStddevs() {
        return logStddevs;
    }

    /** Returns the divergence of each layer of Gaussian-dropout weights. */
    List<Operand<TFloat32>> divergences() {
        return divergences;
    }

    /** Returns what has to be run beside the optimizer. */
    List<Op> updates() {
        return updates;
    }

    private Operand<TFloat32> flatten(Operand<TFloat32> x) {
        flattened = x.shape();
        return tf.reshape(x, tf.constant(new int[] {(int) x.shape().get(0), -1}));
    }

    private Operand<TFloat32> pool(MaxPool spec, Operand<TFloat32> x) {
        long[] size = {1, spec.size(), spec.size(), 1};
        long[] stride = {1, spec.stride(), spec.stride(), 1};
        // The typed form takes sizes as tensors, and made a step of the variance LeNet-5 a fifth slower.
        String name = tf.scope().makeOpName("MaxPool");
        GraphOperation pooled = (GraphOperation) tf.scope()
                .env()
                .opBuilder("MaxPool", name, tf.scope())
                .addInput(x.asOutput())
                .setAttr("ksize", size)
                .setAttr("strides", stride)
                .setAttr("padding", VALID)
                .build();
        return pooled.output(0);
    }

    private Operand<TFloat32> normalize(BatchNorm spec, Operand<TFloat32> x) {
        int units = channels(x);
        Variable<TFloat32> scale = vector(parameters, units, 1);
        Variable<TFloat32> shift = vector(parameters, units, 0);
        Variable<TFloat32> mean = vector(statistics, units, 0);
        Variable<TFloat32> variance = vector(statistics, units, 1);
        Shape shape = x.shape();
        Operand<TFloat32> image =
                shape.numDimensions() == 4 ? x : tf.reshape(x, tf.constant(Shape.of(shape.get(0), 1, 1, units)));
        FusedBatchNorm<TFloat32, TFloat32> normalized = tf.nn.fusedBatchNorm(
                image,
                scale,
                shift,
                mean,
                variance,
                FusedBatchNorm.isTraining(true),
                FusedBatchNorm.epsilon((float) spec.epsilon()),
                FusedBatchNorm.exponentialAvgFactor((float) spec.momentum()));
        updates.add(tf.assign(mean, normalized.batchMean()));
        updates.add(tf.assign(variance, normalized.batchVariance()));
        return shape.numDimensions() == 4 ? normalized.y() : tf.reshape(normalized.y(), tf.constant(shape));
    }

    private Operand<TFloat32> stochastic(StochasticDense spec, Operand<TFloat32> x) {
        List<Variable<TFloat32>> weights = branches(dense(spec.units(), x, 2));
        return drawn(weights, spec.initialRho(), weight -> product(x, weight));
    }

    private Operand<TFloat32> stochastic(StochasticConv spec, Operand<TFloat32> x) {
        List<Variable<TFloat32>> weights = branches(filter(spec.window(), x, 2));
        return drawn(weights, spec.initialRho(), weight -> convolution(x, weight, spec.window()));
    }

    private List<Variable<TFloat32>> branches(GraphParameter parameter) {
        parameters.add(parameter);
        return parameter.variables();
    }

    private Operand<TFloat32> drawn(
            List<Variable<TFloat32>> weights, double initialRho, UnaryOperator<Operand<TFloat32>> map) {
        Operand<TFloat32> mean = map.apply(weights.get(0));
        Operand<TFloat32> rho = map.apply(weights.get(1));
        List<Variable<TFloat32>> biases = variables(Shape.of(channels(mean)), 2);
        parameters.add(GraphParameter.vectors(biases, List.of(0.0, initialRho)));
        return drawn(tf.nn.biasAdd(mean, biases.get(0)), tf.nn.biasAdd(rho, biases.get(1)));
    }

    private Operand<TFloat32> drawn(Operand<TFloat32> mean, Operand<TFloat32> rho) {
        Operand<TFloat32> stddev = tf.math.softplus(rho);
        logStddevs.add(tf.math.log(tf.math.maximum(stddev, tf.constant(LEAST_STDDEV))));
        return tf.nn.relu(noisy ? tf.math.add(mean, tf.math.mul(stddev, noise(mean))) : mean);
    }

    private Operand<TFloat32> variational(VariationalDense spec, Operand<TFloat32> x) {
        BinaryOperator<Operand<TFloat32>> map = this::product;
        return variational(dense(spec.units(), x, 1), spec.initialLogAlpha(), x, map);
    }

    private Operand<TFloat32> variational(VariationalConv spec, Operand<TFloat32> x) {
        BinaryOperator<Operand<TFloat32>> map = (of, weight) -> convolution(of, weight, spec.window());
        return variational(filter(spec.window(), x, 1), spec.initialLogAlpha(), x, map);
    }

    private Operand<TFloat32> variational(
            GraphParameter parameter,
            double initialLogAlpha,
            Operand<TFloat32> x,
            BinaryOperator<Operand<TFloat32>> map) {
        Variable<TFloat32> mean = trained(parameter);
        Variable<TFloat32> logAlpha = trained(parameter.like(variable(mean.shape()), initialLogAlpha));
        Operand<TFloat32> clipped = tf.clipByValue(logAlpha, tf.constant(-CLIP), tf.constant(CLIP));
        divergences.add(divergence(clipped));
        Operand<TFloat32> y = biased(map.apply(x, mean));
        if (!noisy) {
            return y;
        }
        Operand<TFloat32> variances = tf.math.mul(tf.math.exp(clipped), squared(mean));
        return tf.math.add(y, tf.math.mul(root(map.apply(squared(x), variances)), noise(y)));
    }

    private Operand<TFloat32> divergence(Operand<TFloat32> logAlpha) {
        Operand<TFloat32> curve =
                tf.math.sigmoid(tf.math.sub(tf.constant(-1.87320f), tf.math.mul(tf.constant(1.48695f), logAlpha)));
        Operand<TFloat32> tail = tf.math.softplus(tf.math.neg(logAlpha));
        return sum(tf.math.add(tf.math.mul(tf.constant(0.63576f), curve), tf.math.mul(tf.constant(0.5f), tail)));
    }

    private Operand<TFloat32> zeroMean(ZeroMeanDense spec, Operand<TFloat32> x) {
        Variable<TFloat32> scale = trained(dense(spec.units(), x, 1));
        Operand<TFloat32> variance = product(squared(x), squared(scale));
        return plus(tf.math.mul(root(variance), noise(variance)), spec.bias());
    }

    private GraphParameter dense(int units, Operand<TFloat32> x, int branches) {
        Shape image = flattened;
        flattened = Shape.scalar();
        return GraphParameter.dense(image, variables(Shape.of(channels(x), units), branches));
    }

    private GraphParameter filter(Conv spec, Operand<TFloat32> x, int branches) {
        return GraphParameter.filter(
                variables(Shape.of(spec.size(), spec.size(), channels(x), spec.units()), branches));
    }

    private Operand<TFloat32> product(Operand<TFloat32> x, Operand<TFloat32> weight) {
        return tf.linalg.matMul(x, weight);
    }

    private Operand<TFloat32> convolution(Operand<TFloat32> x, Operand<TFloat32> filter, Conv spec) {
        long stride = spec.stride();
        return tf.nn.conv2d(x, filter, List.of(1L, stride, stride, 1L), spec.padding() == 0 ? VALID : SAME);
    }

    private Operand<TFloat32> plus(Operand<TFloat32> y, Conv.Bias bias) {
        return bias == Conv.Bias.NONE ? y : biased(y);
    }

    private Operand<TFloat32> biased(Operand<TFloat32> y) {
        return tf.nn.biasAdd(y, vector(parameters, channels(y), 0));
    }

    private Operand<TFloat32> noise(Operand<TFloat32> like) {
        return tf.random.randomStandardNormal(tf.constant(like.shape()), TFloat32.class);
    }

    private Operand<TFloat32> root(Operand<TFloat32> variance) {
        return tf.math.sqrt(tf.math.add(variance, tf.constant(FLOOR)));
    }

    /** The engine ends the process when it looks for the gradient of its own square. */
    private Operand<TFloat32> squared(Operand<TFloat32> x) {
        return tf.math.mul(x, x);
    }

    private Operand<TFloat32> sum(Operand<TFloat32> x) {
        int[] axes = IntStream.range(0, x.shape().numDimensions()).toArray();
        return tf.sum(x, tf.constant(axes));
    }

    private Variable<TFloat32> trained(GraphParameter parameter) {
        parameters.add(parameter);
        return parameter.variable();
    }

    private Variable<TFloat32> variable(Shape shape) {
        return tf.variable(shape, TFloat32.class);
    }

    private Variable<TFloat32> vector(List<GraphParameter> all, int units, double start) {
        Variable<TFloat32> vector = variable(Shape.of(units));
        all.add(GraphParameter.vectors(List.of(vector), List.of(start)));
        return vector;
    }

    private List<Variable<TFloat32>> variables(Shape shape, int count) {
        return Stream.generate(() -> variable(shape)).limit(count).toList();
    }

    private static int channels(Operand<TFloat32> x) {
        return (int) x.shape().get(x.shape().numDimensions() - 1);
    }
}
