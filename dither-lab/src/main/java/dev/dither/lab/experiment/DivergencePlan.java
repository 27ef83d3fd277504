package dev.dither.lab.experiment;

import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A study of priors, {@code kind: divergences}: the divergence of the posterior N(μ, α μ²) of one weight from each prior, along
 * log α. Nothing is trained.
 *
 * @param kind {@code divergences}
 * @param id name of the experiment and of its run; that of the file where it does not say
 * @param part which part of an experiment of several plans this is, or empty
 * @param title heading of its report; the id where there is none
 * @param scale smoke, small or paper, or empty: which of the file's scales this is
 * @param methods priors, by name
 * @param only the methods that this run computes, empty for all
 * @param from least log α
 * @param to greatest log α
 * @param points how many values of log α, equally far apart
 * @param draws weights that an estimate by draws averages
 * @param seeds number of repetitions
 * @param published figures of the paper
 * @param accept rule of the verdict, or absent
 * @param claims further rules, judged and told beside the verdict without changing it
 * @param expected status that the verdict is known to have at this scale, or absent
 */
public record DivergencePlan(
        String kind,
        String id,
        @Default("''") String part,
        @Default("''") String title,
        @Default("''") String scale,
        Map<String, Weight> methods,
        @Default("[]") List<String> only,
        @Default("-8") double from,
        @Default("12") double to,
        @Default("41") int points,
        @Default("100000") int draws,
        @Default("1") int seeds,
        @Default("[]") List<Published> published,
        @Default("null") @Nullable Accept accept,
        @Default("[]") List<Accept> claims,
        @Default("null") Verdict.@Nullable Status expected)
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
        Study.requireCommon(id, part, seeds);
        Require.that(methods != null && !methods.isEmpty(), "methods must name at least one method");
        Require.that(
                -20 <= from && from < to && to <= 20,
                "from must be below to, both in [-20, 20], got " + from + " and " + to);
        Require.that(points >= 2, "points must be at least 2, got " + points);
        Require.that(draws >= 2, "draws must be at least 2, got " + draws);
        methods = Collections.unmodifiableMap(new LinkedHashMap<>(methods));
        only = Study.copied(only);
        published = Study.copied(published);
        claims = Study.copied(claims);
        title = Study.titled(title, id);
        Study.requireNames(methods.keySet(), only, accept, claims);
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
