package dev.dither.lab.experiment;

import dev.dither.nn.Network;
import dev.dither.predict.Ensemble;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.train.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The networks of a cell that are evaluated: one, or the members of an ensemble. */
final class Members implements AutoCloseable {
    private final List<Network> networks = new ArrayList<>();
    private final List<CellState> states;

    /** Builds a network for each state. */
    Members(Stages stages, List<CellState> states) {
        this.states = List.copyOf(states);
        for (CellState state : states) {
            networks.add(stages.network(state.stage()));
        }
    }

    /** Returns them with the values of their last epochs. */
    Ensemble last() {
        return with(CellState::last);
    }

    /** Returns them with the values after the epoch of the best validation accuracy, each after its own. */
    Ensemble best() {
        return with(CellState::best);
    }

    private Ensemble with(Function<CellState, Checkpoint> values) {
        try (Scope scope = Scope.open();
                Gradients.Off off = Gradients.off()) {
            for (int i = 0; i < networks.size(); i++) {
                Checkpoint of = values.apply(states.get(i));
                networks.get(i).trained().assign(of.parameters());
                networks.get(i).tracked().assign(of.buffers());
            }
        }
        return new Ensemble(networks);
    }

    /** Returns the best validation accuracy, the mean over the members. */
    double bestScore() {
        return states.stream()
                .mapToDouble(state -> state.standing().bestScore())
                .average()
                .orElseThrow();
    }

    @Override
    public void close() {
        networks.forEach(Network::close);
    }
}
