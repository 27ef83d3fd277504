package dev.dither.lab.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.dither.caption.CaptionedImages;
import dev.dither.data.DataException;
import dev.dither.data.PictureFeatures;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Captions in the form of Microsoft COCO, about features of the images that another network computed.
 *
 * @param coco caption files: {@code images} with {@code id} and {@code file_name}, {@code annotations} with {@code image_id} and {@code caption}
 * @param cocoTest caption files to test on, where there is no split
 * @param split a file that says of each image, by {@code cocoid}, whether it is {@code train}, {@code restval}, {@code val} or {@code test}; the first two are
 *     trained on, {@code val} is left out
 * @param features an array [images, regions, features] in NumPy's format, see {@link PictureFeatures}
 * @param featureIds the id of the image of each row, one a line
 */
public record CocoCaptions(
        List<String> coco,
        @Default("[]") List<String> cocoTest,
        @Default("null") @Nullable String split,
        String features,
        String featureIds)
        implements CaptionSource {
    /** Copies and checks. */
    public CocoCaptions {
        coco = coco == null ? List.of() : List.copyOf(coco);
        cocoTest = List.copyOf(cocoTest);
        Require.that(!coco.isEmpty(), "coco must name at least one caption file");
        Require.that((split == null) != cocoTest.isEmpty(), "give split or cocoTest, one of the two");
        Require.that(features != null, "features is missing");
        Require.that(featureIds != null, "featureIds is missing");
    }

    @Override
    public CaptionData load(Path dataDir) {
        requireFiles(dataDir);
        PictureFeatures read = PictureFeatures.read(dataDir.resolve(features), dataDir.resolve(featureIds));
        Map<Long, Captioned> all = captions(dataDir, coco);
        if (split == null) {
            Map<Long, Captioned> tested = captions(dataDir, cocoTest);
            return new CaptionData(
                    part("coco train", all, read, id -> true), part("coco test", tested, read, id -> true));
        }
        Map<Long, String> parts = parts(dataDir.resolve(split), all);
        return new CaptionData(
                part("coco train", all, read, id -> parts.getOrDefault(id, "").matches("train|restval")),
                part("coco test", all, read, id -> parts.getOrDefault(id, "").equals("test")));
    }

    private void requireFiles(Path dataDir) {
        List<String> missing = Stream.of(coco, cocoTest, List.of(features, featureIds), optional(split))
                .flatMap(List::stream)
                .filter(name -> !Files.exists(dataDir.resolve(name)))
                .toList();
        if (!missing.isEmpty()) {
            throw new DataException("no " + String.join(", ", missing) + " in " + dataDir
                    + "; what belongs there is in docs/importance-weighting.md, section Captions");
        }
    }

    private static List<String> optional(@Nullable String name) {
        return name == null ? List.of() : List.of(name);
    }

    /** An image and its captions so far. */
    private record Captioned(String name, String file, List<String> captions) {}

    /** The form of a caption file; what is missing is null. */
    private record CaptionFile(
            @Nullable List<Image> images, @Nullable List<Annotation> annotations) {}

    private record Image(
            @Nullable Long id,
            @JsonProperty("file_name") @Nullable String fileName) {}

    private record Annotation(
            @JsonProperty("image_id") @Nullable Long imageId,
            @Nullable Long id,
            @Nullable String caption) {}

    private static Map<Long, Captioned> captions(Path dataDir, List<String> names) {
        Map<Long, Captioned> all = new LinkedHashMap<>();
        names.forEach(name -> add(dataDir.resolve(name), all));
        return all;
    }

    private static void add(Path path, Map<Long, Captioned> all) {
        CaptionFile file = JsonFile.read(path, CaptionFile.class);
        if (file.images == null || file.annotations == null) {
            throw new DataException(path + ": expected the lists images and annotations; give a COCO caption file");
        }
        file.images.forEach(image -> add(path, image, all));
        file.annotations.forEach(annotation -> add(path, annotation, all));
    }

    private static void add(Path path, Image image, Map<Long, Captioned> all) {
        if (image.id == null) {
            throw new DataException(path + ": an image has no id: " + image.fileName + "; add it");
        }
        String name = image.fileName == null ? "image " + image.id : image.fileName;
        if (all.put(image.id, new Captioned(name, path.toString(), new ArrayList<>())) != null) {
            throw new DataException(path + ": image " + image.id + " is there twice; leave one out");
        }
    }

    private static void add(Path path, Annotation annotation, Map<Long, Captioned> all) {
        String caption = Objects.requireNonNullElse(annotation.caption, "");
        if (caption.isBlank()) {
            throw new DataException(path + ": annotation " + annotation.id + " has no caption; leave it out");
        }
        Captioned image = annotation.imageId == null ? null : all.get(annotation.imageId);
        if (image == null) {
            throw new DataException(path + ": annotation " + annotation.id + " is about image " + annotation.imageId
                    + ", which is not among the images; add the image, or leave the annotation out");
        }
        image.captions.add(caption);
    }

    /** The form of a split file. */
    private record SplitFile(@Nullable List<SplitImage> images) {}

    private record SplitImage(
            @Nullable Long cocoid, @Nullable String split) {}

    private static Map<Long, String> parts(Path path, Map<Long, Captioned> captioned) {
        SplitFile file = JsonFile.read(path, SplitFile.class);
        Map<Long, String> parts = new HashMap<>();
        for (SplitImage image : Objects.requireNonNullElse(file.images, List.<SplitImage>of())) {
            String part = Objects.requireNonNullElse(image.split, "");
            if (image.cocoid == null || !part.matches("train|restval|val|test")) {
                throw new DataException(path + ": image " + image.cocoid
                        + ": expected a cocoid and a split of train, restval, val or test, got " + image.split);
            }
            if (!captioned.containsKey(image.cocoid)) {
                throw new DataException(
                        path + ": image " + image.cocoid + " is in no caption file; name its file under coco as well");
            }
            parts.put(image.cocoid, part);
        }
        return parts;
    }

    private CaptionedImages part(String name, Map<Long, Captioned> all, PictureFeatures read, Predicate<Long> belongs) {
        List<Integer> chosen = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<List<String>> captions = new ArrayList<>();
        all.forEach((id, image) -> {
            if (belongs.test(id)) {
                chosen.add(read.picture(String.valueOf(id))
                        .orElseThrow(() -> new DataException(image.file + ": image " + id + " (" + image.name
                                + ") has no features in " + features + "; compute them, or leave the image out")));
                names.add(image.name);
                captions.add(image.captions);
            }
        });
        if (chosen.isEmpty()) {
            throw new DataException(name + ": no image; check the split");
        }
        int[] rows = chosen.stream().mapToInt(Integer::intValue).toArray();
        return new CaptionedImages(read.pictures().subset(rows), names, captions);
    }
}
