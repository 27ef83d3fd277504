package dev.dither.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * MobileNetV2 for small images: inverted residual blocks of a 1 × 1 convolution that expands, a 3 × 3 convolution of each channel by
 * itself, and a 1 × 1 convolution that projects, all with normalization, the first two with ReLU. Around blocks of stride 1 their
 * input passes, through a 1 × 1 convolution where widths differ.
 *
 * @param widths those of the seven stages; the stem is twice as wide as the first of them, the last convolution four times as
 *     the last
 */
record MobileNet(List<Integer> widths) {
    private static final List<Stage> STAGES = List.of(
            new Stage(1, 1, 1),
            new Stage(6, 2, 1),
            new Stage(6, 3, 2),
            new Stage(6, 4, 2),
            new Stage(6, 3, 1),
            new Stage(6, 3, 2),
            new Stage(6, 1, 1));

    /** Blocks of one width, the first of which has the stride. */
    private record Stage(int expansion, int blocks, int stride) {}

    List<LayerSpec> layers(int classes) {
        int in = 2 * widths.get(0);
        List<LayerSpec> specs = new ArrayList<>(rectified(window(in, 3)));
        for (int i = 0; i < STAGES.size(); i++) {
            Stage stage = STAGES.get(i);
            int out = widths.get(i);
            for (int block = 0; block < stage.blocks(); block++) {
                specs.addAll(block(in, stage.expansion() * in, out, block == 0 ? stage.stride() : 1));
                in = out;
            }
        }
        specs.addAll(rectified(window(4 * in, 1)));
        specs.addAll(List.of(new AveragePool(4, 4), new Flatten(), new Dense(classes, Init.FAN_IN_UNIFORM)));
        return List.copyOf(specs);
    }

    private static List<LayerSpec> block(int in, int expanded, int out, int stride) {
        List<LayerSpec> body = new ArrayList<>(rectified(window(expanded, 1)));
        body.addAll(rectified(window(expanded, 3).withStride(stride).withGroups(expanded)));
        body.addAll(normalized(window(out, 1)));
        if (stride > 1) {
            return body;
        }
        return List.of(new Residual(body, in == out ? List.of() : normalized(window(out, 1))));
    }

    private static Conv window(int units, int size) {
        return Conv.same(units, size).with(Init.FAN_IN_UNIFORM).withoutBias();
    }

    private static List<LayerSpec> normalized(Conv window) {
        return List.of(window, BatchNorm.DEFAULT);
    }

    private static List<LayerSpec> rectified(Conv window) {
        return List.of(window, BatchNorm.DEFAULT, Activation.RELU);
    }
}
