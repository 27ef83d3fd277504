package dev.dither.prune;

import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The budgets of a pruning, held against networks. */
final class Bounds {
    private final Pruning pruning;
    private final Complexity original;

    /**
     * Budgets of which percent are those of an unpruned network.
     *
     * @param original complexity of the unpruned network
     */
    Bounds(Pruning pruning, Complexity original) {
        this.pruning = pruning;
        this.original = original;
        boolean timed = pruning.budgets().stream().anyMatch(b -> b.quantity() == Budget.Quantity.LATENCY);
        if (timed && pruning.latency().isEmpty()) {
            throw new IllegalArgumentException("a budget of latency needs a measure; give the pruning one");
        }
    }

    /** Refuses what the network meets already, and what it breaks or could never meet. */
    void requirePossible(Network network, Ledger.Standing unpruned) {
        Complexity smallest = Complexity.of(network.input(), smallest(network), pruning.counting());
        for (Budget budget : pruning.budgets()) {
            double now = value(budget, network, unpruned);
            if (budget.quantity().isLimit()) {
                require(holds(budget, now), budget, "the unpruned network has " + Budget.text(100 * now) + "%");
            } else {
                require(!holds(budget, now), budget, "the unpruned network meets it with " + Budget.text(now));
                double least = value(budget, network, new Ledger.Standing(unpruned.widths(), smallest, 0));
                boolean timed = budget.quantity() == Budget.Quantity.LATENCY;
                require(
                        timed || holds(budget, least),
                        budget,
                        "one unit in each layer still has " + Budget.text(least));
            }
        }
    }

    private static void require(boolean holds, Budget budget, String reason) {
        if (!holds) {
            throw new IllegalArgumentException("budget " + budget + " is impossible: " + reason);
        }
    }

    /** Returns the layers with one unit wherever units are free. */
    private List<LayerSpec> smallest(Network network) {
        Map<String, List<Integer>> first = new HashMap<>();
        FreeUnits.of(network, pruning.prunable()).forEach(layer -> first.put(layer.layer(), List.of(0)));
        return Shrinking.of(network.input(), network.specs(), new Selection(first))
                .specs();
    }

    /** Returns whether no limit is broken. */
    boolean within(Ledger.Standing standing) {
        return pruning.budgets().stream()
                .filter(budget -> budget.quantity().isLimit())
                .allMatch(budget -> holds(budget, standing.validationError()));
    }

    /** Returns whether there are goals and all are reached. */
    boolean reached(Network network, Ledger.Standing standing) {
        List<Budget> goals = pruning.budgets().stream()
                .filter(budget -> !budget.quantity().isLimit())
                .toList();
        return !goals.isEmpty() && goals.stream().allMatch(goal -> holds(goal, value(goal, network, standing)));
    }

    private boolean holds(Budget budget, double value) {
        return budget.holds(value, original);
    }

    private double value(Budget budget, Network network, Ledger.Standing standing) {
        return switch (budget.quantity()) {
            case ERROR -> standing.validationError();
            case FLOPS -> standing.complexity().flops();
            case SIZE -> standing.complexity().size();
            case MEMORY -> standing.complexity().memory();
            case LATENCY -> pruning.latency().orElseThrow().seconds(network);
        };
    }
}
