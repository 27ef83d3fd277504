package dev.dither.data;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Features of pictures that another network computed: a NumPy file of 32-bit floats [images, regions, features], or [images,
 * features], and a text file with the name of each image on a line of its own.
 *
 * <p>Shapes: a picture is [regions, features].
 */
public final class PictureFeatures {
    private final Examples pictures;
    private final Map<String, Integer> rows;

    private PictureFeatures(Examples pictures, Map<String, Integer> rows) {
        this.pictures = pictures;
        this.rows = rows;
    }

    /**
     * Reads the names; the features stay in their file and are read when they are needed.
     *
     * @param features the NumPy file
     * @param names the names of its images, in their order
     */
    public static PictureFeatures read(Path features, Path names) {
        StoredFeatures stored = StoredFeatures.open(features);
        List<String> lines = Content.read(names).lines();
        DataException.require(
                lines.size() == stored.images(),
                "%s: %s names for the %s images of %s; write one a line",
                names,
                lines.size(),
                stored.images(),
                features);
        DataException.require(
                stored.length() > 0, "%s: there are no features in it; save those of your images", features);
        Map<String, Integer> rows = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String name = lines.get(i).strip();
            DataException.require(rows.put(name, i) == null, "%s: line %s: %s is there twice", names, i + 1, name);
        }
        return new PictureFeatures(Examples.ofStored(features.toString(), stored), rows);
    }

    /** Returns the pictures; their labels mean nothing. */
    public Examples pictures() {
        return pictures;
    }

    /** Returns which picture has a name, or nothing where none has. */
    public OptionalInt picture(String name) {
        Integer row = rows.get(name);
        return row == null ? OptionalInt.empty() : OptionalInt.of(row);
    }
}
