package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * What reads an image that stands in front of a text: examples are flat, first the numbers of the image, then those of the
 * words.
 *
 * @param image shape of an image
 * @param layers what encodes it
 * @param quiet how many of these come before the first that draws
 */
record Vision(Shape image, Sequence layers, int quiet) {
    static final String NAME = "vision";

    /** Returns the shape of an encoded image. */
    static Shape outputShape(Shape image, List<LayerSpec> specs) {
        try {
            return Sequence.outputShape(specs, image);
        } catch (ShapeException e) {
            throw e.in(NAME);
        }
    }

    static Vision build(Shape image, List<LayerSpec> specs, RandomKey key) {
        int quiet = 0;
        while (quiet < specs.size() && !specs.get(quiet).noisy()) {
            quiet++;
        }
        return new Vision(image, Sequence.build(specs, image, key.child(NAME)), quiet);
    }

    /** Returns how many words follow the image in an example. */
    static long words(String layer, Shape image, Shape x) {
        long words = Shapes.vector(layer, x) - image.elements();
        if (!(words > 0)) {
            throw new ShapeException(
                    layer, "a vector of the " + image.elements() + " numbers of an image " + image + ", then words", x);
        }
        return words;
    }

    /** Returns rows as they are where there are so many, else all of them so often that there are. */
    static Tensor stacked(Tensor rows, long count) {
        long times = count / rows.shape().size(0);
        return times == 1 ? rows : rows.repeated(Math.toIntExact(times));
    }

    /** Returns the words of each example, [N, T]. */
    Tensor words(Tensor x) {
        long pixels = image.elements();
        return x.narrow(1, pixels, x.shape().size(1) - pixels);
    }

    /** Returns encoded images, {@code draws} of each where one of the layers draws, else one. */
    Tensor images(Tensor x, Pass pass, int draws) {
        long rows = x.shape().size(0);
        return encoded(x.narrow(1, 0, image.elements()).reshape(image.batched(rows)), pass, draws);
    }

    /** Returns encoded images likewise, of images without words behind them. */
    Tensor encoded(Tensor images, Pass pass, int draws) {
        boolean drawn = quiet < layers.layers().size();
        return layers.forward(images, pass.in(NAME), new Sequence.Fork(quiet, drawn ? draws : 1));
    }

    Map<String, Tensor> parameters() {
        return Named.below(NAME, layers.parameters());
    }

    Map<String, Tensor> buffers() {
        return Named.below(NAME, layers.buffers());
    }
}
