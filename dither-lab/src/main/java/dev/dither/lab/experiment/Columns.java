package dev.dither.lab.experiment;

import dev.dither.attack.Adversarial.Outcome;
import dev.dither.data.Examples;
import java.util.List;
import java.util.Locale;

/**
 * Pictures of attacked examples, one above the other: clean, attacked, and the difference around gray, its largest change
 * black or white.
 *
 * <p>Shapes: of images [C, H, W] a picture is [C, 3 H, W]; rows of D features are shown as squares of √D.
 *
 * @param channels C
 * @param plane H · W
 * @param width W
 */
record Columns(int channels, int plane, int width) {
    private static final int STACKED = 3;

    /** Returns the pictures of the first examples. */
    static Examples of(Examples clean, List<List<Float>> attacked) {
        int[] shape = clean.exampleShape();
        int side = (int) Math.sqrt(shape[0]);
        Columns columns = shape.length == 1
                ? new Columns(1, side * side, side)
                : new Columns(shape[0], shape[1] * shape[2], shape[2]);
        return columns.stacked(clean, attacked);
    }

    private Examples stacked(Examples clean, List<List<Float>> attacked) {
        int stride = STACKED * channels * plane;
        float[] features = new float[attacked.size() * stride];
        for (int i = 0; i < attacked.size(); i++) {
            float[] before = clean.features(i);
            List<Float> after = attacked.get(i);
            float largest = largest(before, after);
            for (int k = 0; k < channels * plane; k++) {
                int at = i * stride + k / plane * STACKED * plane + k % plane;
                features[at] = before[k];
                features[at + plane] = after.get(k);
                features[at + 2 * plane] = 0.5f + (after.get(k) - before[k]) / (2 * largest);
            }
        }
        int[] shape = {channels, STACKED * plane / width, width};
        return Examples.ofFloats(clean.name(), shape, features, new int[attacked.size()], 1);
    }

    private static float largest(float[] before, List<Float> after) {
        float largest = Float.MIN_NORMAL;
        for (int k = 0; k < before.length; k++) {
            largest = Math.max(largest, Math.abs(after.get(k) - before[k]));
        }
        return largest;
    }

    /** Returns the text below a picture. */
    static String caption(String label, Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "is %s, %s, L2 %.2f, L∞ %.3f",
                label,
                outcome.reached() ? "attacked with success" : "withstands",
                outcome.l2(),
                outcome.linf());
    }
}
