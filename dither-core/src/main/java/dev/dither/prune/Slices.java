package dev.dither.prune;

import dev.dither.nn.LayerSpec;
import dev.dither.nn.NamedTensors;
import dev.dither.nn.Network;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Which part of a network's tensors a smaller one gets, by path of the new layer. */
final class Slices {
    private final Map<String, Slice> byLayer = new LinkedHashMap<>();

    /**
     * Part of the tensors of a layer.
     *
     * @param from path of the old layer
     * @param rows what is taken of the first axis of each tensor; empty for all
     * @param columns entries of its weights along the second axis; empty for all
     */
    record Slice(String from, Optional<Rows> rows, Optional<List<Integer>> columns) {
        /** Returns all of a layer. */
        static Slice whole(String from) {
            return new Slice(from, Optional.empty(), Optional.empty());
        }

        Tensor of(Tensor tensor) {
            Tensor slice = rows.isEmpty()
                    ? tensor
                    : selected(tensor, 0, rows.get().of(tensor.shape().size(0)));
            return tensor.shape().rank() == 1 || columns.isEmpty() ? slice : selected(slice, 1, columns.get());
        }

        private static Tensor selected(Tensor tensor, int axis, List<Integer> entries) {
            return tensor.shape().size(axis) == entries.size()
                    ? tensor
                    : tensor.select(
                            axis, entries.stream().mapToInt(Integer::intValue).toArray());
        }
    }

    /**
     * Rows of units, where the branches of a layer stand below each other in one tensor.
     *
     * @param units number of units of a branch
     * @param kept units whose rows are taken
     * @param branches number of branches taken; a tensor may have fewer
     */
    record Rows(int units, List<Integer> kept, int branches) {
        /** Returns rows of all branches. */
        static Rows of(int units, List<Integer> kept) {
            return new Rows(units, kept, Integer.MAX_VALUE);
        }

        List<Integer> of(long size) {
            List<Integer> rows = new ArrayList<>();
            for (int branch = 0; branch < Math.min(branches, size / units); branch++) {
                int above = branch * units;
                kept.forEach(unit -> rows.add(above + unit));
            }
            return rows;
        }
    }

    /** Notes what the layer at {@code path} gets. */
    void put(String path, Slice slice) {
        byLayer.put(path, slice);
    }

    /** Returns a network of these layers with the values of {@code source}; the caller closes it. */
    Network applied(Network source, Shape input, List<LayerSpec> specs) {
        // the key says nothing: every initial value is overwritten
        Network target = Network.build(input, specs, RandomKey.root(0));
        try (Gradients.Off off = Gradients.off()) {
            copy(source.trained(), target.trained());
            copy(source.tracked(), target.tracked());
        }
        return target;
    }

    private void copy(NamedTensors from, NamedTensors to) {
        to.byName().forEach((name, tensor) -> {
            try (Scope scope = Scope.open()) {
                String layer = layer(name);
                Slice slice = Objects.requireNonNull(byLayer.get(layer), layer);
                String old = slice.from() + name.substring(layer.length());
                tensor.assign(slice.of(Objects.requireNonNull(from.byName().get(old), old)));
            }
        });
    }

    /** Returns the path of the layer that a tensor belongs to; a layer may have parts with names of their own. */
    private String layer(String name) {
        String layer = name;
        while (!byLayer.containsKey(layer) && layer.contains("/")) {
            layer = layer.substring(0, layer.lastIndexOf('/'));
        }
        return layer;
    }
}
