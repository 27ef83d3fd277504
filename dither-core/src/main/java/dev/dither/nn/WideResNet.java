package dev.dither.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * A wide residual network: a 3 × 3 stem of 16 channels, three groups of blocks, the mean over what is left of the image, the output.
 * A block normalizes and rectifies in front of each of its two 3 × 3 convolutions, with dropout between them. The first of a group
 * changes the width: it branches behind its first normalization, and its shortcut is a 1 × 1 convolution; around the others the
 * input passes as it is. The second and the third group begin with stride 2.
 *
 * @param depth layers with weights on the longest way: two for each block, and four
 * @param widths of the three groups
 * @param dropProbability between the convolutions of a block, 0 for none
 */
record WideResNet(int depth, List<Integer> widths, double dropProbability) {
    private static final int STEM = 16;
    private static final int GROUPS = 3;

    WideResNet {
        if (!(depth >= 10 && (depth - 4) % 6 == 0)) {
            throw new IllegalArgumentException(
                    "wide-resnet.depth must be 6 n + 4 for n blocks in each group, 10, 16, 22 …, got " + depth);
        }
        if (widths.size() != GROUPS) {
            throw new IllegalArgumentException(
                    "wide-resnet has 3 groups, but got " + widths.size() + " widths: " + widths);
        }
        Require.probability("wide-resnet.dropProbability", dropProbability);
        widths = List.copyOf(widths);
    }

    /** Returns the network whose groups are {@code factor} times as wide as 16, 32 and 64. */
    static WideResNet of(int depth, int factor, double dropProbability) {
        Require.positive("wide-resnet.factor", factor);
        return new WideResNet(depth, List.of(16 * factor, 32 * factor, 64 * factor), dropProbability);
    }

    List<LayerSpec> layers(int classes) {
        List<LayerSpec> specs = new ArrayList<>(List.of(window(STEM, 3)));
        int in = STEM;
        for (int group = 0; group < GROUPS; group++) {
            int out = widths.get(group);
            for (int block = 0; block < (depth - 4) / (2 * GROUPS); block++) {
                specs.addAll(block(in, out, group > 0 && block == 0 ? 2 : 1));
                in = out;
            }
        }
        specs.addAll(rectified());
        specs.addAll(List.of(new GlobalAveragePool(), new Flatten(), Dense.of(classes)));
        return List.copyOf(specs);
    }

    /** A block that keeps the shape has its first normalization inside its body, any other in front of both branches. */
    private List<LayerSpec> block(int in, int out, int stride) {
        List<LayerSpec> body = new ArrayList<>(List.of(window(out, 3).withStride(stride)));
        body.addAll(rectified());
        if (dropProbability > 0) {
            body.add(new Dropout(dropProbability));
        }
        body.add(window(out, 3));
        List<LayerSpec> specs = new ArrayList<>(rectified());
        if (in == out && stride == 1) {
            specs.addAll(body);
            return List.of(new Residual(specs, List.of()));
        }
        specs.add(new Residual(body, List.of(window(out, 1).withStride(stride))));
        return specs;
    }

    private static Conv window(int units, int size) {
        return Conv.same(units, size).withoutBias();
    }

    private static List<LayerSpec> rectified() {
        return List.of(BatchNorm.DEFAULT, Activation.RELU);
    }
}
