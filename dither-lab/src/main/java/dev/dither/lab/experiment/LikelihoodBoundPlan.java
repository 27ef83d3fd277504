package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import dev.dither.lab.source.LoadedData;
import dev.dither.predict.LikelihoodBound;
import dev.dither.predict.NoisyWeights.Estimate;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The section {@code likelihoodBound}: the bound on the log-likelihood of the test labels by more and more draws, see {@link
 * LikelihoodBound}. Each number of draws has draws of its own, so a bound that falls would show.
 *
 * @param draws how many draws, in rising order
 * @param repeats independent groups of draws for each
 * @param examples how many of the test examples, 0 for all
 */
public record LikelihoodBoundPlan(
        List<Integer> draws,
        @Default("20") int repeats,
        @Default("0") int examples) implements Evaluation {
    /** Name of the bound, which ends with the number of draws. */
    static final String METRIC = "bound";

    /** Name of the least rise from one number of draws to the next, in standard errors of it. */
    static final String RISE = "leastBoundRise";

    /** Copies and checks. */
    public LikelihoodBoundPlan {
        Require.that(draws != null && draws.size() >= 2, "likelihoodBound.draws must have at least two numbers");
        draws = List.copyOf(draws);
        Require.that(draws.get(0) >= 1, "likelihoodBound.draws must be at least 1, got " + draws);
        Require.that(
                draws.stream().sorted().distinct().toList().equals(draws),
                "likelihoodBound.draws must rise, got " + draws);
        Require.that(repeats >= 2, "likelihoodBound.repeats must be at least 2, got " + repeats);
        Require.that(examples >= 0, "likelihoodBound.examples must not be negative, got " + examples);
    }

    @Override
    public String name() {
        return "likelihood bound";
    }

    /** The bounds of the fewest and the most draws, and the least rise between neighbors. */
    @Override
    public List<String> headlines() {
        return List.of(at(draws.get(0)), at(draws.get(draws.size() - 1)), RISE);
    }

    private static String at(int draws) {
        return METRIC + "@draws=" + draws;
    }

    @Override
    public void check(Plan plan, Examples train) {
        plan.trainedMethods()
                .forEach(method -> Require.that(
                        plan.layers(method, train).stream().anyMatch(layer -> layer.noisy()),
                        "likelihoodBound is about draws, and the network of methods." + method
                                + " has no noise: give dropProbability or stochastic layers"));
    }

    @Override
    public Findings evaluate(Trained trained, Bench bench) {
        List<Estimate> found = new ArrayList<>();
        RandomKey key = trained.root().child(Stream.EVALUATION).child(name());
        Examples asked = LoadedData.first(trained.test(), examples, "likelihoodBound.examples");
        for (int each : draws) {
            LikelihoodBound bound = new LikelihoodBound(each, repeats, key.child(each));
            found.add(bound.measure(trained.network(), asked));
            bench.progress(
                    found.size(),
                    draws.size(),
                    Map.of(METRIC, found.get(found.size() - 1).mean()));
        }
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < draws.size(); i++) {
            Estimate one = found.get(i);
            figures.add(new Figure(at(draws.get(i)), one.mean(), draws.get(i), OptionalDouble.of(one.stderr())));
        }
        double rise = IntStream.range(1, found.size())
                .mapToDouble(i -> rise(found.get(i - 1), found.get(i)))
                .min()
                .orElseThrow();
        figures.add(Figure.of(RISE, rise, draws.get(draws.size() - 1)));
        return Findings.of(figures);
    }

    private static double rise(Estimate fewer, Estimate more) {
        return (more.mean() - fewer.mean()) / Math.hypot(fewer.stderr(), more.stderr());
    }
}
