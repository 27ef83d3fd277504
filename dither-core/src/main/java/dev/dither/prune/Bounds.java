package dev.dither.prune;

import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
        requireReachable(network.input(), network.specs());
        for (Budget budget : pruning.budgets()) {
            if (!budget.quantity().isCount()) {
                double now = value(budget, network, unpruned);
                boolean limit = budget.quantity().isLimit();
                String has = limit ? "has " + Budget.text(100 * now) + "%" : "meets it with " + Budget.text(now);
                require(holds(budget, now) == limit, budget, "the unpruned network " + has);
            }
        }
    }

    /** Refuses goals that these unpruned layers meet already, and those that they could never meet. */
    void requireReachable(Shape input, List<LayerSpec> specs) {
        Complexity smallest = Complexity.of(input, smallest(input, specs), pruning.counting());
        counted().forEach(goal -> {
            double now = goal.count(original);
            require(!holds(goal, now), goal, "the unpruned network meets it with " + Budget.text(now));
            double least = goal.count(smallest);
            require(holds(goal, least), goal, what() + " in each layer still has " + Budget.text(least));
        });
    }

    private String what() {
        return pruning.leastUnits() == 1 ? "one unit" : pruning.leastUnits() + " units";
    }

    /** Returns how much of the way is done, by the goal that is furthest; without any, how many multiplications went. */
    double progress(Complexity now) {
        return counted()
                .mapToDouble(goal -> goal.progress(original, now))
                .min()
                .orElseGet(() -> 1 - (double) now.flops() / original.flops());
    }

    private Stream<Budget> counted() {
        return pruning.budgets().stream().filter(budget -> budget.quantity().isCount());
    }

    private static void require(boolean holds, Budget budget, String reason) {
        if (!holds) {
            throw new IllegalArgumentException("budget " + budget + " is impossible: " + reason);
        }
    }

    private List<Integer> least(FreeUnits layer) {
        return IntStream.range(0, Math.min(layer.units(), pruning.leastUnits()))
                .boxed()
                .toList();
    }

    /** Returns the layers with no more units than have to stay, wherever units are free. */
    private List<LayerSpec> smallest(Shape input, List<LayerSpec> specs) {
        Map<String, List<Integer>> first = new HashMap<>();
        FreeUnits.of(input, specs, pruning.prunable()).forEach(layer -> first.put(layer.layer(), least(layer)));
        return Shrinking.of(input, specs, new Selection(first)).specs();
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
            case FLOPS, SIZE, MEMORY -> budget.count(standing.complexity());
            case LATENCY -> pruning.latency().orElseThrow().seconds(network);
        };
    }
}
