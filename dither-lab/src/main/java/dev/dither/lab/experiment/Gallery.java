package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.predict.Ranking;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;

/** Pictures of the report: the least and most certain test images and the most suspicious training labels. */
final class Gallery {
    private static final int SHOWN = 16;

    private Gallery() {}

    static List<Map<String, Object>> of(String method, Cell.Result result) {
        List<Map<String, Object>> galleries = new ArrayList<>();
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

    private static Map<String, Object> tests(String title, Cell.Result result, Integer[] order, boolean fromEnd) {
        List<Map<String, Object>> images = new ArrayList<>();
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
        return Map.of(
                "title", title, "note", "entropy of the predicted distribution, mean inference", "images", images);
    }

    private static Map<String, Object> suspects(String method, Cell.Result result) {
        Integer[] order = Ranking.descending(
                Cell.suspicion(result.training(), result.labels().labels()));
        List<Map<String, Object>> images = new ArrayList<>();
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
        return Map.of(
                "title",
                method + ": most suspicious training labels",
                "note",
                "smallest predicted likelihood of the given label",
                "images",
                images);
    }

    private static Map<String, Object> image(Examples examples, int index, String caption) {
        return Map.of("png", png(examples, index), "caption", caption);
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
