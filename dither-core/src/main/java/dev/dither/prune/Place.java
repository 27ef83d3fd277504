package dev.dither.prune;

import dev.dither.nn.CaptionDecoder;
import dev.dither.nn.DropConnectConv;
import dev.dither.nn.DropConnectDense;
import dev.dither.nn.Flatten;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Residual;
import dev.dither.nn.Select;
import dev.dither.nn.TextEncoder;
import dev.dither.nn.VariationalConv;
import dev.dither.nn.VariationalDense;
import dev.dither.nn.VisualQuestion;
import dev.dither.nn.ZeroMeanConv;
import dev.dither.nn.ZeroMeanDense;
import dev.dither.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A layer in its network.
 *
 * @param path path of the layer, as in parameters and traces
 * @param spec what it is; never a residual block, whose layers have places of their own
 * @param before shape of one example before it
 * @param after shape of one example behind it
 */
record Place(String path, LayerSpec spec, Shape before, Shape after) {
    private static final Set<Class<? extends LayerSpec>> RANDOM = Set.of(
            ZeroMeanDense.class,
            ZeroMeanConv.class,
            VariationalDense.class,
            VariationalConv.class,
            DropConnectDense.class,
            DropConnectConv.class);

    private static final Set<Class<? extends LayerSpec>> WORDS =
            Set.of(TextEncoder.class, VisualQuestion.class, CaptionDecoder.class);

    /** Refuses layers whose weights would be taken for none: counted as nothing, and lost in surgery. */
    Place {
        if (RANDOM.contains(spec.getClass())) {
            throw new IllegalArgumentException(path + ": units of a network with random weights are neither counted nor"
                    + " removed so far; single weights are, see WeightPruning");
        }
        if (WORDS.contains(spec.getClass())) {
            throw new IllegalArgumentException(
                    path + ": units of recurrent and attention layers are neither counted nor removed so far");
        }
    }

    /** Returns all layers in the order of their parameters. */
    static List<Place> all(Shape input, List<LayerSpec> specs) {
        List<Place> places = new ArrayList<>();
        walk("", input, specs, places);
        return places;
    }

    private static Shape walk(String prefix, Shape input, List<LayerSpec> specs, List<Place> places) {
        Shape x = input;
        for (int i = 0; i < specs.size(); i++) {
            LayerSpec spec = specs.get(i);
            Shape y = spec.outputShape(x);
            if (spec instanceof Residual block) {
                walk(prefix + i + "/body/", x, block.body(), places);
                walk(prefix + i + "/shortcut/", x, block.shortcut(), places);
            } else {
                places.add(new Place(prefix + i, spec, x, y));
            }
            x = y;
        }
        return x;
    }

    /** Returns whether this layer has units that a selection may name: outputs of weights, or features. */
    boolean hasUnits() {
        return vectorizes() || Weighted.of(spec).isPresent();
    }

    /** Returns whether this layer gives the features of an example as one vector. */
    boolean vectorizes() {
        return spec instanceof Flatten || spec instanceof Select;
    }

    /** Returns the number of units, or of channels. */
    int width() {
        return Math.toIntExact(after.size(0));
    }

    /** Returns the number of units of each layer that has some, by path. */
    static Map<String, Integer> widths(Shape input, List<LayerSpec> specs) {
        Map<String, Integer> widths = new LinkedHashMap<>();
        all(input, specs).stream().filter(Place::hasUnits).forEach(place -> widths.put(place.path, place.width()));
        return widths;
    }
}
