package dev.dither.lab.experiment;

import dev.dither.lab.key.Default;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.key.Require;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.NoiseFamily;
import dev.dither.optim.Clipped;
import dev.dither.optim.Decayed;
import dev.dither.optim.GhostBatches;
import dev.dither.optim.Optimizer;
import dev.dither.optim.OptimizerState;
import dev.dither.optim.Perturbation;
import dev.dither.optim.Perturbed;
import dev.dither.optim.Rule;
import dev.dither.optim.ScaleGroup;
import dev.dither.optim.Sgd;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key {@code perturbed} of a method: gradients at randomly perturbed weights, see {@link Perturbed}.
 *
 * @param scale how large the noise is; 0 gives the bits of the rule alone
 * @param family what it follows
 * @param measure what the scale says
 * @param decay at which weights weight decay is taken
 * @param normalization whether the trained numbers of batch normalization get noise, too
 * @param ghosts into how many parts a batch is cut, each with noise of its own
 * @param clip greatest norm of the gradient that the rule gets, that of all parts together, or absent
 */
public record PerturbedPlan(
        double scale,
        @Default("gaussian") NoiseFamily family,
        @Default("scale") Perturbation.Measure measure,
        @Default("published") Decay decay,
        @Default("true") boolean normalization,
        @Default("1") int ghosts,
        @Default("null") @Nullable Double clip)
        implements AroundRule {
    /** At which weights weight decay is taken. */
    public enum Decay {
        /** At the perturbed ones, as in the authors' code. */
        PUBLISHED,
        /** At the clean ones. */
        CLEAN
    }

    /** Checks. */
    public PerturbedPlan {
        Require.that(
                0 <= scale && scale < Double.POSITIVE_INFINITY,
                "perturbed.scale must be finite and >= 0, got " + scale);
        Require.that(family != null, "perturbed.family is missing");
        Require.that(measure != null, "perturbed.measure is missing");
        Require.that(decay != null, "perturbed.decay is missing");
        Require.that(ghosts >= 1, "perturbed.ghosts must be at least 1, got " + ghosts);
        Require.that(clip == null || clip > 0, "perturbed.clip must be positive, got " + clip);
    }

    @Override
    public String key() {
        return "perturbed";
    }

    @Override
    public Optimizer around(Rule rule) {
        double published = decay == Decay.PUBLISHED ? rule.gradientDecay() : 0;
        Optimizer inner = inner(published > 0 ? rule.withWeightDecay(0) : rule);
        Optimizer perturbed = new Perturbed(inner, noise());
        return published > 0 ? new Decayed(perturbed, published) : perturbed;
    }

    private Optimizer inner(Rule rule) {
        Optimizer clipped = clip == null ? rule : new Clipped(rule, clip);
        return ghosts == 1 ? clipped : new GhostBatches(clipped, ghosts);
    }

    /** Refuses to leave out the normalization of a network that has none. */
    void requireNormalization(String path, Shape shape, List<LayerSpec> layers) {
        Optimizer optimizer = around(Sgd.of(1, 0));
        try (Network network = Network.build(shape, layers, RandomKey.root(0));
                OptimizerState memory = optimizer.init(network.trained())) {
            memory.steps();
        } catch (IllegalArgumentException e) {
            throw new ExperimentException(
                    path + ".perturbed.normalization: the network has no normalization to leave out; drop the key");
        }
    }

    private Perturbation noise() {
        Perturbation all = Perturbation.of(family, scale).with(measure);
        return normalization ? all : all.with(ScaleGroup.WITHOUT_NORMALIZATION);
    }
}
