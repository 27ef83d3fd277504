package dev.dither.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A residual network for small images: a 3 × 3 stem with stride 1, stages of basic blocks, the mean over 4 × 4 positions, the
 * output. A basic block is two 3 × 3 convolutions with normalization around which its input passes, and a ReLU behind the sum; all
 * stages but the first begin with stride 2.
 *
 * @param stem width of the stem
 * @param stages width and number of blocks of each stage
 */
record ResNet(int stem, List<Stage> stages) {
    /** Blocks of one width. */
    record Stage(int width, int blocks) {}

    /** Returns ResNet-34 with these widths of its four stages, whose stem has that of the first. */
    static ResNet of34(List<Integer> widths) {
        List<Integer> blocks = List.of(3, 4, 6, 3);
        return new ResNet(
                widths.get(0),
                IntStream.range(0, blocks.size())
                        .mapToObj(stage -> new Stage(widths.get(stage), blocks.get(stage)))
                        .toList());
    }

    List<LayerSpec> layers(int classes) {
        List<LayerSpec> specs = new ArrayList<>(normalized(stem, 3, 1));
        specs.add(Activation.RELU);
        int width = stem;
        for (int stage = 0; stage < stages.size(); stage++) {
            for (int block = 0; block < stages.get(stage).blocks(); block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                specs.add(block(width, stages.get(stage).width(), stride));
                specs.add(Activation.RELU);
                width = stages.get(stage).width();
            }
        }
        specs.addAll(List.of(new AveragePool(4, 4), new Flatten(), new Dense(classes, Init.FAN_IN_UNIFORM)));
        return List.copyOf(specs);
    }

    private static Residual block(int in, int out, int stride) {
        List<LayerSpec> body = new ArrayList<>(normalized(out, 3, stride));
        body.add(Activation.RELU);
        body.addAll(normalized(out, 3, 1));
        return new Residual(body, stride == 1 && in == out ? List.of() : normalized(out, 1, stride));
    }

    private static List<LayerSpec> normalized(int units, int size, int stride) {
        Conv window = Conv.same(units, size).withStride(stride).with(Init.FAN_IN_UNIFORM);
        return List.of(window.withoutBias(), BatchNorm.DEFAULT);
    }
}
