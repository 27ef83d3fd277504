package dev.dither.prune;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.predict.Predictor;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Units whose value is zero for every example and at every position, wherever it is read.
 *
 * <p>Values are those of a pass by the mean with running statistics, taken where the next layer with weights reads them:
 * behind the ReLU, whether it stands before pooling or behind it. Removing them all at once changes no output for these
 * examples, which {@link Certificate} makes sure of.
 *
 * <p>Differs: the paper speaks of ReLU outputs; here any value counts that is zero where it is read. Not looked at are
 * units that cannot be removed by themselves, in groups of a convolution or added in a residual block.
 *
 * <p>Reference: SE-SNN, the first stage of its pruning.
 */
public final class DeadUnits {
    private static final int BATCH = 500;

    private final FreeUnits layer;
    private final boolean[] alive;

    private DeadUnits(FreeUnits layer) {
        this.layer = layer;
        this.alive = new boolean[layer.units()];
    }

    /** Returns the dead units, layer by layer; of a layer that is dead as a whole the first unit is left out. */
    public static List<Unit> of(Network network, Examples examples, Prunable prunable) {
        List<DeadUnits> layers =
                FreeUnits.of(network, prunable).stream().map(DeadUnits::new).toList();
        List<DeadUnits> open = new ArrayList<>(layers);
        for (int start = 0; start < examples.size() && !open.isEmpty(); start += BATCH) {
            int count = Math.min(BATCH, examples.size() - start);
            try (Scope scope = Scope.open();
                    Gradients.Off off = Gradients.off()) {
                Readings readings = new Readings(open.stream().map(d -> d.layer).toList());
                network.forward(Predictor.batch(examples, start, count), readings.pass());
                open.forEach(dead -> dead.look(readings));
            }
            open.removeIf(DeadUnits::allAlive);
        }
        return layers.stream().flatMap(dead -> dead.units().stream()).toList();
    }

    /** NaN is not zero: a unit that gives it is alive. */
    private void look(Readings readings) {
        Readings.visit(layer, readings.of(layer), (example, unit, value) -> alive[unit] |= value != 0);
    }

    private boolean allAlive() {
        return IntStream.range(0, alive.length).allMatch(unit -> alive[unit]);
    }

    private List<Unit> units() {
        List<Unit> dead = IntStream.range(0, alive.length)
                .filter(unit -> !alive[unit])
                .mapToObj(unit -> new Unit(layer.layer(), unit))
                .toList();
        return dead.size() == alive.length ? dead.subList(1, dead.size()) : dead;
    }
}
