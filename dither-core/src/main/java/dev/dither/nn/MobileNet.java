package dev.dither.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * MobileNetV2 for small images: inverted residual blocks of a 1 × 1 convolution that expands, a 3 × 3 convolution of each channel by
 * itself, and a 1 × 1 convolution that projects, all with normalization, the first two with ReLU. Around blocks of stride 1 their
 * input passes, through a 1 × 1 convolution where widths differ.
 *
 * @param divisor of all widths
 */
record MobileNet(int divisor) {
    private static final int STEM = 32;
    private static final int HEAD = 1280;

    private static final List<Stage> STAGES = List.of(
            new Stage(1, 16, 1, 1),
            new Stage(6, 24, 2, 1),
            new Stage(6, 32, 3, 2),
            new Stage(6, 64, 4, 2),
            new Stage(6, 96, 3, 1),
            new Stage(6, 160, 3, 2),
            new Stage(6, 320, 1, 1));

    /** Blocks of one width, the first of which has the stride. */
    private record Stage(int expansion, int width, int blocks, int stride) {}

    List<LayerSpec> layers(int classes) {
        List<LayerSpec> specs = new ArrayList<>(rectified(window(STEM / divisor, 3)));
        int in = STEM / divisor;
        for (Stage stage : STAGES) {
            int out = stage.width() / divisor;
            for (int block = 0; block < stage.blocks(); block++) {
                specs.addAll(block(in, stage.expansion() * in, out, block == 0 ? stage.stride() : 1));
                in = out;
            }
        }
        specs.addAll(rectified(window(HEAD / divisor, 1)));
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
