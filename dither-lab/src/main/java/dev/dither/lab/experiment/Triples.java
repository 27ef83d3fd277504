package dev.dither.lab.experiment;

import dev.dither.attack.Adversarial.Outcome;
import dev.dither.data.Examples;
import java.util.List;
import java.util.Locale;

/** Pictures of attacked examples: clean, attacked, difference. */
final class Triples {
    /** Pictures of each example. */
    static final int EACH = 3;

    private Triples() {}

    /** Returns the pictures of the first examples, one example after the other. */
    static Examples of(Examples clean, List<List<Float>> attacked) {
        int stride = clean.featureCount();
        float[] features = new float[EACH * attacked.size() * stride];
        int[] labels = new int[EACH * attacked.size()];
        for (int i = 0; i < attacked.size(); i++) {
            int at = EACH * i * stride;
            clean.copyFeatures(i, features, at);
            for (int k = 0; k < stride; k++) {
                features[at + stride + k] = attacked.get(i).get(k);
            }
            difference(features, at, stride);
        }
        return Examples.ofFloats(clean.name(), clean.exampleShape(), features, labels, clean.classes());
    }

    private static void difference(float[] features, int at, int stride) {
        float largest = Float.MIN_NORMAL;
        for (int k = 0; k < stride; k++) {
            largest = Math.max(largest, Math.abs(features[at + stride + k] - features[at + k]));
        }
        for (int k = 0; k < stride; k++) {
            features[at + 2 * stride + k] = 0.5f + (features[at + stride + k] - features[at + k]) / (2 * largest);
        }
    }

    /** Returns the text below a picture. */
    static String caption(int number, int label, Outcome outcome) {
        return switch (number % EACH) {
            case 0 -> "is " + label;
            case 1 -> outcome.reached() ? "the attacker succeeds" : "the attacker fails";
            default -> String.format(Locale.ROOT, "L2 %.2f, L∞ %.2f", outcome.l2(), outcome.linf());
        };
    }
}
