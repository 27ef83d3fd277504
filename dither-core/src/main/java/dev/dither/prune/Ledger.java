package dev.dither.prune;

import java.util.ArrayList;
import java.util.List;

/**
 * Every removal of a pruning, from the unpruned network on. With the network that is left it is all a pruning needs to go
 * on bit by bit.
 *
 * @param unpruned the network before the first removal
 * @param removals what went, in this order
 */
public record Ledger(Standing unpruned, List<Removal> removals) {
    private static final String HEADER = "step,reason,layer,unit,score,widths,flops,size,memory,validationError";
    private static final int COLUMNS = 10;

    /** Why a unit went. */
    public enum Reason {
        /** It was zero for every training example. */
        DEAD,
        /** It had the lowest score. */
        RANKED
    }

    /**
     * A network at one moment.
     *
     * @param widths its numbers of units
     * @param complexity what its inference costs
     * @param validationError fraction of validation examples that it gets wrong, NaN where it was not looked at
     */
    public record Standing(Widths widths, Complexity complexity, double validationError) {}

    /**
     * A unit that went.
     *
     * @param step number of the ranked removal, from 1; 0 for all dead units, which go at once
     * @param reason why it went
     * @param unit which one, as numbered in the network it was removed from
     * @param score its score, NaN for dead units
     * @param after the network after the step, fine-tuned
     */
    public record Removal(int step, Reason reason, Unit unit, double score, Standing after) {}

    /** Copies. */
    public Ledger {
        removals = List.copyOf(removals);
    }

    /** Returns a ledger without removals. */
    public static Ledger of(Standing unpruned) {
        return new Ledger(unpruned, List.of());
    }

    /** Returns this ledger with one more removal. */
    public Ledger plus(Removal removal) {
        List<Removal> more = new ArrayList<>(removals);
        more.add(removal);
        return new Ledger(unpruned, more);
    }

    /** Returns the network after the last removal. */
    public Standing last() {
        return removals.isEmpty() ? unpruned : removals.get(removals.size() - 1).after();
    }

    /** Returns the number of ranked removals. */
    public int steps() {
        return removals.isEmpty() ? 0 : removals.get(removals.size() - 1).step();
    }

    /** Returns the ledger as comma-separated lines under a header, the first one for the unpruned network. */
    public List<String> toCsv() {
        List<String> lines = new ArrayList<>(List.of(HEADER, "0,UNPRUNED,,,," + text(unpruned)));
        removals.forEach(r -> lines.add(r.step() + "," + r.reason() + ","
                + r.unit().layer() + "," + r.unit().index() + "," + number(r.score()) + "," + text(r.after())));
        return lines;
    }

    private static String text(Standing standing) {
        Complexity cost = standing.complexity();
        return standing.widths() + "," + cost.flops() + "," + cost.size() + "," + cost.memory() + ","
                + number(standing.validationError());
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.valueOf(value);
    }

    /**
     * Returns the ledger that {@link #toCsv} wrote, bit by bit.
     *
     * @throws IllegalArgumentException with the line that does not fit
     */
    public static Ledger parse(List<String> lines) {
        if (lines.size() < 2 || !lines.get(0).equals(HEADER)) {
            throw new IllegalArgumentException("ledger must begin with " + HEADER + " and the unpruned network");
        }
        List<Removal> removals = new ArrayList<>();
        lines.subList(2, lines.size()).forEach(line -> removals.add(removal(line)));
        return new Ledger(standing(lines.get(1)), removals);
    }

    private static Removal removal(String line) {
        String[] cells = cells(line);
        try {
            return new Removal(
                    Integer.parseInt(cells[0]),
                    Reason.valueOf(cells[1]),
                    new Unit(cells[2], Integer.parseInt(cells[3])),
                    number(cells[4]),
                    standing(line));
        } catch (IllegalArgumentException e) {
            throw refusal(line, e);
        }
    }

    private static Standing standing(String line) {
        String[] cells = cells(line);
        try {
            return new Standing(
                    Widths.parse(cells[5]),
                    new Complexity(Long.parseLong(cells[6]), Long.parseLong(cells[7]), Long.parseLong(cells[8])),
                    number(cells[9]));
        } catch (IllegalArgumentException e) {
            throw refusal(line, e);
        }
    }

    private static double number(String cell) {
        return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
    }

    private static String[] cells(String line) {
        String[] cells = line.split(",", -1);
        if (cells.length != COLUMNS) {
            throw new IllegalArgumentException("ledger line must have " + COLUMNS + " cells, got " + line);
        }
        return cells;
    }

    private static IllegalArgumentException refusal(String line, IllegalArgumentException cause) {
        return new IllegalArgumentException("ledger line must fit " + HEADER + ", got " + line, cause);
    }
}
