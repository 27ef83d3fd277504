package dev.dither.lab.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dither.data.Examples;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.RunException;
import dev.dither.predict.Ranking;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;

/** Pictures of the report: the least and most certain test images and the most suspicious training labels. */
final class Gallery {
    private static final int SHOWN = 16;
    private static final String FILE = "gallery.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, Page> pages = new LinkedHashMap<>();

    /** One row of pictures. */
    record Page(String title, String note, List<Picture> images) {}

    /** A picture as PNG in Base64. */
    record Picture(String png, String caption) {}

    /** Returns the gallery in a run directory, empty where there is none yet. */
    static Gallery read(RunDirectory run) {
        Gallery gallery = new Gallery();
        Path file = run.path().resolve(FILE);
        if (!Files.exists(file)) {
            return gallery;
        }
        try {
            for (Page page : JSON.readValue(Files.readAllBytes(file), Page[].class)) {
                gallery.pages.put(page.title(), page);
            }
            return gallery;
        } catch (IOException e) {
            throw new RunException("cannot read " + file + "; delete it and resume again", e);
        }
    }

    /** Adds the pages of a method; a page of the same title is replaced. */
    void add(String method, Cell.Result result) {
        of(method, result).forEach(page -> pages.put(page.title(), page));
    }

    void write(RunDirectory run) {
        try {
            run.writeAtomically(FILE, JSON.writeValueAsBytes(pages.values()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("gallery could not be written", e);
        }
    }

    private static List<Page> of(String method, Cell.Result result) {
        List<Page> galleries = new ArrayList<>();
        double[] entropy = new double[result.test().size()];
        for (int i = 0; i < entropy.length; i++) {
            entropy[i] = result.tested().entropy(i);
        }
        Integer[] order = Ranking.descending(entropy);
        galleries.add(tests(method + ": least certain test images", result, order, false));
        galleries.add(tests(method + ": most certain test images", result, order, true));
        if (result.labels().flipCount() > 0) {
            galleries.add(suspects(method, result));
        }
        return galleries;
    }

    private static Page tests(String title, Cell.Result result, Integer[] order, boolean fromEnd) {
        List<Picture> images = new ArrayList<>();
        for (int k = 0; k < Math.min(SHOWN, order.length); k++) {
            int i = order[fromEnd ? order.length - 1 - k : k];
            images.add(image(
                    result.test(),
                    i,
                    String.format(
                            Locale.ROOT,
                            "is %d, predicted %d, %.2f nats",
                            result.test().label(i),
                            result.tested().predicted(i),
                            result.tested().entropy(i))));
        }
        return new Page(title, "entropy of the predicted distribution, mean inference", images);
    }

    private static Page suspects(String method, Cell.Result result) {
        Integer[] order = Ranking.descending(
                Cell.suspicion(result.training(), result.labels().labels()));
        List<Picture> images = new ArrayList<>();
        for (int k = 0; k < Math.min(SHOWN, order.length); k++) {
            int i = order[k];
            String truth = result.labels().flipped(i) ? "label is wrong" : "label is right";
            images.add(image(
                    result.noisy(),
                    i,
                    String.format(
                            Locale.ROOT,
                            "labelled %d, predicted %d, σ %.2f: %s",
                            result.noisy().label(i),
                            result.training().predicted(i),
                            result.training().stddev(i),
                            truth)));
        }
        return new Page(
                method + ": most suspicious training labels",
                "smallest predicted likelihood of the given label",
                images);
    }

    private static Picture image(Examples examples, int index, String caption) {
        return new Picture(png(examples, index), caption);
    }

    private static String png(Examples examples, int index) {
        int[] shape = examples.exampleShape();
        boolean square = shape.length == 1;
        int height = square ? (int) Math.sqrt(shape[0]) : shape[1];
        int width = square ? height : shape[2];
        int plane = height * width;
        float[] values = examples.features(index);
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < plane; i++) {
            int red = level(values[i]);
            int green = values.length == 3 * plane ? level(values[plane + i]) : red;
            int blue = values.length == 3 * plane ? level(values[2 * plane + i]) : red;
            picture.setRGB(i % width, i / width, red << 16 | green << 8 | blue);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static int level(float value) {
        return Math.round(255 * Math.max(0, Math.min(1, value)));
    }
}
