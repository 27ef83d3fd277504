package dev.dither.optim;

import dev.dither.nn.NoiseFamily;
import dev.dither.nn.Parameters;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.NoiseSum;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Noise for parameters: of mean 0, independent for each number, of one absolute size whatever the size of the weights.
 *
 * <p>Formula: e = b · ε; for {@link Measure#SCALE} ε is of the family's scale 1, so that b is the standard deviation of a
 * Gaussian, the scale of a Laplace distribution (standard deviation b √2), the half width of a uniform one (b / √3); for {@link
 * Measure#STDDEV} ε has standard deviation 1 whatever the family.
 *
 * <p>Numerics: the draws of a parameter depend on the key and on its path alone, so neither the order of parameters nor their
 * number matters.
 *
 * @param family what ε follows
 * @param scale b; 0 for no noise
 * @param measure what b is
 * @param groups parameters with a factor of b, in order of precedence
 */
public record Perturbation(NoiseFamily family, double scale, Measure measure, List<ScaleGroup> groups) {
    /** What a scale says. */
    public enum Measure {
        /** The family's own scale. */
        SCALE,
        /** The standard deviation, so that families can be compared at equal variance. */
        STDDEV
    }

    /** Copies and checks. */
    public Perturbation {
        groups = List.copyOf(groups);
        Require.that(
                0 <= scale && scale < Double.POSITIVE_INFINITY,
                "perturbation.scale must be finite and >= 0, got ",
                scale);
    }

    /** Returns noise N(0, scale²) for all parameters. */
    public static Perturbation gaussian(double scale) {
        return of(NoiseFamily.GAUSSIAN, scale);
    }

    /** Returns noise of a family and of its own scale for all parameters. */
    public static Perturbation of(NoiseFamily family, double scale) {
        return new Perturbation(family, scale, Measure.SCALE, List.of());
    }

    /** Returns this with another sense of the scale. */
    public Perturbation with(Measure other) {
        return new Perturbation(family, scale, other, groups);
    }

    /** Returns this with factors for some parameters, in order of precedence. */
    public Perturbation with(ScaleGroup... others) {
        return new Perturbation(family, scale, measure, List.of(others));
    }

    /** Returns the scale of a parameter. */
    double scaleOf(String path) {
        return scale
                * groups.stream()
                        .filter(group -> group.holds(path))
                        .findFirst()
                        .map(ScaleGroup::factor)
                        .orElse(1.0);
    }

    /**
     * Returns what is found while the parameters have this noise; behind it they have their clean values again, bit by bit, also
     * where the question throws.
     *
     * <p>Numerics: the noisy values belong to the innermost scope; the memory of the clean ones lies aside unwritten.
     *
     * @param key address of the draws; the same key gives the same ε whatever the scale
     * @param question what is asked at the noisy values
     */
    public <T> T around(Parameters parameters, RandomKey key, Supplier<T> question) {
        try (Shift shift = new Shift(added(parameters, key))) {
            return question.get();
        }
    }

    /** Refuses a group that is the first to match none of these parameters. */
    public void requireMembers(Parameters parameters) {
        for (int i = 0; i < groups.size(); i++) {
            ScaleGroup group = groups.get(i);
            List<ScaleGroup> before = groups.subList(0, i);
            if (parameters.byName().keySet().stream()
                    .noneMatch(path -> group.holds(path) && before.stream().noneMatch(b -> b.holds(path)))) {
                throw Require.noMembers(group.pattern(), parameters);
            }
        }
    }

    /** Returns the values with noise of all parameters that get some, in the innermost scope. */
    Map<Tensor, Tensor> added(Parameters parameters, RandomKey key) {
        List<NoiseSum> noisy = new ArrayList<>();
        parameters.byName().forEach((path, parameter) -> {
            double own = scaleOf(path);
            if (own > 0) {
                noisy.add(new NoiseSum(parameter, key.child(path), own));
            }
        });
        try (Gradients.Off off = Gradients.off()) {
            List<Tensor> sums = measure == Measure.SCALE ? family.unitAdded(noisy) : family.added(noisy);
            Map<Tensor, Tensor> values = new LinkedHashMap<>();
            for (int i = 0; i < noisy.size(); i++) {
                values.put(noisy.get(i).values(), sums.get(i));
            }
            return values;
        }
    }
}
