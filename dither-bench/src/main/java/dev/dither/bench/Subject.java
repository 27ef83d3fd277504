package dev.dither.bench;

import dev.dither.data.Examples;
import dev.dither.nn.Activation;
import dev.dither.nn.Flatten;
import dev.dither.nn.Hidden;
import dev.dither.nn.HiddenNoise;
import dev.dither.nn.Init;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.MaxPool;
import dev.dither.nn.Network;
import dev.dither.nn.Networks;
import dev.dither.nn.Posterior;
import dev.dither.nn.VariationalConv;
import dev.dither.nn.VariationalDense;
import dev.dither.nn.WeightNoise;
import dev.dither.nn.ZeroMeanDense;
import dev.dither.objective.CrossEntropy;
import dev.dither.objective.Elbo;
import dev.dither.objective.MaxEntropy;
import dev.dither.objective.MaxEntropy.Aggregation;
import dev.dither.objective.Objective;
import dev.dither.optim.Adam;
import dev.dither.optim.Optimizer;
import dev.dither.optim.Perturbation;
import dev.dither.optim.Perturbed;
import dev.dither.optim.Sgd;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.train.Recipe;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The networks compared, each with how it is trained; {@code peer.py} has the same table, {@link GraphTraining} builds them from this one. */
enum Subject {
    /** So small that a step is mostly what the libraries do around the arithmetic. */
    MLP_64(
            "mlp-64",
            "MLP 32-64-10, Adam",
            new Data(List.of(32), 32, 16_000),
            Networks.stochasticMlp(List.of(64), 10, 0, Subject.INITIAL_RHO),
            CrossEntropy.plain()),
    /** Label noise: both hidden layers stochastic. */
    MLP_128(
            "mlp-128",
            "SE-SNN 784-128-128-10, hinge per example, Adam",
            new Data(List.of(1, 28, 28), 32, 9_600),
            Networks.stochasticMlp(List.of(128, 128), 10, 2, Subject.INITIAL_RHO),
            hinge(Aggregation.PER_EXAMPLE, 1e-2, 4)),
    /** Adversarial defense: the last hidden layer stochastic. */
    MLP_1024(
            "mlp-1024",
            "SE-SNN 784-1024-1024-256-10, hinge per element, Adam",
            new Data(List.of(1, 28, 28), 128, 2_048),
            Networks.stochasticMlp(List.of(1024, 1024, 256), 10, 1, Subject.INITIAL_RHO),
            hinge(Aggregation.PER_ELEMENT, 1e-1, 16)),
    /** Pruning: all hidden layers stochastic. */
    LENET_5(
            "lenet-5",
            "SE-SNN LeNet-5 20-50-500-10, hinge per unit, Adam",
            new Data(List.of(1, 28, 28), 128, 1_024),
            Networks.stochasticLeNet(10, Subject.INITIAL_RHO),
            hinge(Aggregation.PER_UNIT, 1e-4, 4)),
    /** Variance networks: the dense layer of 500 has Gaussian weights of mean 0. */
    VARIANCE_LENET(
            "variance-lenet",
            "variance LeNet-5 20-50-500-10 with batch normalization, Adam",
            new Data(List.of(1, 28, 28), 128, 1_024),
            Networks.normalizedLeNet(Networks.LE_NET_WIDTHS, Subject.CLASSES, Subject.varianceDense()),
            CrossEntropy.plain()),
    /** Gaussian dropout everywhere, an α for each weight. */
    VARIATIONAL_LENET(
            "variational-lenet",
            "LeNet-5 20-50-500-10 of Gaussian-dropout weights, log-uniform prior, Adam",
            new Data(List.of(1, 28, 28), 128, 1_024),
            Subject.variationalLeNet(Posterior.WEIGHT),
            Elbo.of(60_000)),
    /** The deterministic network of the larger experiments. */
    VGG_16(
            "vgg-16",
            "VGG-16 with batch normalization, SGD with momentum",
            new Data(List.of(3, 32, 32), 32, 64),
            Networks.vgg16(10),
            CrossEntropy.plain()),
    /** The same with gradients at perturbed weights. */
    PERTURBED_VGG_16(
            "perturbed-vgg-16",
            "VGG-16 with batch normalization, SGD with momentum at perturbed weights",
            new Data(List.of(3, 32, 32), 32, 64),
            Networks.vgg16(10),
            CrossEntropy.plain());

    private static final double INITIAL_RHO = -5;
    private static final int CLASSES = 10;

    private final String id;
    private final String title;
    private final Data data;
    private final List<LayerSpec> specs;
    private final Objective objective;

    /**
     * Synthetic examples.
     *
     * @param shape sizes of one example
     * @param batchSize examples a step
     * @param examples examples an epoch, a fraction of a second's work and a multiple of the batch size
     */
    private record Data(List<Integer> shape, int batchSize, int examples) {}

    Subject(String id, String title, Data data, List<LayerSpec> specs, Objective objective) {
        this.id = id;
        this.title = title;
        this.data = data;
        this.specs = specs;
        this.objective = objective;
    }

    private static Hidden varianceDense() {
        HiddenNoise weights = new HiddenNoise.ZeroMean(WeightNoise.GAUSSIAN.with(WeightNoise.MeanPath.BIAS));
        return new Hidden(Set.of(2), weights, Init.FAN_IN_UNIFORM, 0);
    }

    private static List<LayerSpec> variationalLeNet(Posterior posterior) {
        return List.of(
                VariationalConv.of(20, 5, posterior),
                Activation.RELU,
                new MaxPool(2, 2),
                VariationalConv.of(50, 5, posterior),
                Activation.RELU,
                new MaxPool(2, 2),
                new Flatten(),
                VariationalDense.of(500, posterior),
                Activation.RELU,
                VariationalDense.of(CLASSES, posterior));
    }

    private static Objective hinge(Aggregation aggregation, double coefficient, double marginOfStddev) {
        double margin = Math.log(marginOfStddev);
        return CrossEntropy.plain().plus(new MaxEntropy(aggregation, coefficient, margin, MaxEntropy.Layers.SUM));
    }

    /** Returns the network of this id. */
    static Subject named(String id) {
        return Arrays.stream(values())
                .filter(subject -> subject.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no network is called " + id));
    }

    String id() {
        return id;
    }

    String title() {
        return title + ", batch " + data.batchSize();
    }

    List<LayerSpec> specs() {
        return specs;
    }

    int batchSize() {
        return data.batchSize();
    }

    /** Returns the number of examples of an epoch when speed is measured. */
    int epochSize() {
        return data.examples();
    }

    Recipe recipe() {
        Optimizer optimizer = this == VGG_16 || perturbed() ? Sgd.of(1e-2, 0.9) : Adam.DEFAULT;
        return Recipe.of(
                objective,
                perturbed() ? new Perturbed(optimizer, Perturbation.gaussian(0.01)) : optimizer,
                1,
                data.batchSize());
    }

    private boolean perturbed() {
        return this == PERTURBED_VGG_16;
    }

    boolean stochastic() {
        return specs.stream().anyMatch(LayerSpec::noisy);
    }

    /** Returns whether TensorFlow's side trains it as well: it has no optimizer that draws. */
    boolean graphed() {
        return !perturbed();
    }

    /** Returns whether all sides can be compared without noise: not where the mean is a constant, nor where the optimizer draws. */
    boolean comparable() {
        return !perturbed() && specs.stream().noneMatch(ZeroMeanDense.class::isInstance);
    }

    /** Returns a network with fresh weights; the caller closes it. */
    Network network() {
        long[] sizes = data.shape().stream().mapToLong(Integer::longValue).toArray();
        return Network.build(Shape.of(sizes), specs, RandomKey.root(1));
    }

    /** Returns examples of random bytes and random labels. */
    Examples examples(int count) {
        int[] shape = data.shape().stream().mapToInt(Integer::intValue).toArray();
        byte[] pixels = new byte[count * IntStream.of(shape).reduce(1, Math::multiplyExact)];
        RandomKey key = RandomKey.root(2);
        key.child("pixels").generator().nextBytes(pixels);
        int[] labels = key.child("labels").generator().ints(count, 0, CLASSES).toArray();
        return Examples.ofBytes(id, shape, new Examples.Pixels(pixels, 1 / 255f), labels, CLASSES);
    }
}
