package dev.dither.prune;

import dev.dither.nn.BatchNorm;
import dev.dither.nn.Flatten;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Residual;
import dev.dither.nn.Select;
import dev.dither.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** From a selection to the layers and slices of the smaller network, layer by layer; nothing is allocated. */
final class Shrinking {
    private final Selection selection;
    private final Slices slices = new Slices();
    private final List<LayerSpec> specs = new ArrayList<>();

    /**
     * What leaves a layer.
     *
     * @param source the layer that made it, for messages
     * @param shape its shape before shrinking
     * @param kept what is left of its first axis, rising
     */
    private record Flow(String source, Shape shape, List<Integer> kept) {
        static Flow whole(String source, Shape shape) {
            return new Flow(source, shape, upTo(Math.toIntExact(shape.size(0))));
        }

        Flow shaped(Shape other) {
            return new Flow(source, other, kept);
        }

        boolean isWhole() {
            return kept.size() == shape.size(0);
        }
    }

    private Shrinking(Selection selection) {
        this.selection = selection;
    }

    /**
     * Plans a smaller network.
     *
     * @throws IllegalArgumentException if the selection asks for what cannot be
     */
    static Shrinking of(Shape input, List<LayerSpec> specs, Selection selection) {
        Map<String, Integer> widths = Place.widths(input, specs);
        selection.kept().forEach((layer, units) -> {
            int width = Known.width(widths, layer);
            units.forEach(unit -> Selection.requireBelow(width, layer, unit));
        });
        Shrinking plan = new Shrinking(selection);
        Flow last = plan.shrunk("", specs, Flow.whole("input", input), plan.specs);
        if (!last.isWhole()) {
            throw new IllegalArgumentException(
                    last.source() + ": its units are the outputs of the network; keep all of them");
        }
        return plan;
    }

    List<LayerSpec> specs() {
        return List.copyOf(specs);
    }

    Slices slices() {
        return slices;
    }

    private Flow shrunk(String prefix, List<LayerSpec> from, Flow input, List<LayerSpec> to) {
        Flow x = input;
        for (int i = 0; i < from.size(); i++) {
            x = shrunk(prefix + i, from.get(i), x, to);
        }
        return x;
    }

    private Flow shrunk(String path, LayerSpec spec, Flow x, List<LayerSpec> to) {
        Optional<Weighted> weighted = Weighted.of(spec);
        if (weighted.isPresent()) {
            return weights(path, weighted.get(), x, to).shaped(spec.outputShape(x.shape()));
        }
        if (spec instanceof Flatten) {
            return features(path, upTo(Math.toIntExact(x.shape().elements())), x, to);
        }
        if (spec instanceof Select select) {
            return features(path, select.features(), x, to);
        }
        if (spec instanceof Residual block) {
            return residual(path, block, x, to);
        }
        if (spec instanceof BatchNorm) {
            Slices.Rows rows = Slices.Rows.of(Math.toIntExact(x.shape().size(0)), x.kept());
            slices.put(path, new Slices.Slice(path, Optional.of(rows), Optional.empty()));
        }
        to.add(spec);
        return x.shaped(spec.outputShape(x.shape()));
    }

    private Flow weights(String path, Weighted weighted, Flow x, List<LayerSpec> to) {
        List<Integer> kept = selection.at(path).orElseGet(() -> upTo(weighted.units()));
        if (weighted.groups() > 1) {
            requireWholeGroups(path, weighted, x, kept);
        }
        Slices.Rows rows = Slices.Rows.of(weighted.units(), kept);
        Optional<List<Integer>> columns = weighted.groups() > 1 ? Optional.empty() : Optional.of(x.kept());
        slices.put(path, new Slices.Slice(path, Optional.of(rows), columns));
        to.add(weighted.withUnits().apply(kept.size()));
        return new Flow(path, x.shape(), kept);
    }

    private static void requireWholeGroups(String path, Weighted weighted, Flow x, List<Integer> kept) {
        int outputs = weighted.units() / weighted.groups();
        int inputs = Math.toIntExact(x.shape().size(0)) / weighted.groups();
        Set<Integer> groups = new HashSet<>();
        kept.forEach(unit -> groups.add(unit / outputs));
        Set<Integer> fed = new HashSet<>();
        x.kept().forEach(channel -> fed.add(channel / inputs));
        boolean whole = kept.size() == groups.size() * outputs && x.kept().size() == groups.size() * inputs;
        if (!(whole && groups.equals(fed))) {
            throw new IllegalArgumentException(path + ": a convolution in " + weighted.groups()
                    + " groups keeps or loses whole groups, with the " + inputs + " channels of " + x.source()
                    + " that feed each; got units " + kept + " and channels " + x.kept());
        }
    }

    /** A feature is lost when its channel is, or when it is not selected. */
    private Flow features(String path, List<Integer> features, Flow x, List<LayerSpec> to) {
        int positions = Math.toIntExact(x.shape().elements() / x.shape().size(0));
        Set<Integer> chosen = new HashSet<>(selection.at(path).orElseGet(() -> upTo(features.size())));
        List<Integer> kept = new ArrayList<>();
        List<Integer> selected = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            int channel = Collections.binarySearch(x.kept(), features.get(i) / positions);
            if (channel >= 0 && chosen.contains(i)) {
                kept.add(i);
                selected.add(channel * positions + features.get(i) % positions);
            }
        }
        if (kept.isEmpty()) {
            throw new IllegalArgumentException(path + ": no feature is left; keep one of a channel that is kept");
        }
        to.add(selected.size() == x.kept().size() * positions ? new Flatten() : new Select(selected));
        return new Flow(path, Shape.of(features.size()), kept);
    }

    private Flow residual(String path, Residual block, Flow x, List<LayerSpec> to) {
        List<LayerSpec> body = new ArrayList<>();
        List<LayerSpec> shortcut = new ArrayList<>();
        Flow left = shrunk(path + "/body/", block.body(), x, body);
        Flow right = shrunk(path + "/shortcut/", block.shortcut(), x, shortcut);
        if (!left.kept().equals(right.kept())) {
            throw new IllegalArgumentException(path + ": the outputs of " + left.source() + " and " + right.source()
                    + " are added, so both keep the same units; got " + left.kept() + " and " + right.kept());
        }
        to.add(new Residual(body, shortcut));
        return new Flow(left.source(), left.shape(), left.kept());
    }

    private static List<Integer> upTo(int n) {
        return IntStream.range(0, n).boxed().toList();
    }
}
