package dev.dither.continual;

import dev.dither.nn.Parameters;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What finished tasks ask of parameters: where each should stay, and how much it matters. A value.
 *
 * <p>Formula: with an anchor for each task, Σₖ Fₖ (θ − θₖ)² = F̄ (θ − θ̄)² + a number without θ, for F̄ = Σₖ Fₖ and θ̄ = Σₖ Fₖ θₖ / F̄; so
 * two arrays hold any number of anchors. With a running sum, F̄ ← γ F̄ + Fₖ and θ̄ ← θₖ.
 *
 * <p>Numerics: sums are of 64 bits, kept as 32. Where F̄ is 0, θ̄ is the newest θₖ.
 */
public final class Anchors {
    private final Map<String, float[]> importances;
    private final Map<String, float[]> centers;

    private Anchors(Map<String, float[]> importances, Map<String, float[]> centers) {
        this.importances = Collections.unmodifiableMap(importances);
        this.centers = Collections.unmodifiableMap(centers);
    }

    /** Returns those before any task is finished. */
    public static Anchors none() {
        return new Anchors(Map.of(), Map.of());
    }

    /** Returns anchors that were kept as arrays, by path, as {@link #importances} and {@link #centers} give them. */
    public static Anchors of(Map<String, float[]> importances, Map<String, float[]> centers) {
        if (!importances.keySet().equals(centers.keySet())) {
            throw new IllegalArgumentException("anchors need importances and centers of the same parameters, got "
                    + importances.keySet() + " and " + centers.keySet());
        }
        return new Anchors(new LinkedHashMap<>(importances), new LinkedHashMap<>(centers));
    }

    /** Returns whether no task is finished. */
    public boolean isEmpty() {
        return importances.isEmpty();
    }

    /** Returns F̄ by path; not to be written to. */
    public Map<String, float[]> importances() {
        return importances;
    }

    /** Returns θ̄ by path; not to be written to. */
    public Map<String, float[]> centers() {
        return centers;
    }

    /**
     * Returns these with one more task finished.
     *
     * @param values the parameters after it
     * @param importance of each of their numbers, by path
     * @throws IllegalStateException if no importance is positive, or one is not a number
     */
    public Anchors after(Parameters values, Map<String, float[]> importance, Consolidation.Summing summing) {
        requireImportant(importance);
        Map<String, float[]> sums = new LinkedHashMap<>();
        Map<String, float[]> means = new LinkedHashMap<>();
        values.toArrays().forEach((path, value) -> {
            float[] sum = at(importance, path).clone();
            float[] mean = value.clone();
            if (!isEmpty()) {
                summing.add(at(importances, path), at(centers, path), sum, mean);
            }
            sums.put(path, sum);
            means.put(path, mean);
        });
        return new Anchors(sums, means);
    }

    private static void requireImportant(Map<String, float[]> importance) {
        double greatest = 0;
        for (float[] values : importance.values()) {
            for (float value : values) {
                greatest = value >= 0 && value < Float.POSITIVE_INFINITY
                        ? Math.max(greatest, value)
                        : Double.POSITIVE_INFINITY;
            }
        }
        if (!(greatest > 0)) {
            throw new IllegalStateException(
                    "all importances are 0, so that nothing would be held: the network is certain of the labels;"
                            + " look at more examples, or at given or sampled labels");
        }
        if (greatest == Double.POSITIVE_INFINITY) {
            throw new IllegalStateException("an importance is not finite: lower the learning rate or clip gradients");
        }
    }

    private static float[] at(Map<String, float[]> arrays, String path) {
        float[] found = arrays.get(path);
        if (found == null) {
            throw new IllegalArgumentException(
                    "anchors of another network: expected " + path + ", got " + arrays.keySet());
        }
        return found;
    }
}
