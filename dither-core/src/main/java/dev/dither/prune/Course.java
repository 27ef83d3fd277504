package dev.dither.prune;

import dev.dither.nn.Network;
import dev.dither.prune.Ledger.Reason;
import dev.dither.prune.Ledger.Removal;
import dev.dither.prune.Ledger.Standing;
import dev.dither.prune.Pruned.Ending;
import dev.dither.prune.Steps.Ranked;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One pruning on its way: the newest network, and the last one that was seen to be within the limits. */
final class Course implements AutoCloseable {
    private final Steps steps;
    private final Bounds bounds;
    private final Consumer<PruningEvent> listener;
    private State good;
    private State newest;
    private boolean handedOver;

    /** A network and how it came about. */
    private record State(Network network, Ledger ledger) {
        State plus(Removal removal) {
            return new State(network, ledger.plus(removal));
        }
    }

    /** Starts from a copy of a network that is within the limits. */
    Course(Steps steps, Bounds bounds, Consumer<PruningEvent> listener, Network network, Ledger ledger) {
        this.steps = steps;
        this.bounds = bounds;
        this.listener = listener;
        this.good = new State(Surgery.keep(network, Selection.ALL), ledger);
        this.newest = good;
    }

    /** Prunes to the end: dead units first, where nothing is pruned yet. */
    Pruned run() {
        boolean within = !newest.ledger().removals().isEmpty() || removeDead();
        return within ? ranked() : handed(Ending.LIMIT_BROKEN);
    }

    /** Removes unit by unit until the budgets say stop. */
    private Pruned ranked() {
        Optional<Ranked> next = lowest();
        boolean reached = reached(newest.ledger().last());
        while (!reached && next.isPresent()) {
            Removal removal = remove(next.get());
            next = steps.lowest(newest.network(), removal.step() + 1);
            reached = reached(removal.after());
            boolean last = reached || next.isEmpty();
            if (!accepted(last ? measured(removal) : removal)) {
                return handed(Ending.LIMIT_BROKEN);
            }
        }
        return handed(reached ? Ending.GOALS_REACHED : Ending.NOTHING_LEFT);
    }

    /** Removes a unit and trains what is left; the error is looked at where it is due. */
    private Removal remove(Ranked ranked) {
        Ledger ledger = newest.ledger();
        int step = ledger.steps() + 1;
        become(Selection.without(newest.network(), List.of(ranked.unit())));
        steps.tune(
                newest.network(),
                step,
                ledger.last().complexity(),
                ledger.unpruned().complexity());
        Standing after = steps.standing(newest.network(), step);
        return new Removal(step, Reason.RANKED, ranked.unit(), ranked.score(), after);
    }

    private Optional<Ranked> lowest() {
        return steps.lowest(newest.network(), newest.ledger().steps() + 1);
    }

    private boolean reached(Standing standing) {
        return bounds.reached(newest.network(), standing);
    }

    /** Returns whether the limits hold without the dead units; a certificate allows for rounding, so they could break. */
    private boolean removeDead() {
        Network before = newest.network();
        List<Unit> dead = steps.dead(before);
        if (dead.isEmpty()) {
            return true;
        }
        become(Selection.without(before, dead));
        Certificate certificate = steps.certificate(before, newest.network());
        Standing after = steps.measured(newest.network());
        for (Unit unit : dead) {
            newest = newest.plus(new Removal(0, Reason.DEAD, unit, Double.NaN, after));
        }
        listener.accept(new PruningEvent.DeadRemoved(dead.size(), certificate, after));
        return bounds.within(after) && settled();
    }

    /** Returns a removal behind which the error was looked at. */
    private Removal measured(Removal removal) {
        return unseen(removal.after())
                ? new Removal(
                        removal.step(),
                        removal.reason(),
                        removal.unit(),
                        removal.score(),
                        steps.measured(newest.network()))
                : removal;
    }

    private static boolean unseen(Standing standing) {
        return Double.isNaN(standing.validationError());
    }

    /** Notes a removal; returns false if the network was looked at and breaks a limit. */
    private boolean accepted(Removal removal) {
        newest = newest.plus(removal);
        listener.accept(new PruningEvent.UnitRemoved(removal));
        return unseen(removal.after()) || (bounds.within(removal.after()) && settled());
    }

    /** Makes a smaller network the newest. */
    private void become(Selection selection) {
        State before = newest;
        newest = new State(Surgery.keep(before.network(), selection), before.ledger());
        if (before.network() != good.network()) {
            before.network().close();
        }
    }

    /** Makes the newest network the good one. */
    private boolean settled() {
        good.network().close();
        good = newest;
        listener.accept(new PruningEvent.Resumable(good.ledger(), good.network()));
        return true;
    }

    private Pruned handed(Ending ending) {
        steps.end(good.network());
        handedOver = true;
        return new Pruned(good.network(), good.ledger(), ending);
    }

    @Override
    public void close() {
        if (newest.network() != good.network()) {
            newest.network().close();
        }
        if (!handedOver) {
            good.network().close();
        }
    }
}
