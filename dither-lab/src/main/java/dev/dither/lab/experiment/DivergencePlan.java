package dev.dither.lab.experiment;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A study of priors, {@code kind: divergences}: the divergence of the posterior N(μ, α μ²) of one weight from each prior, along
 * log α. Nothing is trained.
 *
 * @param kind {@code divergences}
 * @param frame name, and how it is judged
 * @param methods priors, by name
 * @param from least log α
 * @param to greatest log α
 * @param points how many values of log α, equally far apart
 * @param draws weights that an estimate by draws averages
 * @param seeds number of repetitions
 */
public record DivergencePlan(
        String kind,
        @JsonUnwrapped Frame frame,
        Map<String, Weight> methods,
        @Default("-8") double from,
        @Default("12") double to,
        @Default("41") int points,
        @Default("100000") int draws,
        @Default("1") int seeds)
        implements Study {
    /**
     * A weight.
     *
     * @param prior its prior
     */
    public record Weight(@Default("log_uniform") WeightPrior prior) {
        /** Checks. */
        public Weight {
            Require.that(prior != null, "prior is missing");
        }
    }

    /** Checks what the types do not say. */
    public DivergencePlan {
        frame.requireFit(methods, seeds);
        Require.that(
                -20 <= from && from < to && to <= 20,
                "from must be below to, both in [-20, 20], got " + from + " and " + to);
        Require.that(points >= 2, "points must be at least 2, got " + points);
        Require.that(draws >= 2, "draws must be at least 2, got " + draws);
        methods = Collections.unmodifiableMap(new LinkedHashMap<>(methods));
    }

    @Override
    public int steps() {
        return 0;
    }

    @Override
    public List<String> headlines() {
        return List.of(Divergences.SLOPE);
    }

    @Override
    public String lastMetric() {
        return Divergences.SLOPE;
    }

    WeightPrior prior(String method) {
        return Study.named(methods, method).prior();
    }

    /** Returns the values of log α. */
    List<Double> grid() {
        List<Double> grid = new ArrayList<>();
        for (int i = 0; i < points; i++) {
            grid.add(from + i * (to - from) / (points - 1));
        }
        return grid;
    }
}
