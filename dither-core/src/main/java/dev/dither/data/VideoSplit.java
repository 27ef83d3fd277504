package dev.dither.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lists of a data set of actions, in the format of UCF-101: {@code classInd.txt} with lines {@code 1 ApplyEyeMakeup},
 * {@code trainlist01.txt} with lines {@code ApplyEyeMakeup/v_ApplyEyeMakeup_g08_c01.avi 1}, and {@code testlist01.txt}, where the
 * number is left out. Empty lines are skipped.
 *
 * @param classNames names of the classes; a class is its index here, one less than its number in the files
 */
record VideoSplit(List<String> classNames) {
    private static final Pattern CLASS = Pattern.compile("(\\d{1,6}) (\\S+)");
    private static final Pattern VIDEO = Pattern.compile("([^\\s/]+)/([^\\s/]+)(?: (\\d{1,6}))?");

    /**
     * A video of a list.
     *
     * @param where file and line, for messages
     * @param name its file without folder and ending
     * @param label its class
     */
    record Video(String where, String name, int label) {}

    VideoSplit {
        classNames = List.copyOf(classNames);
    }

    /** Reads the classes. */
    static VideoSplit of(Content classes) {
        List<String> names = new ArrayList<>();
        each(classes, CLASS, "a number and a class, 1 ApplyEyeMakeup", (where, line) -> {
            DataException.require(
                    Integer.parseInt(line.group(1)) == names.size() + 1 && !names.contains(line.group(2)),
                    "%s: expected class %s under a name of its own, got %s; number the classes from 1 in order",
                    where,
                    names.size() + 1,
                    line.group());
            names.add(line.group(2));
        });
        DataException.require(
                !names.isEmpty(), "%s: no classes, expected lines such as 1 ApplyEyeMakeup", classes.where());
        return new VideoSplit(names);
    }

    /** Reads a list of videos. */
    List<Video> videos(Content list) {
        Map<String, Video> videos = new HashMap<>();
        List<Video> inOrder = new ArrayList<>();
        each(list, VIDEO, "Class/video.avi and perhaps the number of the class", (where, line) -> {
            Video video = video(where, line);
            Video before = videos.put(video.name(), video);
            DataException.require(before == null, "%s: %s is there a second time; remove it", where, line.group());
            inOrder.add(video);
        });
        DataException.require(
                !inOrder.isEmpty(), "%s: no videos, expected lines such as Class/video.avi 1", list.where());
        return inOrder;
    }

    private Video video(String where, Matcher line) {
        int label = classNames.indexOf(line.group(1));
        DataException.require(
                label >= 0, "%s: class %s is not in the list of classes; correct one of the two", where, line.group(1));
        DataException.require(
                line.group(3) == null || Integer.parseInt(line.group(3)) == label + 1,
                "%s: class %s has number %s in the list of classes, got %s; correct one of the two",
                where,
                line.group(1),
                label + 1,
                line.group(3));
        return new Video(where, name(line.group(2)), label);
    }

    /** Returns the name of a video: that of its file, without folder and ending. */
    static String name(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    /** What is done with a line. */
    private interface Line {
        void take(String where, Matcher line);
    }

    private static void each(Content file, Pattern form, String expected, Line line) {
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).strip();
            if (!text.isEmpty()) {
                String where = file.where() + ", line " + (i + 1);
                Matcher matcher = form.matcher(text);
                DataException.require(matcher.matches(), "%s: expected %s, got %s; correct it", where, expected, text);
                line.take(where, matcher);
            }
        }
    }
}
