package dev.dither.lab.experiment;

import dev.dither.labels.ClassFlip;
import dev.dither.labels.LabelNoise;
import dev.dither.labels.Pairwise;
import dev.dither.labels.Symmetric;
import java.util.List;

/**
 * The section {@code labelNoise} of an experiment: corruption of the training and validation labels.
 *
 * @param kind which labels become which
 * @param rates probabilities of a wrong label, each an experiment of its own
 */
public record LabelNoisePlan(
        @Default("class_flip") Kind kind, @Default("[0]") List<Double> rates) {
    /** Kinds of label noise. */
    public enum Kind {
        /** Each class has one random other class. */
        CLASS_FLIP,
        /** Each class flips to the next. */
        PAIRWISE,
        /** To all other classes alike. */
        SYMMETRIC
    }

    /** Copies and checks. */
    public LabelNoisePlan {
        Require.that(kind != null, "labelNoise.kind is missing");
        Require.that(rates != null && !rates.isEmpty(), "labelNoise.rates must have at least one rate");
        rates = List.copyOf(rates);
        rates.forEach(r -> Require.that(0 <= r && r <= 1, "labelNoise.rates must be in [0, 1], got " + r));
    }

    /** Returns the corruption at one rate. */
    public LabelNoise at(double rate) {
        return switch (kind) {
            case CLASS_FLIP -> new ClassFlip(rate);
            case PAIRWISE -> new Pairwise(rate);
            case SYMMETRIC -> new Symmetric(rate);
        };
    }
}
