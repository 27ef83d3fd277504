package dev.dither.lab.experiment;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.dither.attack.Bounds;
import dev.dither.data.Examples;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import dev.dither.lab.source.DataSource;
import dev.dither.lab.source.Inputs;
import dev.dither.labels.AnchorRule;
import dev.dither.labels.TransitionMatrix;
import dev.dither.nn.Hidden;
import dev.dither.nn.HiddenNoise;
import dev.dither.nn.Init;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.StochasticDense;
import dev.dither.objective.AsGiven;
import dev.dither.objective.CrossEntropy;
import dev.dither.objective.LabelLoss;
import dev.dither.objective.Likelihood;
import dev.dither.objective.MaxEntropy;
import dev.dither.objective.Objective;
import dev.dither.optim.Optimizer;
import dev.dither.optim.Rule;
import dev.dither.predict.Inference;
import dev.dither.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One method: which hidden layers are stochastic, and the penalty on their noise.
 *
 * @param stochastic which hidden layers draw their activations, or absent: as {@code stochasticLayers} says
 * @param stochasticLayers how many of the last hidden layers draw their activations
 * @param parallel whether a deterministic network gets the shape of its stochastic twin, both branches summed
 * @param initialRho bias of the branch of the noise, before softplus; −5 starts at σ of about 0.0067
 * @param weights random weights of mean 0 instead of random activations, or absent
 * @param posterior random weights with trained means and variances instead, or absent
 * @param dropConnect weights that are dropped instead, or absent
 * @param output what follows the draw of a stochastic layer
 * @param penalty what the noise is held to
 * @param coefficient factor of the penalty
 * @param margin value of log σ that the penalty asks for
 * @param aggregation what is averaged before the hinge
 * @param layers whether layers are summed or averaged
 * @param dropProbability dropout behind each hidden layer, 0 for none
 * @param correction a loss that does not trust the given labels, or absent: they are taken as they are
 * @param init distribution of the initial weights of dense layers; convolutions start at N(0, 2 / fan-in)
 * @param adversarial attacked examples in training, or absent
 * @param members how many networks are trained, each from keys of its own, to answer together
 * @param perturbed gradients at perturbed weights, or absent
 * @param noisyUpdate noise that stays in the weights, or absent
 * @param sam gradients where the loss is highest nearby, or absent
 * @param importanceWeighted several draws of the noise for each example of a step, or absent: one
 * @param learningRate that of the first step, or absent: that of the training
 * @param passes passes over the training examples in an epoch, or absent: those of the training
 */
public record Method(
        @Default("null") @Nullable StochasticLayers stochastic,
        @Default("0") int stochasticLayers,
        @Default("false") boolean parallel,
        @Default("-5") double initialRho,
        @Default("null") @Nullable ZeroMeanWeights weights,
        @Default("null") @Nullable PosteriorPlan posterior,
        @Default("null") @Nullable DropConnectPlan dropConnect,
        @Default("rectified") StochasticDense.Output output,
        @Default("max_entropy") NoisePenalty penalty,
        @Default("0.01") double coefficient,

        @JsonDeserialize(using = LogNumber.class) @Default("log(4)")
        double margin,

        @Default("per_example") MaxEntropy.Aggregation aggregation,
        @Default("sum") MaxEntropy.Layers layers,
        @Default("0") double dropProbability,
        @Default("null") @Nullable Correction correction,
        @Default("fan_in_normal") Init init,
        @Default("null") @Nullable AdversarialPlan adversarial,
        @Default("1") int members,
        @Default("null") @Nullable PerturbedPlan perturbed,
        @Default("null") @Nullable NoisyUpdatePlan noisyUpdate,
        @Default("null") @Nullable SamPlan sam,
        @Default("null") @Nullable ImportancePlan importanceWeighted,
        @Default("null") @Nullable Double learningRate,
        @Default("null") @Nullable Integer passes) {
    /** Checks what excludes each other. */
    public Method {
        Require.that(
                stochastic == null || stochasticLayers == 0,
                "give stochastic or stochasticLayers, not both: got " + stochasticLayers + " stochasticLayers");
        boolean none = stochasticLayers == 0 && (stochastic == null || stochastic.none());
        Require.that(!parallel || none, "parallel is for a method without stochastic layers");
        requireWeights(none, weights, posterior, dropConnect);
        Require.that(
                posterior == null || (correction == null && adversarial == null),
                "posterior is learned by its bound alone: leave correction and adversarial out");
        requireMembers(members, correction);
        requireDraws(importanceWeighted, correction);
        requirePace(learningRate, passes);
        List<String> around = around(perturbed, noisyUpdate, sam).stream()
                .map(AroundRule::key)
                .toList();
        Require.that(around.size() <= 1, "give one of perturbed, noisyUpdate and sam, not several: got " + around);
    }

    private static void requirePace(@Nullable Double learningRate, @Nullable Integer passes) {
        Require.that(learningRate == null || learningRate > 0, "learningRate must be positive, got " + learningRate);
        Require.that(passes == null || passes >= 1, "passes must be at least 1, got " + passes);
    }

    private static void requireDraws(@Nullable ImportancePlan importanceWeighted, @Nullable Correction correction) {
        Require.that(
                importanceWeighted == null || correction == null || correction.isLikelihood(),
                "importanceWeighted weighs draws by a likelihood, which the loss of correction is not: leave one of the two"
                        + " out, or correct forward");
    }

    private static List<AroundRule> around(
            @Nullable PerturbedPlan perturbed, @Nullable NoisyUpdatePlan noisyUpdate, @Nullable SamPlan sam) {
        List<AroundRule> given = new ArrayList<>();
        Optional.ofNullable(perturbed).ifPresent(given::add);
        Optional.ofNullable(noisyUpdate).ifPresent(given::add);
        Optional.ofNullable(sam).ifPresent(given::add);
        return given;
    }

    private static void requireMembers(int members, @Nullable Correction correction) {
        Require.that(members >= 1, "members must be at least 1, got " + members);
        Require.that(
                members == 1 || correction == null || !correction.estimates(),
                "members cannot be combined with a correction by an estimated transition, got " + members
                        + " members: leave one of the two out, or set correction.transition to known");
    }

    private static void requireWeights(
            boolean none,
            @Nullable ZeroMeanWeights weights,
            @Nullable PosteriorPlan posterior,
            @Nullable DropConnectPlan dropConnect) {
        long given = Stream.of(weights, posterior, dropConnect)
                .filter(Objects::nonNull)
                .count();
        Require.that(given <= 1, "give one of weights, posterior and dropConnect, not several");
        Require.that(
                !none || given == 0,
                "weights, posterior and dropConnect are those of stochastic layers: give stochastic as well");
    }

    /**
     * Returns the layers of this method.
     *
     * @param widths widths of the hidden layers
     * @param train what it is to be trained on
     */
    List<LayerSpec> network(NetworkFamily family, List<Integer> widths, Examples train) {
        return parallel
                ? family.parallel(widths, train.classes(), init, dropProbability)
                : family.layers(widths, train, new Hidden(positions(widths.size()), noise(), init, dropProbability));
    }

    private Set<Integer> positions(int hidden) {
        return stochastic == null ? Hidden.last(stochasticLayers, hidden) : stochastic.positions(hidden);
    }

    private HiddenNoise noise() {
        if (posterior != null) {
            return posterior.noise();
        }
        if (dropConnect != null) {
            return dropConnect.noise();
        }
        return weights == null
                ? new HiddenNoise.Activations(initialRho, output)
                : new HiddenNoise.ZeroMean(weights.noise());
    }

    /** Returns how epochs are compared: the mean of a network of random weights may say nothing. */
    Inference validatedBy(int draws) {
        return randomWeights() ? new Inference.Draws(draws) : new Inference.Mean();
    }

    /** Returns whether how random the weights are is learned. */
    boolean randomWeights() {
        return weights != null || posterior != null;
    }

    /** Returns whether there is noise of activations that a penalty can be on. */
    private boolean hasSites() {
        return !deterministic() && !randomWeights() && dropConnect == null;
    }

    private boolean deterministic() {
        return stochastic == null ? stochasticLayers == 0 : stochastic.none();
    }

    CrossEntropy objective(LabelLoss likelihood) {
        CrossEntropy labels = CrossEntropy.of(likelihood);
        return hasSites() && coefficient != 0 ? labels.plus(penalty.of(this)) : labels;
    }

    /**
     * Returns the first of the trainings of a cell: one for each member, or one before where the noise of the labels is
     * estimated.
     */
    Stage firstStage() {
        return members > 1
                ? new Stage(1, members, Stage.Kind.MEMBER)
                : new Stage(1, correction != null && correction.estimates() ? 2 : 1);
    }

    /**
     * Returns the likelihood of the last training.
     *
     * @param noise the transition matrix to correct by, where the method corrects by one
     */
    LabelLoss likelihood(TransitionMatrix noise) {
        return correction == null ? new AsGiven() : correction.loss(noise);
    }

    /** Returns whether the loss needs the plan's own label noise. */
    boolean knowsNoise() {
        return correction != null && correction.knows();
    }

    /** Returns how an estimate chooses its examples. */
    AnchorRule anchorRule() {
        return correction == null ? AnchorRule.PATRINI : correction.anchorRule();
    }

    /**
     * Returns what training minimizes: the objective, or the bound of a posterior, by as many draws and on attacked examples
     * as well where the method says so.
     *
     * @param examples number of examples that are trained on
     */
    Objective learned(LabelLoss likelihood, Training training, long examples) {
        Likelihood clean = posterior == null ? objective(likelihood) : posterior.objective(examples);
        Objective drawn =
                importanceWeighted == null ? clean : importanceWeighted.around(clean, training.drawsAtATime());
        return adversarial == null ? drawn : adversarial.around(drawn);
    }

    /** Returns the passes of an epoch, those of a training where this method has none of its own. */
    int passes(Training training) {
        return passes == null ? training.passes() : passes;
    }

    /** Returns what moves the weights, by the rule of a training at the learning rate of this method. */
    Optimizer optimizer(Training training) {
        Rule rule = training.rule(learningRate == null ? training.learningRate() : learningRate);
        return training.clipped(around(perturbed, noisyUpdate, sam).stream()
                .findFirst()
                .map(around -> around.around(rule))
                .orElse(rule));
    }

    /** Refuses noise that leaves out the normalization of a network without any, and draws of one without noise. */
    void requireLayers(String name, Shape shape, List<LayerSpec> layers) {
        Require.that(
                importanceWeighted == null || layers.stream().anyMatch(LayerSpec::noisy),
                "importanceWeighted draws noise, and the network has none: give dropProbability or stochastic layers");
        if (perturbed != null && !perturbed.normalization()) {
            perturbed.requireNormalization("methods." + name, shape, layers);
        }
    }

    /** Refuses examples that an attack in training would not know the box of. */
    void requireInputs(String name, DataSource source, Examples train) {
        if (adversarial != null) {
            Inputs.requireKnown("methods." + name + ".adversarial", source, Bounds.UNIT, train);
        }
    }
}
