package dev.dither.prune;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bound on a pruned network, met when the quantity is below it.
 *
 * <p>A bound on the error is a limit: pruning goes on as long as it holds. Any other is a goal: pruning goes on until it is
 * reached.
 *
 * <p>Written {@code error<1%}, {@code flops<61k}, {@code size<2.35%}, {@code memory<11%}, {@code latency<1ms}: percent are
 * those of the unpruned network, of the error those of the examples; k, M and G are thousands, millions and billions.
 *
 * @param quantity what is bounded
 * @param bound in the units of the measure
 * @param measure what the bound is a number of
 */
public record Budget(Quantity quantity, double bound, Measure measure) {
    private static final Pattern TEXT = Pattern.compile("([a-z]+)<([0-9.]+(?:[eE]-?[0-9]+)?)(%|k|M|G|us|ms|s|)");

    /** What is bounded. */
    public enum Quantity {
        /** Wrongly classified validation examples. */
        ERROR,
        /** Multiplications by weights for one example. */
        FLOPS,
        /** Weights. */
        SIZE,
        /** Stored activations for one example. */
        MEMORY,
        /** Seconds for a prediction, as the measure of the pruning finds them. */
        LATENCY;

        boolean isLimit() {
            return this == ERROR;
        }

        /** Returns whether the layers alone tell it. */
        boolean isCount() {
            return this != ERROR && this != LATENCY;
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the bound is a number of. */
    public enum Measure {
        /** Multiplications, weights, activations or seconds. */
        ABSOLUTE,
        /** Percent of the unpruned network's; of the error, percent of the validation examples. */
        PERCENT
    }

    /** Checks. */
    public Budget {
        if (!(bound > 0 && bound < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("budget.bound must be positive and finite, got " + bound);
        }
        if (quantity == Quantity.ERROR && measure != Measure.PERCENT) {
            throw new IllegalArgumentException("budget.measure of an error must be PERCENT, got " + measure);
        }
        if (quantity == Quantity.LATENCY && measure != Measure.ABSOLUTE) {
            throw new IllegalArgumentException("budget.measure of a latency must be ABSOLUTE, got " + measure);
        }
    }

    /**
     * Returns the budget with this text.
     *
     * @throws IllegalArgumentException with the known forms, if there is none
     */
    public static Budget parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (matcher.matches()) {
            for (Quantity quantity : Quantity.values()) {
                if (quantity.text().equals(matcher.group(1)) && takes(quantity, matcher.group(3))) {
                    return of(quantity, Double.parseDouble(matcher.group(2)), matcher.group(3));
                }
            }
        }
        throw new IllegalArgumentException(
                "budget must be like error<1%, flops<61k, size<2.35%, memory<11% or latency<1ms, got " + text);
    }

    private static boolean takes(Quantity quantity, String unit) {
        return switch (quantity) {
            case ERROR -> unit.equals("%");
            case FLOPS, SIZE, MEMORY -> !unit.endsWith("s");
            case LATENCY -> unit.endsWith("s");
        };
    }

    private static Budget of(Quantity quantity, double number, String unit) {
        Measure measure = unit.equals("%") ? Measure.PERCENT : Measure.ABSOLUTE;
        double absolute = switch (unit) {
            case "k" -> number * 1e3;
            case "M" -> number * 1e6;
            case "G" -> number * 1e9;
            case "ms" -> number / 1e3;
            case "us" -> number / 1e6;
            default -> number;
        };
        return new Budget(quantity, absolute, measure);
    }

    /** Returns whether a value of the quantity, a fraction if of the error, is below the bound. */
    boolean holds(double value, Complexity original) {
        return value < absolute(original);
    }

    /** Returns what is bounded, of which the layers alone must tell. */
    double count(Complexity of) {
        return switch (quantity) {
            case FLOPS -> of.flops();
            case SIZE -> of.size();
            case MEMORY -> of.memory();
            case ERROR, LATENCY -> throw new IllegalStateException(quantity + " is no count");
        };
    }

    /** Returns how much of the way from the original to the bound a network has behind it, from 0 to 1. */
    double progress(Complexity original, Complexity now) {
        double way = count(original) - absolute(original);
        return way > 0 ? Math.min(1, Math.max(0, (count(original) - count(now)) / way)) : 1;
    }

    /** Returns the bound in multiplications, weights, activations or seconds, or as a fraction of the examples. */
    private double absolute(Complexity original) {
        double percent = switch (quantity) {
            case ERROR -> 1;
            case FLOPS -> original.flops();
            case SIZE -> original.size();
            case MEMORY -> original.memory();
            case LATENCY -> 0;
        };
        return measure == Measure.PERCENT ? bound / 100 * percent : bound;
    }

    @Override
    public String toString() {
        String unit = quantity == Quantity.LATENCY ? "s" : measure == Measure.PERCENT ? "%" : "";
        return quantity.text() + "<" + text(bound) + unit;
    }

    /** Returns a number without exponent and needless zeros. */
    static String text(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
