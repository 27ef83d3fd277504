package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.key.Require;
import dev.dither.lab.source.LoadedData;
import dev.dither.nn.Network;
import dev.dither.nn.NoiseFamily;
import dev.dither.optim.Perturbation;
import dev.dither.predict.NoisyWeights;
import dev.dither.predict.PacBayes;
import dev.dither.predict.Variability;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code variability}: how a trained network fares when all its weights get noise, see {@link Variability}.
 *
 * <p>Numerics: all scales, and all methods of one seed with networks of one shape, share their draws.
 *
 * @param scales scales of the noise, absolute
 * @param draws draws of the noise for each scale
 * @param priorScale scale s of the prior of a {@link PacBayes} bound, chosen before the data is seen, or absent: no bound
 * @param priorCenter what the prior lies around
 * @param confidence how probable it may be that the bound fails
 * @param family what the noise follows; the bound is of Gaussian noise
 * @param examples how many of the examples trained on are asked for sharpness and bound, 0 for all
 */
public record VariabilityPlan(
        List<Double> scales,
        @Default("10") int draws,
        @Default("null") @Nullable Double priorScale,
        @Default("zero") Center priorCenter,
        @Default("0.05") double confidence,
        @Default("gaussian") NoiseFamily family,
        @Default("0") int examples)
        implements Evaluation {
    /** What a prior of weights lies around. */
    public enum Center {
        /** Zero. */
        ZERO,
        /** The initial values of the network, which are random, but not from the data. */
        INITIAL
    }

    /** Copies and checks. */
    public VariabilityPlan {
        Require.that(scales != null && !scales.isEmpty(), "variability.scales must have at least one scale");
        scales = List.copyOf(scales);
        scales.forEach(scale -> Require.that(
                0 < scale && scale < Double.POSITIVE_INFINITY,
                "variability.scales must be finite and positive, got " + scale));
        Require.that(draws >= 2, "variability.draws must be at least 2, got " + draws);
        Require.that(
                priorScale == null || (0 < priorScale && priorScale < Double.POSITIVE_INFINITY),
                "variability.priorScale must be finite and positive, got " + priorScale);
        Require.that(priorCenter != null, "variability.priorCenter is missing");
        Require.that(0 < confidence && confidence < 1, "variability.confidence must be in (0, 1), got " + confidence);
        Require.that(family != null, "variability.family is missing");
        Require.that(
                priorScale == null || family == NoiseFamily.GAUSSIAN,
                "variability.priorScale is for family gaussian, got " + family + "; leave one of the two out");
        Require.that(examples >= 0, "variability.examples must not be negative, got " + examples);
    }

    @Override
    public String name() {
        return "variability";
    }

    /** The figures at the largest scale. */
    @Override
    public List<String> headlines() {
        double largest = scales.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        return List.of(at("noisyAccuracy", largest), at("sharpness", largest), at("pacBayes", largest));
    }

    private static String at(String metric, double scale) {
        return metric + "@scale=" + scale;
    }

    @Override
    public void check(Plan plan, Examples train) {
        int fitted = train.size() - (int) Math.round(plan.validationFraction() * train.size());
        if (examples > fitted) {
            throw new ExperimentException("variability.examples is " + examples + ", but " + fitted + " examples of "
                    + train.name() + " are trained on");
        }
    }

    @Override
    public Findings evaluate(Trained trained, Bench bench) {
        List<VariabilityState.AtScale> found =
                new ArrayList<>(VariabilityState.read(bench).found());
        Examples fitted = LoadedData.first(trained.given().split().train(), examples, "variability.examples");
        for (int done = found.size(); done < scales.size(); done++) {
            Variability asked = asked(trained, scales.get(done));
            NoisyWeights tested = asked.measure(trained.network(), trained.test());
            found.add(new VariabilityState.AtScale(tested, asked.measure(trained.network(), fitted)));
            bench.keep(new VariabilityState(found));
            bench.progress(
                    done + 1,
                    scales.size(),
                    Map.of("accuracy", tested.accuracy().mean()));
        }
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < scales.size(); i++) {
            figures.addAll(figures(scales.get(i), found.get(i)));
            figures.addAll(bound(trained, scales.get(i), found.get(i).fitted(), fitted.size()));
        }
        return Findings.of(figures);
    }

    private Variability asked(Trained trained, double scale) {
        RandomKey key = trained.root().child(Stream.EVALUATION).child(name());
        return new Variability(
                Perturbation.of(family, scale),
                draws,
                trained.method().validatedBy(trained.plan().draws()),
                key);
    }

    private List<Figure> figures(double scale, VariabilityState.AtScale found) {
        return List.of(
                figure(at("noisyAccuracy", scale), found.tested().accuracy()),
                figure(at("noisyNll", scale), found.tested().nll()),
                figure(at("noisyTrainAccuracy", scale), found.fitted().accuracy()),
                figure(at("sharpness", scale), found.fitted().sharpness()));
    }

    private Figure figure(String metric, NoisyWeights.Estimate found) {
        return new Figure(metric, found.mean(), draws, OptionalDouble.of(found.stderr()));
    }

    private List<Figure> bound(Trained trained, double scale, NoisyWeights found, int measured) {
        if (priorScale == null) {
            return List.of();
        }
        NoisyWeights.Estimate accuracy = found.accuracy();
        PacBayes bound =
                new PacBayes(1 - accuracy.mean(), divergence(trained, scale, priorScale), measured, confidence);
        return List.of(
                Figure.of(at("kl", scale), bound.kl()),
                figure(at("pacBayes", scale), new NoisyWeights.Estimate(bound.bound(), accuracy.stderr())));
    }

    private double divergence(Trained trained, double scale, double prior) {
        Network network = trained.network();
        if (priorCenter == Center.ZERO) {
            return PacBayes.divergence(network.trained(), scale, prior);
        }
        try (Scope scope = Scope.open();
                Network initial = Network.build(network.input(), network.specs(), trained.root())) {
            return PacBayes.divergence(network.trained(), initial.trained().toArrays(), scale, prior);
        }
    }
}
