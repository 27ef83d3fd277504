package dev.dither.lab.experiment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.dither.data.Examples;
import dev.dither.nn.Hidden;
import dev.dither.nn.Init;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Mlp;
import dev.dither.nn.Networks;
import dev.dither.nn.VisualQuestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Families of networks that experiments name; each has hidden layers of its own number and widths. */
public enum NetworkFamily {
    /** Multilayer perceptron of any number of hidden layers. */
    MLP(List.of(128, 128)) {
        @Override
        List<LayerSpec> layers(List<Integer> widths, int classes, Hidden hidden) {
            return Mlp.of(widths, classes).layers(hidden);
        }

        @Override
        List<LayerSpec> parallel(List<Integer> widths, int classes, Init init, double dropProbability) {
            return new Mlp(widths, classes, init, dropProbability).parallel();
        }
    },
    /** What fuses two streams of features: the perceptron of the family {@code mlp}, on the features one behind the other. */
    FUSION(List.of(1024)) {
        @Override
        List<LayerSpec> layers(List<Integer> widths, int classes, Hidden hidden) {
            return MLP.layers(widths, classes, hidden);
        }
    },
    /** {@link Networks#leakyMlp}. */
    LEAKY_MLP(Networks.TWO_NUMBER_WIDTHS) {
        @Override
        List<LayerSpec> layers(List<Integer> widths, int classes, Hidden hidden) {
            return Networks.leakyMlp(widths, classes, hidden);
        }
    },
    /** {@link Networks#leNet(List, int, Hidden)}. */
    LENET_5_CAFFE(Networks.LE_NET_WIDTHS) {
        @Override
        List<LayerSpec> layers(List<Integer> widths, int classes, Hidden hidden) {
            return Networks.leNet(widths, classes, hidden);
        }
    },
    /** {@link Networks#normalizedLeNet}. */
    LENET_5_NORMALIZED(Networks.LE_NET_WIDTHS) {
        @Override
        List<LayerSpec> layers(List<Integer> widths, int classes, Hidden hidden) {
            return Networks.normalizedLeNet(widths, classes, hidden);
        }
    },
    /** {@link Networks#antisymmetricLeNet}. */
    LENET_5_ANTISYMMETRIC(Networks.LE_NET_WIDTHS) {
        @Override
        List<LayerSpec> layers(List<Integer> widths, int classes, Hidden hidden) {
            return Networks.antisymmetricLeNet(widths, classes, hidden);
        }
    },
    /** {@link Networks#vgg16(List, int, Hidden)}. */
    VGG_16(Networks.VGG_16_WIDTHS) {
        @Override
        List<LayerSpec> layers(List<Integer> widths, int classes, Hidden hidden) {
            return Networks.vgg16(widths, classes, hidden);
        }
    },
    /** {@link Networks#varianceVgg}. */
    VGG_VARIANCE(Networks.VARIANCE_VGG_WIDTHS) {
        @Override
        List<LayerSpec> layers(List<Integer> widths, int classes, Hidden hidden) {
            return Networks.varianceVgg(widths, classes, hidden);
        }
    },
    /** {@link Networks#vgg16Conv}. */
    VGG_16_CONV(Networks.VGG_16_CONV_WIDTHS) {
        @Override
        List<LayerSpec> layers(List<Integer> widths, int classes, Hidden hidden) {
            return Networks.vgg16Conv(widths, classes, hidden);
        }
    },
    /** {@link Networks#biasedVgg16(List, int)}; hidden layers are the convolutions. */
    VGG_16_BIASED(Networks.BIASED_VGG_16_WIDTHS) {
        @Override
        List<LayerSpec> layers(List<Integer> widths, int classes, Hidden hidden) {
            requireDeterministic(hidden);
            return Networks.biasedVgg16(widths, classes);
        }
    },
    /** {@link Networks#resNet34(List, int)}; what is called a hidden layer is a stage. */
    RESNET_34(Networks.RES_NET_34_WIDTHS) {
        @Override
        List<LayerSpec> layers(List<Integer> widths, int classes, Hidden hidden) {
            requireDeterministic(hidden);
            return Networks.resNet34(widths, classes);
        }
    },
    /** {@link Networks#mobileNetV2(List, int)}; what is called a hidden layer is a stage. */
    MOBILENET_V2(Networks.MOBILE_NET_V2_WIDTHS) {
        @Override
        List<LayerSpec> layers(List<Integer> widths, int classes, Hidden hidden) {
            requireDeterministic(hidden);
            return Networks.mobileNetV2(widths, classes);
        }
    },
    /** {@link Networks#wideResNet(int, List, int, double)} of depth 28; what is called a hidden layer is a group of blocks. */
    WIDE_RESNET_28_10(List.of(160, 320, 640)) {
        @Override
        List<LayerSpec> layers(List<Integer> widths, int classes, Hidden hidden) {
            return wide(28, widths, classes, hidden);
        }
    },
    /** That of depth 16. */
    WIDE_RESNET_16_4(List.of(64, 128, 256)) {
        @Override
        List<LayerSpec> layers(List<Integer> widths, int classes, Hidden hidden) {
            return wide(16, widths, classes, hidden);
        }
    },
    /** That of depth 10. */
    WIDE_RESNET_10_2(List.of(32, 64, 128)) {
        @Override
        List<LayerSpec> layers(List<Integer> widths, int classes, Hidden hidden) {
            return wide(10, widths, classes, hidden);
        }
    },
    /**
     * {@link VisualQuestion}: strided 3 × 3 convolutions of a picture, then a vector of each word, two layers of cells that read a
     * question, and the attention between both; none of them is a convolution where pictures come as features of regions. Dropout is
     * behind the attention.
     */
    VISUAL_QUESTION(List.of(16, 32, 64, 64, 128, 64)) {
        @Override
        List<LayerSpec> layers(List<Integer> widths, int classes, Hidden hidden) {
            throw new IllegalArgumentException(
                    "network " + words() + " is for questions about pictures; name data that has some,"
                            + " as easy-vqa, and leave out what is asked of images alone");
        }

        @Override
        List<LayerSpec> layers(List<Integer> widths, Examples train, Hidden hidden) {
            return train.questionForm()
                    .map(form -> AskedNetwork.of(widths, hidden).layers(form, train.classes()))
                    .orElseGet(() -> layers(widths, train.classes(), hidden));
        }
    };

    private final List<Integer> widths;

    NetworkFamily(List<Integer> widths) {
        this.widths = List.copyOf(widths);
    }

    /** Reads the words of experiment files, {@code lenet-5-caffe}. */
    @JsonCreator
    public static NetworkFamily of(String words) {
        return Arrays.stream(values())
                .filter(family -> family.words().equals(words))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of "
                        + Arrays.stream(values()).map(NetworkFamily::words).toList() + ", got " + words));
    }

    /** Returns the words of experiment files. */
    @JsonValue
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the published widths of the hidden layers. */
    List<Integer> widths() {
        return widths;
    }

    /** Returns the layers of a network. */
    abstract List<LayerSpec> layers(List<Integer> hiddenWidths, int classes, Hidden hidden);

    /** Returns the layers of a network for some examples, whose shape matters to families that take no other. */
    List<LayerSpec> layers(List<Integer> hiddenWidths, Examples train, Hidden hidden) {
        return layers(hiddenWidths, train.classes(), hidden);
    }

    /** Returns the layers of the deterministic network with as many parameters as its stochastic twin. */
    List<LayerSpec> parallel(List<Integer> hiddenWidths, int classes, Init init, double dropProbability) {
        throw new IllegalArgumentException("parallel is for network mlp, not " + words() + "; leave it out");
    }

    /** Refuses what this family has no place for. */
    void requireDeterministic(Hidden hidden) {
        if (!hidden.stochastic().isEmpty() || hidden.dropProbability() > 0) {
            throw new IllegalArgumentException("network " + words()
                    + " has neither stochastic layers nor dropout; leave them out, or choose another network");
        }
    }

    List<LayerSpec> wide(int depth, List<Integer> groups, int classes, Hidden hidden) {
        if (!hidden.stochastic().isEmpty()) {
            throw new IllegalArgumentException("network " + words()
                    + " has dropout, but no stochastic layers; leave them out, or choose another network");
        }
        return Networks.wideResNet(depth, groups, classes, hidden.dropProbability());
    }

    @Override
    public String toString() {
        return words();
    }
}
