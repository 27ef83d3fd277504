package dev.dither.prune;

import dev.dither.nn.Pass;
import dev.dither.nn.Trace;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What the layers with weights read during one pass. */
final class Readings implements Trace.Observer {
    private final Set<String> wanted;
    private final Map<String, Tensor> seen = new HashMap<>();

    /** Who gets the value of every unit. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Gets one value.
         *
         * @param example number of the example in its batch
         * @param unit number of the unit in its layer
         * @param value the value at one position
         */
        void value(int example, int unit, float value);
    }

    Readings(List<FreeUnits> layers) {
        this.wanted = layers.stream().map(FreeUnits::readAt).collect(Collectors.toSet());
    }

    @Override
    public void left(String path, Tensor output) {
        if (wanted.contains(path)) {
            seen.put(path, output);
        }
    }

    /** Returns a pass by the mean, with running statistics, that fills this. */
    Pass pass() {
        return Pass.mean().tracedBy(new Trace(this));
    }

    /** Returns what is read of these units, [N, F] or [N, F, …]. */
    Tensor of(FreeUnits layer) {
        return Objects.requireNonNull(seen.get(layer.readAt()), layer.readAt());
    }

    /** Shows all entries of a tensor shaped like what is read of these units. */
    static void visit(FreeUnits layer, Tensor tensor, Visitor visitor) {
        float[] values = tensor.toFloats();
        Shape shape = tensor.shape();
        int[] owners = layer.owners().stream().mapToInt(Integer::intValue).toArray();
        int positions = Math.toIntExact(shape.elements() / shape.size(0) / owners.length);
        int at = 0;
        for (int example = 0; example < shape.size(0); example++) {
            for (int owner : owners) {
                for (int end = at + positions; at < end; at++) {
                    visitor.value(example, owner, values[at]);
                }
            }
        }
    }
}
