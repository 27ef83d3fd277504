package dev.dither.lab.source;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dither.data.CsvTable;
import dev.dither.data.DataSet;
import dev.dither.data.Examples;
import dev.dither.data.ImageFolder;
import dev.dither.data.ImageFolder.Channels;
import dev.dither.data.KnownData;
import dev.dither.data.Standardization;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.key.Require;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the examples of an experiment come from: {@code data: mnist}, or a mapping with the key {@code csv},
 * {@code images}, {@code gaussians}, {@code movingShapes}, {@code videoFeatures}, {@code questions}, {@code shapes} or {@code vqa}.
 *
 * <p>Without test data of their own, files are divided once, with a key that does not depend on the seed: every
 * repetition is judged on the same examples.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
    @JsonSubTypes.Type(DataSource.Known.class),
    @JsonSubTypes.Type(DataSource.Csv.class),
    @JsonSubTypes.Type(DataSource.Images.class),
    @JsonSubTypes.Type(GaussianClasses.class),
    @JsonSubTypes.Type(MovingShapes.class),
    @JsonSubTypes.Type(VideoStreams.class),
    @JsonSubTypes.Type(PictureQuestions.class),
    @JsonSubTypes.Type(DrawnShapes.class),
    @JsonSubTypes.Type(VqaQuestions.class)
})
public sealed interface DataSource
        permits DataSource.Known,
                DataSource.Csv,
                DataSource.Images,
                GaussianClasses,
                MovingShapes,
                VideoStreams,
                PictureQuestions,
                DrawnShapes,
                VqaQuestions {
    /** Returns what the data is called: the name of a public set, or a path. */
    String name();

    /** Reads the examples, features as they are in the files. */
    LoadedData load(Path dataDir);

    /**
     * Returns examples of the same kind from elsewhere, all of them or the test part of a public set.
     *
     * @param where name of a public set, or a path
     * @param classNames classes of the examples, in the order of the network's outputs
     * @throws ExperimentException if there are none: {@link #noneElsewhere}
     */
    default Examples other(String where, List<String> classNames, Path dataDir) {
        throw new ExperimentException(noneElsewhere(where));
    }

    /** Returns {@link #other} examples for a network that reads, in its own words; those of a source without words have none. */
    default Examples other(String where, List<String> classNames, Wording wording, Path dataDir) {
        return other(where, classNames, dataDir);
    }

    /**
     * Returns a source of the same kind elsewhere, without test data of its own where that is a path.
     *
     * @param where name of a public set, or a path
     * @throws ExperimentException if there is none: {@link #noneElsewhere}
     */
    default DataSource at(String where) {
        throw new ExperimentException(noneElsewhere(where));
    }

    /** Returns what is told to someone who looks elsewhere for examples that are only here. */
    default String noneElsewhere(String where) {
        return "there are examples like " + name() + " nowhere else, not at " + where + "; leave --data out";
    }

    /** Whether the features are shifted and scaled before a network sees them. */
    default boolean standardize() {
        return false;
    }

    /** Returns examples as a network sees them: where that is asked for, with mean 0 and standard deviation 1 in training. */
    default LoadedData standardized(LoadedData used) {
        return standardize() ? used.standardized() : used;
    }

    /** Replaces a bare name by {@code {known: name}}, so that every source is told by its key. */
    static void spellOut(ObjectNode tree, String key) {
        JsonNode source = tree.path(key);
        if (source.isTextual()) {
            tree.putObject(key).set("known", source);
        }
    }

    /** Returns the public set of a name. */
    static KnownData known(String name) {
        return Arrays.stream(KnownData.values())
                .filter(d -> d.id().equals(name))
                .findFirst()
                .orElseThrow(() -> new ExperimentException("no data set " + name + "; known are "
                        + Arrays.stream(KnownData.values()).map(KnownData::id).toList()));
    }

    /**
     * A public set. With {@code mean} and {@code stddev} its images are shifted and scaled by channel.
     *
     * @param known its name, for example mnist
     * @param mean what is taken off each channel, features being in [0, 1], or absent
     * @param stddev what each channel is then divided by, or absent
     */
    record Known(
            String known,
            @Default("null") @Nullable List<Double> mean,
            @Default("null") @Nullable List<Double> stddev) implements DataSource {
        /** Reads {@code known: mnist} as well as the name alone; copies and checks. */
        @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
        public Known {
            Require.that(
                    (mean == null) == (stddev == null),
                    "data.mean and data.stddev go together, got " + mean + " and " + stddev);
            mean = mean == null ? null : List.copyOf(mean);
            stddev = stddev == null ? null : List.copyOf(stddev);
        }

        /** The set as it is. */
        public Known(String known) {
            this(known, null, null);
        }

        /** Returns the name alone, or a mapping where images are shifted and scaled. */
        @JsonValue
        Object written() {
            return mean == null || stddev == null
                    ? known
                    : new TreeMap<>(Map.of("known", known, "mean", mean, "stddev", stddev));
        }

        @Override
        public boolean standardize() {
            return mean != null;
        }

        @Override
        public LoadedData standardized(LoadedData used) {
            if (mean == null || stddev == null) {
                return used;
            }
            int[] shape = used.train().exampleShape();
            return used.standardized(Optional.of(Standardization.ofChannels(mean, stddev, shape)));
        }

        @Override
        public String name() {
            return known;
        }

        @Override
        public LoadedData load(Path dataDir) {
            KnownData set = DataSource.known(known);
            if (set == KnownData.EASY_VQA) {
                return PictureQuestions.EASY_VQA.load(dataDir);
            }
            DataSet data = set.load(dataDir);
            return LoadedData.of(data.train(), data.test(), set.classNames());
        }

        @Override
        public Examples other(String where, List<String> classNames, Path dataDir) {
            return DataSource.known(where).load(dataDir).test();
        }

        @Override
        public Examples other(String where, List<String> classNames, Wording wording, Path dataDir) {
            return PictureQuestions.EASY_VQA.other(where, classNames, wording, dataDir);
        }

        @Override
        public DataSource at(String where) {
            return new Known(where, mean, stddev);
        }
    }

    /**
     * A numeric table with a header.
     *
     * @param csv path of the training rows
     * @param label name of the column with the class
     * @param test path of the test rows, or null
     * @param testFraction share of the training rows to test on instead, 0.2 where neither is given; null if test is
     * @param standardize whether features get mean 0 and standard deviation 1
     */
    record Csv(
            String csv,
            String label,
            @Default("null") @Nullable String test,
            @Default("null") @Nullable Double testFraction,
            @Default("true") boolean standardize)
            implements DataSource {
        /** Fills in and checks the fraction. */
        public Csv {
            testFraction = Held.fraction(test, testFraction);
        }

        @Override
        public String name() {
            return csv;
        }

        @Override
        public LoadedData load(Path dataDir) {
            CsvTable rows = CsvTable.read(Path.of(csv), label);
            if (test == null) {
                return Held.out(rows.examples(), Objects.requireNonNull(testFraction), rows.classNames());
            }
            CsvTable tested = CsvTable.read(Path.of(test), label, rows.classNames());
            if (!tested.featureNames().equals(rows.featureNames())) {
                throw new ExperimentException(test + ": columns " + tested.featureNames() + ", expected "
                        + rows.featureNames() + " as in " + csv);
            }
            return LoadedData.of(rows.examples(), tested.examples(), rows.classNames());
        }

        @Override
        public Examples other(String where, List<String> classNames, Path dataDir) {
            return CsvTable.read(Path.of(where), label, classNames).examples();
        }

        @Override
        public DataSource at(String where) {
            return new Csv(where, label, null, null, standardize);
        }
    }

    /**
     * A folder for each class with PNG or JPEG images of one size.
     *
     * @param images path of the folder of class folders
     * @param test path of the folder to test on, or null
     * @param testFraction share of the images to test on instead, 0.2 where neither is given; null if test is
     * @param channels grey or rgb
     */
    record Images(
            String images,
            @Default("null") @Nullable String test,
            @Default("null") @Nullable Double testFraction,
            @Default("rgb") Channels channels)
            implements DataSource {
        /** Fills in and checks the fraction. */
        public Images {
            testFraction = Held.fraction(test, testFraction);
        }

        @Override
        public String name() {
            return images;
        }

        @Override
        public LoadedData load(Path dataDir) {
            ImageFolder all = ImageFolder.read(Path.of(images), channels);
            if (test == null) {
                return Held.out(all.examples(), Objects.requireNonNull(testFraction), all.classNames());
            }
            ImageFolder tested = ImageFolder.read(Path.of(test), channels, all.classNames());
            if (!Arrays.equals(tested.examples().exampleShape(), all.examples().exampleShape())) {
                throw new ExperimentException(test + ": images of "
                        + Arrays.toString(tested.examples().exampleShape()) + ", expected "
                        + Arrays.toString(all.examples().exampleShape()) + " as in " + images);
            }
            return LoadedData.of(all.examples(), tested.examples(), all.classNames());
        }

        @Override
        public Examples other(String where, List<String> classNames, Path dataDir) {
            return ImageFolder.read(Path.of(where), channels, classNames).examples();
        }

        @Override
        public DataSource at(String where) {
            return new Images(where, null, null, channels);
        }
    }
}
