package dev.dither.data;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Features of videos from two networks, one that sees what is there and one that sees how it moves, for what fuses the two.
 *
 * <p>A folder has the lists of UCF-101, {@code classInd.txt}, {@code trainlist01.txt} and {@code testlist01.txt}, and the features:
 * {@code videos.txt} with the name of a video a line, and {@code spatial.npy} and {@code temporal.npy}, whose rows belong to these
 * names in their order. Videos are told by the names of their files, without folder and ending. Any networks may have made the
 * features; videos that no list names are passed over.
 *
 * <p>Shapes: an example is [D]: the features of the first file, then those of the second.
 *
 * <p>Reference: for the lists, Soomro, Zamir and Shah, UCF101, 2012; for the two streams, Simonyan and Zisserman, Two-Stream
 * Convolutional Networks for Action Recognition in Videos, 2014.
 *
 * @param classNames names of the classes; a class is its index here
 * @param data the examples of a split
 */
public record VideoFeatures(List<String> classNames, DataSet data) {
    private static final String NAMES = "videos.txt";

    /** Copies the list. */
    public VideoFeatures {
        classNames = List.copyOf(classNames);
    }

    /**
     * Reads a folder.
     *
     * @param split number of the lists, from 1
     */
    public static VideoFeatures read(Path folder, int split) {
        VideoSplit lists = VideoSplit.of(Content.read(folder.resolve("classInd.txt")));
        List<VideoSplit.Video> train = lists.videos(list(folder, "train", split));
        List<VideoSplit.Video> test = lists.videos(list(folder, "test", split));
        requireApart(train, test);
        Streams streams = Streams.of(folder);
        int classes = lists.classNames().size();
        return new VideoFeatures(
                lists.classNames(),
                new DataSet(
                        streams.examples(folder + " training", train, classes),
                        streams.examples(folder + " test", test, classes)));
    }

    private static Content list(Path folder, String part, int split) {
        return Content.read(folder.resolve(String.format(Locale.ROOT, "%slist%02d.txt", part, split)));
    }

    private static void requireApart(List<VideoSplit.Video> train, List<VideoSplit.Video> test) {
        Set<String> trained = new HashSet<>();
        train.forEach(video -> trained.add(video.name()));
        test.forEach(video -> DataException.require(
                !trained.contains(video.name()),
                "%s: %s is a training video as well; remove it from one of the lists",
                video.where(),
                video.name()));
    }

    /** Both matrices, and which row of them a video has. */
    private record Streams(Path folder, Map<String, Integer> rows, Npy spatial, Npy temporal) {
        static Streams of(Path folder) {
            Map<String, Integer> rows = new HashMap<>();
            List<String> names = Content.read(folder.resolve(NAMES)).lines();
            for (int row = 0; row < names.size(); row++) {
                Integer before = rows.put(VideoSplit.name(names.get(row).strip()), row);
                DataException.require(
                        before == null,
                        "%s, line %s: %s is there a second time; remove it and its features",
                        folder.resolve(NAMES),
                        row + 1,
                        names.get(row));
            }
            return new Streams(folder, rows, matrix(folder, "spatial.npy", rows), matrix(folder, "temporal.npy", rows));
        }

        private static Npy matrix(Path folder, String name, Map<String, Integer> rows) {
            Npy matrix = Npy.parse(Content.read(folder.resolve(name)));
            DataException.require(
                    matrix.rows() == rows.size(),
                    "%s: features of %s videos, but %s has %s names; give a row for each name",
                    folder.resolve(name),
                    matrix.rows(),
                    NAMES,
                    rows.size());
            return matrix;
        }

        Examples examples(String name, List<VideoSplit.Video> videos, int classes) {
            int stride = spatial.columns() + temporal.columns();
            float[] features = new float[Math.multiplyExact(videos.size(), stride)];
            int[] labels = new int[videos.size()];
            for (int i = 0; i < labels.length; i++) {
                VideoSplit.Video video = videos.get(i);
                Integer row = rows.get(video.name());
                if (row == null) {
                    throw new DataException(video.where() + ": no features of " + video.name() + ", it is not in "
                            + folder.resolve(NAMES) + "; add them or remove the line");
                }
                labels[i] = video.label();
                spatial.copyRow(row, features, i * stride);
                temporal.copyRow(row, features, i * stride + spatial.columns());
                requireFinite(features, i * stride, video);
            }
            return Examples.ofFloats(name, new int[] {stride}, features, labels, classes);
        }

        private void requireFinite(float[] features, int from, VideoSplit.Video video) {
            int to = from + spatial.columns() + temporal.columns();
            for (int i = from; i < to; i++) {
                DataException.require(
                        Float.isFinite(features[i]),
                        "%s: feature %s of %s is %s, expected a finite number; compute it again",
                        folder,
                        i - from,
                        video.name(),
                        features[i]);
            }
        }
    }
}
