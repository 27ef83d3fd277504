package dev.dither.lab.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dither.data.Examples;
import dev.dither.data.QuestionForm;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.RunException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Pictures of the report: the file {@code gallery.json} of a run. */
final class Gallery {
    private static final int SHOWN = 16;
    private static final String FILE = "gallery.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, Page> pages = new LinkedHashMap<>();

    /** One row of pictures. */
    record Page(String title, String note, List<Picture> images) {
        Page {
            images = List.copyOf(images);
        }
    }

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

    /** Adds pages; a page of the same title is replaced. */
    void add(List<Page> more) {
        more.forEach(page -> pages.put(page.title(), page));
    }

    void write(RunDirectory run) {
        try {
            run.writeAtomically(FILE, JSON.writeValueAsBytes(pages.values()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("gallery could not be written", e);
        }
    }

    /** Returns whether examples can be looked at: images, or rows that fill a square; a question says nothing without its words. */
    static boolean pictures(Examples examples) {
        int[] shape = examples.exampleShape();
        int side = (int) Math.sqrt(shape[0]);
        return examples.questionForm().isEmpty() && (shape.length > 1 || side * side == shape[0]);
    }

    /**
     * Returns which examples a page shows.
     *
     * @param order the example at a position
     */
    static int[] first(int size, IntUnaryOperator order) {
        return IntStream.range(0, Math.min(SHOWN, size)).map(order).toArray();
    }

    /**
     * Returns a page of examples, the first of them where they are many.
     *
     * @param caption the text below the example at a position
     */
    static Page page(String title, String note, Examples examples, IntFunction<String> caption) {
        List<Picture> images = IntStream.range(0, Math.min(SHOWN, examples.size()))
                .mapToObj(i -> new Picture(png(examples, i), caption.apply(i)))
                .toList();
        return new Page(title, note, images);
    }

    /** Returns the picture that a question is about as PNG in Base64, or nothing where its features are none of pixels. */
    static Optional<String> questioned(Examples examples, int index) {
        return examples.questionForm()
                .map(QuestionForm::picture)
                .filter(picture -> picture.rank() == 3 && picture.size(0) == 3)
                .map(picture ->
                        png(picture.sizes().stream().mapToInt(Math::toIntExact).toArray(), examples.features(index)));
    }

    /** Returns an image as PNG in Base64. */
    static String png(Examples examples, int index) {
        return png(examples.exampleShape(), examples.features(index));
    }

    private static String png(int[] shape, float[] values) {
        boolean square = shape.length == 1;
        int height = square ? (int) Math.sqrt(shape[0]) : shape[1];
        int width = square ? height : shape[2];
        int plane = height * width;
        boolean colored = !square && shape[0] == 3;
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < plane; i++) {
            int red = level(values[i]);
            int green = colored ? level(values[plane + i]) : red;
            int blue = colored ? level(values[2 * plane + i]) : red;
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
