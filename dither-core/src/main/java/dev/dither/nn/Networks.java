package dev.dither.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Networks of the published experiments, by name.
 *
 * <p>Units: sizes are weights of convolutions and dense layers, without biases and batch normalization; operations are
 * the multiplications by these weights for one example.
 */
public final class Networks {
    /** Widths of the hidden layers of LeNet-5-Caffe: two convolutions and a dense layer. */
    public static final List<Integer> LE_NET_WIDTHS = List.of(20, 50, 500);

    /** Widths of the hidden layers of VGG-16: thirteen convolutions and two dense layers. */
    public static final List<Integer> VGG_16_WIDTHS =
            List.of(64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512, 512, 512);

    /** Widths of the hidden layers of the VGG of sixteen convolutions, which has no hidden dense layer. */
    public static final List<Integer> VGG_16_CONV_WIDTHS =
            List.of(64, 64, 128, 128, 256, 256, 256, 256, 512, 512, 512, 512, 512, 512, 512, 512);

    /** Widths of the hidden layers of the VGG of the experiments on variances: thirteen convolutions and a dense layer. */
    public static final List<Integer> VARIANCE_VGG_WIDTHS =
            List.of(64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512, 512);

    /** Widths of the convolutions of the VGG-16 of the experiments on neural variability. */
    public static final List<Integer> BIASED_VGG_16_WIDTHS = VGG_16_WIDTHS.subList(0, 13);

    /** Widths of the four stages of ResNet-34. */
    public static final List<Integer> RES_NET_34_WIDTHS = List.of(64, 128, 256, 512);

    /** Widths of the seven stages of MobileNetV2. */
    public static final List<Integer> MOBILE_NET_V2_WIDTHS = List.of(16, 24, 32, 64, 96, 160, 320);

    /** Probabilities of dropout behind convolutions of the VGG of the experiments on variances, by their position. */
    private static final Map<Integer, Double> VARIANCE_VGG_DROPOUT =
            Map.of(0, 0.3, 2, 0.4, 4, 0.4, 5, 0.4, 7, 0.4, 8, 0.4);

    /** Widths of the hidden layers of the toy problem of variance networks, whose fifth tells all in two numbers. */
    public static final List<Integer> TWO_NUMBER_WIDTHS = List.of(100, 100, 100, 100, 2, 100);

    /** Convolutions of each stage; a pooling layer halves the image behind it. */
    private static final List<Integer> VGG_16 = List.of(2, 2, 3, 3, 3);

    private static final List<Integer> VGG_16_CONV = List.of(2, 2, 4, 4, 4);

    private Networks() {}

    /**
     * Multilayer perceptron with ReLU, the last {@code stochastic} of its hidden layers stochastic.
     *
     * <p>Widths (128, 128), both stochastic, are the published network for noisy labels; widths (1024, 1024, 256), the
     * last stochastic, that for attacks: {@code stochasticMlp(List.of(1024, 1024, 256), 10, 1, -5)} on 28 × 28 pixels has
     * 784-1024-1024-256-10 units and 2 378 240 weights, those of the branch of σ included, as many operations when it
     * draws.
     *
     * @param hidden widths of the hidden layers
     * @param classes number of outputs
     * @param stochastic how many hidden layers, counted from the last, are {@link StochasticDense}
     * @param initialRho initial bias of the branch of σ
     */
    public static List<LayerSpec> stochasticMlp(List<Integer> hidden, int classes, int stochastic, double initialRho) {
        return Mlp.of(hidden, classes).stochastic(stochastic, initialRho);
    }

    /** Multilayer perceptron whose last hidden layer has a parallel twin added: the published baseline. */
    public static List<LayerSpec> parallelMlp(List<Integer> hidden, int classes) {
        return Mlp.of(hidden, classes).parallel();
    }

    /** Multilayer perceptron with ReLU and dropout behind every hidden layer; weights as without dropout. */
    public static List<LayerSpec> dropoutMlp(List<Integer> hidden, int classes, double dropProbability) {
        return Mlp.of(hidden, classes).withDropout(dropProbability).stochastic(0, 0);
    }

    /**
     * Multilayer perceptron with a leaky ReLU behind each hidden layer. Widths {@link #TWO_NUMBER_WIDTHS} with weights of mean 0
     * in the fifth layer, at position 4, are the network of the toy problem of variance networks: what it knows of a point has
     * to pass through the variances of two numbers.
     *
     * <p>Differs: the authors' notebook applies a softmax before a loss that applies another one; here there is one.
     */
    public static List<LayerSpec> leakyMlp(List<Integer> widths, int classes, Hidden hidden) {
        hidden.requireWithin(widths.size());
        List<LayerSpec> specs = new ArrayList<>(List.of(new Flatten()));
        for (int position = 0; position < widths.size(); position++) {
            specs.addAll(hidden.leakyDense(position, widths.get(position)));
        }
        specs.add(new Dense(classes, hidden.init()));
        return List.copyOf(specs);
    }

    /**
     * LeNet-5-Caffe, 20-50-500-10, for images of one channel and 28 × 28 pixels.
     *
     * <p>Units: 430 500 weights and 2 293 000 operations for 10 classes.
     *
     * <p>Differs: Caffe has a ReLU behind the layer of 500 only; here, as in the papers compared, one follows each hidden
     * layer.
     */
    public static List<LayerSpec> leNet(int classes) {
        return leNet(LE_NET_WIDTHS, classes, Hidden.PLAIN);
    }

    /** {@link #leNet(int)} with stochastic hidden layers: each has twice the weights, half of them for σ. */
    public static List<LayerSpec> stochasticLeNet(int classes, double initialRho) {
        return leNet(LE_NET_WIDTHS, classes, Hidden.PLAIN.stochastic(Set.of(0, 1, 2), initialRho));
    }

    /** {@link #leNet(int)} of three other widths, its hidden layers made as {@code hidden} says. */
    public static List<LayerSpec> leNet(List<Integer> widths, int classes, Hidden hidden) {
        requireWidths("lenet-5-caffe", 3, widths);
        hidden.requireWithin(3);
        List<LayerSpec> specs = new ArrayList<>(hidden.conv(0, Conv.of(widths.get(0), 5)));
        specs.add(new MaxPool(2, 2));
        specs.addAll(hidden.conv(1, Conv.of(widths.get(1), 5)));
        specs.add(new MaxPool(2, 2));
        specs.add(new Flatten());
        specs.addAll(hidden.dense(2, widths.get(2)));
        specs.add(new Dense(classes, hidden.init()));
        return List.copyOf(specs);
    }

    /**
     * LeNet-5 with batch normalization, 20-50-500-10, the network of the experiments on variances: convolutions and the dense
     * layer of 500 each with normalization and ReLU. No layer has a bias; dropout stands in front of the layer of 500 alone.
     */
    public static List<LayerSpec> normalizedLeNet(List<Integer> widths, int classes, Hidden hidden) {
        requireWidths("lenet-5-normalized", 3, widths);
        hidden.requireWithin(3);
        Hidden whole = hidden.withoutDropout();
        List<LayerSpec> specs = new ArrayList<>(whole.normalizedConv(0, Conv.of(widths.get(0), 5)));
        specs.add(new MaxPool(2, 2));
        specs.addAll(whole.normalizedConv(1, Conv.of(widths.get(1), 5)));
        specs.add(new MaxPool(2, 2));
        specs.add(new Flatten());
        if (hidden.dropProbability() > 0) {
            specs.add(new Dropout(hidden.dropProbability()));
        }
        specs.addAll(whole.normalizedDense(2, widths.get(2)));
        specs.add(new Dense(classes, hidden.init(), Conv.Bias.NONE));
        return List.copyOf(specs);
    }

    /**
     * The network of {@link #normalizedLeNet} with tanh instead of ReLU: without biases, outputs of weights of mean 0 have mean 0
     * over draws before and behind normalization's scale; its shift is the only thing between two layers that is not odd.
     *
     * <p>Numerics: the shift is needed. Where all that follows a layer of mean-0 weights is an odd function f, logits f(h) and
     * f(−h) = −f(h) are equally likely for every example, so that single draws are right at most half of the time, and by convexity the
     * expected cross-entropy is at least log C, that of guessing.
     */
    public static List<LayerSpec> antisymmetricLeNet(List<Integer> widths, int classes, Hidden hidden) {
        requireWidths("lenet-5-antisymmetric", 3, widths);
        hidden.requireWithin(3);
        List<LayerSpec> normalized = List.of(BatchNorm.DEFAULT, Activation.TANH);
        List<LayerSpec> specs = new ArrayList<>();
        for (int position = 0; position < 2; position++) {
            specs.add(hidden.map(position, Conv.of(widths.get(position), 5)));
            specs.addAll(normalized);
            specs.add(new MaxPool(2, 2));
        }
        specs.add(new Flatten());
        specs.add(hidden.map(2, widths.get(2)));
        specs.addAll(normalized);
        specs.add(new Dense(classes, hidden.init(), Conv.Bias.NONE));
        return List.copyOf(specs);
    }

    /**
     * VGG-16 for images of three channels and 32 × 32 pixels: thirteen 3 × 3 convolutions, each with batch normalization
     * and ReLU, in five stages that end in max-pooling; dense layers 512, 512, classes.
     *
     * <p>Units: 15 239 872 weights and 313.73 million operations for 10 classes.
     *
     * <p>Numerics: convolutions start at N(0, 2 / fan-in), and have no bias, since the shift of the normalization is one.
     */
    public static List<LayerSpec> vgg16(int classes) {
        return vgg16(VGG_16_WIDTHS, classes, Hidden.PLAIN);
    }

    /** {@link #vgg16(int)} of fifteen other widths, its hidden layers made as {@code hidden} says. */
    public static List<LayerSpec> vgg16(List<Integer> widths, int classes, Hidden hidden) {
        requireWidths("vgg-16", VGG_16_WIDTHS.size(), widths);
        return vgg(VGG_16, widths, classes, hidden);
    }

    /**
     * The VGG of sixteen convolutions for images of three channels and 32 × 32 pixels: like {@link #vgg16(int)} in stages
     * of 2, 2, 4, 4 and 4, with the output as its only dense layer.
     *
     * <p>Units: 20 070 080 weights and 398.18 million operations for 100 classes.
     *
     * @param widths sixteen widths, {@link #VGG_16_CONV_WIDTHS} in the papers
     */
    public static List<LayerSpec> vgg16Conv(List<Integer> widths, int classes, Hidden hidden) {
        requireWidths("vgg-16-conv", VGG_16_CONV_WIDTHS.size(), widths);
        return vgg(VGG_16_CONV, widths, classes, hidden);
    }

    private static List<LayerSpec> vgg(List<Integer> stages, List<Integer> widths, int classes, Hidden hidden) {
        hidden.requireWithin(widths.size());
        List<LayerSpec> specs = new ArrayList<>();
        int position = 0;
        for (int convolutions : stages) {
            for (int end = position + convolutions; position < end; position++) {
                specs.addAll(hidden.normalizedConv(position, Conv.same(widths.get(position), 3)));
            }
            specs.add(new MaxPool(2, 2));
        }
        specs.add(new Flatten());
        for (; position < widths.size(); position++) {
            specs.addAll(hidden.dense(position, widths.get(position)));
        }
        specs.add(new Dense(classes, hidden.init()));
        return List.copyOf(specs);
    }

    /**
     * The VGG of the experiments on variances, for images of three channels and 32 × 32 pixels: thirteen 3 × 3 convolutions in
     * five stages that end in max-pooling, a dense layer and the output, each hidden layer with normalization, shift alone, and
     * ReLU. Dropout stands where the authors have it: of 0.3 behind the first convolution, of 0.4 behind the third, fifth,
     * sixth, eighth and ninth, of 0.5 before and behind the dense layer. Where the last three convolutions and the dense
     * layer are Gaussian dropout, as in the published variance network, these stay.
     *
     * <p>Differs: convolutions have no bias, since the shift of the normalization is one; they start at N(0, 2 / fan-in) rather
     * than by Xavier's rule.
     *
     * @param widths fourteen widths, {@link #VARIANCE_VGG_WIDTHS} in the paper
     * @param hidden how hidden layers are made; without dropout of its own
     */
    public static List<LayerSpec> varianceVgg(List<Integer> widths, int classes, Hidden hidden) {
        requireWidths("vgg-variance", VARIANCE_VGG_WIDTHS.size(), widths);
        hidden.requireWithin(widths.size());
        if (hidden.dropProbability() > 0) {
            throw new IllegalArgumentException("vgg-variance has dropout of its own; leave dropProbability out");
        }
        List<LayerSpec> normalized = List.of(BatchNorm.DEFAULT.with(BatchNorm.Affine.SHIFT), Activation.RELU);
        List<LayerSpec> specs = new ArrayList<>();
        int position = 0;
        for (int convolutions : VGG_16) {
            for (int end = position + convolutions; position < end; position++) {
                specs.add(hidden.map(position, Conv.same(widths.get(position), 3)));
                specs.addAll(normalized);
                if (VARIANCE_VGG_DROPOUT.containsKey(position)) {
                    specs.add(new Dropout(VARIANCE_VGG_DROPOUT.get(position)));
                }
            }
            specs.add(new MaxPool(2, 2));
        }
        specs.add(new Flatten());
        specs.add(new Dropout(0.5));
        specs.add(hidden.map(position, widths.get(position)));
        specs.addAll(normalized);
        specs.add(new Dropout(0.5));
        specs.add(new Dense(classes, hidden.init()));
        return List.copyOf(specs);
    }

    /**
     * The VGG-16 of the experiments on neural variability, for images of three channels and 32 × 32 pixels: thirteen 3 × 3
     * convolutions with bias, each with batch normalization and ReLU, in five stages that end in max-pooling, and the output as the
     * only dense layer.
     *
     * <p>Units: 14 728 266 parameters for 10 classes, those of normalization and biases included.
     *
     * <p>Differs: biases start at 0, in PyTorch uniform on ±1 / √fan-in; so in {@link #resNet34} and {@link #mobileNetV2}.
     *
     * @param divisor of all widths: 1 as published, 2, 4 … 64 for small experiments
     */
    public static List<LayerSpec> biasedVgg16(int classes, int divisor) {
        requireDivisor("vgg-16-biased", 64, divisor);
        return biasedVgg16(divided(BIASED_VGG_16_WIDTHS, divisor), classes);
    }

    /** {@link #biasedVgg16(int, int)} of thirteen other widths. */
    public static List<LayerSpec> biasedVgg16(List<Integer> widths, int classes) {
        requireWidths("vgg-16-biased", BIASED_VGG_16_WIDTHS.size(), widths);
        List<LayerSpec> specs = new ArrayList<>();
        int position = 0;
        for (int convolutions : VGG_16) {
            for (int end = position + convolutions; position < end; position++) {
                Conv window = Conv.same(widths.get(position), 3);
                specs.addAll(List.of(window.with(Init.FAN_IN_UNIFORM), BatchNorm.DEFAULT, Activation.RELU));
            }
            specs.add(new MaxPool(2, 2));
        }
        specs.addAll(List.of(new Flatten(), new Dense(classes, Init.FAN_IN_UNIFORM)));
        return List.copyOf(specs);
    }

    /**
     * ResNet-34 for images of three channels and 32 × 32 pixels: a 3 × 3 stem of 64 channels, 3, 4, 6 and 3 basic blocks of 64, 128,
     * 256 and 512 channels, the mean over 4 × 4 positions, the output. Where a block changes the shape, its shortcut is a 1 × 1
     * convolution with normalization.
     *
     * <p>Units: 21 282 122 parameters for 10 classes.
     *
     * <p>Reference: He et al., Deep Residual Learning for Image Recognition, 2016, with the stem of its CIFAR networks.
     *
     * @param divisor of all widths: 1 as published, 2, 4 … 64 for small experiments
     */
    public static List<LayerSpec> resNet34(int classes, int divisor) {
        requireDivisor("resnet-34", 64, divisor);
        return resNet34(divided(RES_NET_34_WIDTHS, divisor), classes);
    }

    /** {@link #resNet34(int, int)} of four other widths, one for each stage. */
    public static List<LayerSpec> resNet34(List<Integer> widths, int classes) {
        requireWidths("resnet-34", RES_NET_34_WIDTHS.size(), widths);
        return ResNet.of34(widths).layers(classes);
    }

    /**
     * MobileNetV2 for images of three channels and 32 × 32 pixels, with seventeen inverted residual blocks of 16 to 320 channels.
     *
     * <p>Units: 2 296 922 parameters for 10 classes.
     *
     * <p>Differs: from the published network for large images, as the networks used for small ones do: the stem and the second stage
     * keep the size of the image, ReLU is not cut off at 6, blocks of stride 1 have a shortcut also where widths differ, there is no
     * dropout.
     *
     * <p>Reference: Sandler et al., MobileNetV2: Inverted Residuals and Linear Bottlenecks, 2018, Table 2.
     *
     * @param divisor of all widths: 1 as published, 2, 4 or 8 for small experiments
     */
    public static List<LayerSpec> mobileNetV2(int classes, int divisor) {
        requireDivisor("mobilenet-v2", 8, divisor);
        return mobileNetV2(divided(MOBILE_NET_V2_WIDTHS, divisor), classes);
    }

    /**
     * {@link #mobileNetV2(int, int)} of seven other widths, one for each stage: the stem is twice as wide as the first, the last
     * convolution four times as the last.
     */
    public static List<LayerSpec> mobileNetV2(List<Integer> widths, int classes) {
        requireWidths("mobilenet-v2", MOBILE_NET_V2_WIDTHS.size(), widths);
        return new MobileNet(widths).layers(classes);
    }

    /**
     * A wide residual network, WRN-depth-factor, for images of three channels and 32 × 32 pixels: pre-activation blocks of two 3 × 3
     * convolutions with dropout between them, in three groups {@code factor} times as wide as 16, 32 and 64 channels, the mean over the
     * 8 × 8 positions that are left, the output.
     *
     * <p>Formula of a block: x + f(a(x)), a batch normalization and ReLU; where it changes the shape, s(a(x)) + f(a(x)) with a 1 × 1
     * convolution s. Convolutions have no bias and start at N(0, 2 / fan-in).
     *
     * <p>Units: WRN-28-10 has 36 479 194 parameters for 10 classes and 36 536 884 for 100.
     *
     * <p>Differs: the authors' code takes the mean over 8 × 8 positions; here it is over all, so that images of other sizes fit.
     *
     * <p>Reference: Zagoruyko and Komodakis, Wide Residual Networks, 2016, Table 1.
     *
     * @param depth 6 n + 4 for n blocks in a group
     * @param factor how wide
     * @param dropProbability of the dropout inside each block, 0 for none
     */
    public static List<LayerSpec> wideResNet(int depth, int factor, int classes, double dropProbability) {
        return WideResNet.of(depth, factor, dropProbability).layers(classes);
    }

    /** {@link #wideResNet(int, int, int, double)} with three other widths of its groups; the stem has 16 channels. */
    public static List<LayerSpec> wideResNet(int depth, List<Integer> widths, int classes, double dropProbability) {
        return new WideResNet(depth, widths, dropProbability).layers(classes);
    }

    /** Refuses a divisor that leaves a remainder of the widths, whose greatest common divisor is given. */
    private static void requireDivisor(String network, int common, int divisor) {
        if (!(divisor >= 1 && common % divisor == 0)) {
            throw new IllegalArgumentException(
                    network + ".divisor must divide all widths, and so " + common + ", got " + divisor);
        }
    }

    private static List<Integer> divided(List<Integer> widths, int divisor) {
        return widths.stream().map(width -> width / divisor).toList();
    }

    private static void requireWidths(String network, int expected, List<Integer> widths) {
        if (widths.size() != expected) {
            throw new IllegalArgumentException(
                    network + " has " + expected + " hidden layers, but got " + widths.size() + " widths: " + widths);
        }
    }
}
