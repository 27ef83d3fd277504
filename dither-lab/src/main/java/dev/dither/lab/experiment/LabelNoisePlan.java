package dev.dither.lab.experiment;

import dev.dither.data.HumanLabels;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import dev.dither.lab.source.DataSource;
import dev.dither.lab.source.LoadedData;
import dev.dither.labels.ClassFlip;
import dev.dither.labels.LabelNoise;
import dev.dither.labels.NoisyLabels;
import dev.dither.labels.Pairwise;
import dev.dither.labels.Symmetric;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code labelNoise} of an experiment: corruption of the training and validation labels.
 *
 * @param kind which labels become which
 * @param rates probabilities of a wrong label, each an experiment of its own, {@code [0]} where the file does not say; none for
 *     labels by people, whose rate is measured
 * @param set which labels by people; they alone have one
 */
public record LabelNoisePlan(
        @Default("class_flip") Kind kind,
        @Default("[0]") List<Double> rates,
        @Default("null") @Nullable HumanLabels set) {
    /** Kinds of label noise. */
    public enum Kind {
        /** Each class has one random other class. */
        CLASS_FLIP,
        /** Each class flips to the next. */
        PAIRWISE,
        /** To all other classes alike. */
        SYMMETRIC,
        /** What people said the images were. */
        HUMAN
    }

    /** Fills in, copies and checks. */
    public LabelNoisePlan {
        Require.that(kind != null, "labelNoise.kind is missing");
        Require.that(rates != null, "labelNoise.rates must have at least one rate");
        if (kind == Kind.HUMAN) {
            rates = measured(rates);
            Require.that(
                    set != null,
                    "labelNoise.set is missing, where kind is human: expected one of "
                            + Arrays.stream(HumanLabels.values())
                                    .map(LabelNoisePlan::word)
                                    .toList());
        } else {
            Require.that(set == null, "labelNoise.set is for kind human, not " + word(kind) + "; leave it out");
            Require.that(!rates.isEmpty(), "labelNoise.rates must have at least one rate");
        }
        rates = List.copyOf(rates);
        rates.forEach(r -> Require.that(0 <= r && r <= 1, "labelNoise.rates must be in [0, 1], got " + r));
    }

    /** Refuses rates other than those of a section that states none, which are none. */
    private static List<Double> measured(List<Double> rates) {
        Require.that(
                rates.isEmpty() || rates.equals(List.of(0.0)),
                "labelNoise.rates is measured where kind is human, got " + rates + "; leave it out");
        return List.of();
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether the rates are known before the labels are drawn; that of labels by people is measured. */
    boolean stated() {
        return kind != Kind.HUMAN;
    }

    /** Refuses labels of other images. */
    void requireImages(DataSource source) {
        if (set != null) {
            Require.that(
                    source instanceof DataSource.Known known
                            && known.known().equals(set.images().id()),
                    "labelNoise.set " + word(set) + " is of the images of "
                            + set.images().id() + ", not of " + source.name()
                            + "; choose other data or another kind of wrong labels");
        }
    }

    /** Returns the examples with the labels that people gave them, if the section asks for these. */
    LoadedData labelled(LoadedData data, Path dataDir) {
        return set == null ? data : data.annotated(set.of(data.train(), dataDir));
    }

    /** Returns the labels that a cell is given. */
    NoisyLabels given(LoadedData data, CellId cell) {
        int[] clean = data.train().labels();
        int classes = data.train().classes();
        return data.annotations()
                .map(given -> NoisyLabels.given(
                        given.stream().mapToInt(Integer::intValue).toArray(), clean, classes))
                .orElseGet(() -> at(cell.noiseRate()).corrupt(clean, classes, labelKey(cell)));
    }

    static RandomKey labelKey(CellId cell) {
        return cell.root().child(Stream.LABEL_NOISE);
    }

    /** Returns the corruption at one rate. */
    public LabelNoise at(double rate) {
        return switch (kind) {
            case CLASS_FLIP -> new ClassFlip(rate);
            case PAIRWISE -> new Pairwise(rate);
            case SYMMETRIC -> new Symmetric(rate);
            case HUMAN ->
                throw new IllegalStateException("labels by people come from a file, not from a rate of " + rate);
        };
    }
}
