package dev.dither.lab.source;

import dev.dither.data.Examples;
import dev.dither.data.VideoFeatures;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.key.Require;
import java.nio.file.Path;
import java.util.List;

/**
 * Features of videos in two streams, computed elsewhere: see {@link VideoFeatures} for the files.
 *
 * @param videoFeatures folder of the files, below the data folder
 * @param split number of the lists of training and test videos
 * @param standardize whether features get mean 0 and standard deviation 1
 */
record VideoStreams(
        String videoFeatures,
        @Default("1") int split,
        @Default("true") boolean standardize) implements DataSource {
    /** Checks. */
    VideoStreams {
        Require.that(split >= 1, "split must be at least 1, got " + split);
    }

    @Override
    public String name() {
        return videoFeatures;
    }

    @Override
    public LoadedData load(Path dataDir) {
        VideoFeatures found = VideoFeatures.read(dataDir.resolve(videoFeatures), split);
        return LoadedData.of(found.data().train(), found.data().test(), found.classNames());
    }

    @Override
    public Examples other(String where, List<String> classNames, Path dataDir) {
        VideoFeatures found = VideoFeatures.read(dataDir.resolve(where), split);
        if (!found.classNames().equals(classNames)) {
            throw new ExperimentException(
                    where + ": classes " + found.classNames() + ", expected " + classNames + " in this order");
        }
        return found.data().test();
    }

    @Override
    public DataSource at(String where) {
        return new VideoStreams(where, split, standardize);
    }
}
