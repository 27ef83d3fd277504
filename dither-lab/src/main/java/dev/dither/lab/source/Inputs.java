package dev.dither.lab.source;

import dev.dither.attack.Bounds;
import dev.dither.data.Examples;
import dev.dither.lab.key.ExperimentException;
import dev.dither.predict.Predictor;
import dev.dither.tensor.Scope;

/** What an attacker has to know about inputs: the box they are from. */
public final class Inputs {
    private static final int BATCH = 1000;

    private Inputs() {}

    /**
     * Refuses examples whose box is not known.
     *
     * @param section what needs to know, {@code attack}
     * @throws ExperimentException if they are standardized or outside the bounds
     */
    public static void requireKnown(String section, DataSource source, Bounds box, Examples examples) {
        if (source.standardize()) {
            throw new ExperimentException(
                    section + " needs inputs as they are, but " + source.name()
                            + " is standardized, and what a standardized feature may be is not known; set data.standardize to false, or leave data.mean and data.stddev out");
        }
        for (int start = 0; start < examples.size(); start += BATCH) {
            requireInside(section, box, examples, start);
        }
    }

    private static void requireInside(String section, Bounds box, Examples examples, int start) {
        try (Scope scope = Scope.open()) {
            box.require(Predictor.batch(examples, start, Math.min(BATCH, examples.size() - start)));
        } catch (IllegalArgumentException e) {
            throw new ExperimentException(section + " on " + examples.name() + ": " + e.getMessage());
        }
    }
}
