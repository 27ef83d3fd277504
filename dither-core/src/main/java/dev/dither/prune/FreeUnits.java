package dev.dither.prune;

import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Residual;
import dev.dither.nn.Select;
import dev.dither.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The units of a layer of which each can be removed by itself, and where their values are read.
 *
 * <p>A value is taken where the next layer with weights reads it: behind normalization, ReLU, pooling and flattening,
 * whatever of these there is. Not free are the outputs of the network, units that are added to others in a residual
 * block or enter one, and units of a convolution in groups or in front of one.
 *
 * @param layer path of the layer
 * @param kind what its units are
 * @param units number of units
 * @param readAt path of the layer whose output the next layer with weights reads
 * @param owners the unit behind each entry of the second axis of that output
 */
record FreeUnits(String layer, Kind kind, int units, String readAt, List<Integer> owners) {
    /** What a unit is. */
    enum Kind {
        /** An output of a layer with weights. */
        OUTPUTS,
        /** An entry of a flattened example. */
        FEATURES
    }

    /** Returns the layers with free units, in the order of the network. */
    static List<FreeUnits> of(Network network) {
        return of(network.input(), network.specs());
    }

    /** Returns the layers whose units a pruning may remove, in the order of the network. */
    static List<FreeUnits> of(Network network, Prunable prunable) {
        return of(network.input(), network.specs(), prunable);
    }

    /** Returns the layers whose units a pruning may remove, in the order of the network. */
    static List<FreeUnits> of(Shape input, List<LayerSpec> specs, Prunable prunable) {
        return of(input, specs).stream()
                .filter(layer -> prunable == Prunable.HIDDEN_UNITS_AND_FEATURES || layer.kind == Kind.OUTPUTS)
                .toList();
    }

    /** Returns whether a unit can go: others must be left, and values of others to read. */
    boolean mayLose(int unit) {
        return units > 1 && owners.stream().anyMatch(owner -> owner != unit);
    }

    /** Returns the layers with free units, in the order of the network. */
    static List<FreeUnits> of(Shape input, List<LayerSpec> specs) {
        List<FreeUnits> found = new ArrayList<>();
        walk("", input, specs, found);
        return found;
    }

    /** Units that are made in a sequence are free once a layer of the same sequence reads them. */
    private static void walk(String prefix, Shape input, List<LayerSpec> specs, List<FreeUnits> found) {
        List<FreeUnits> unread = new ArrayList<>();
        Shape x = input;
        for (int i = 0; i < specs.size(); i++) {
            LayerSpec spec = specs.get(i);
            String path = prefix + i;
            Shape y = spec.outputShape(x);
            Place place = new Place(path, spec, x, y);
            Optional<Weighted> weighted = Weighted.of(spec);
            if (spec instanceof Residual block) {
                walk(path + "/body/", x, block.body(), found);
                walk(path + "/shortcut/", x, block.shortcut(), found);
                unread.clear();
            } else if (weighted.isPresent()) {
                read(weighted.get(), place, unread, found);
            } else {
                unread.replaceAll(units -> units.behind(place));
            }
            if (place.vectorizes()) {
                unread.add(fresh(place));
            }
            x = y;
        }
    }

    private static void read(Weighted weighted, Place place, List<FreeUnits> unread, List<FreeUnits> found) {
        boolean alone = weighted.groups() == 1;
        if (alone) {
            found.addAll(unread);
        }
        unread.clear();
        if (alone) {
            unread.add(fresh(place));
        }
    }

    private static FreeUnits fresh(Place place) {
        List<Integer> own = IntStream.range(0, place.width()).boxed().toList();
        Kind kind = place.vectorizes() ? Kind.FEATURES : Kind.OUTPUTS;
        return new FreeUnits(place.path(), kind, place.width(), place.path(), own);
    }

    /** Returns the same units, read behind a layer without weights. */
    private FreeUnits behind(Place place) {
        if (!place.vectorizes()) {
            return new FreeUnits(layer, kind, units, place.path(), owners);
        }
        int positions =
                Math.toIntExact(place.before().elements() / place.before().size(0));
        List<Integer> features = place.spec() instanceof Select select
                ? select.features()
                : IntStream.range(0, owners.size() * positions).boxed().toList();
        return new FreeUnits(
                layer,
                kind,
                units,
                place.path(),
                features.stream().map(f -> owners.get(f / positions)).toList());
    }
}
