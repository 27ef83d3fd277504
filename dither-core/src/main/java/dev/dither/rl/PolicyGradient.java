package dev.dither.rl;

import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.optim.OptimizerState;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import dev.dither.train.Checkpoint;
import dev.dither.train.DivergedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains a policy by the gradient of its own episodes, as {@link Reinforce} says.
 *
 * <p>All randomness of an episode comes from its number, so a training that goes on from a checkpoint is the uninterrupted one,
 * bit by bit.
 */
public final class PolicyGradient implements AutoCloseable {
    private final Network policy;
    private final Environment environment;
    private final Reinforce settings;
    private final RandomKey root;
    private final OptimizerState state;
    private int episodesDone;

    /**
     * Prepares to train a network with the streams below {@code root}.
     *
     * @param policy from observations to a logit for each action
     * @throws IllegalArgumentException if it takes other observations
     */
    public PolicyGradient(Network policy, Environment environment, Reinforce settings, RandomKey root) {
        Shape observation = Shape.of(environment.observationSize());
        Require.that(policy.input().equals(observation), "the policy must take " + observation, policy.input());
        this.policy = policy;
        this.environment = environment;
        this.settings = settings;
        this.root = root;
        this.state = settings.optimizer().init(policy.trained());
    }

    /** Returns the number of finished episodes. */
    public int episodesDone() {
        return episodesDone;
    }

    /** Returns the network being trained. */
    public Network policy() {
        return policy;
    }

    /**
     * Trains and judges until the episodes are over, from where this stands.
     *
     * @param listener told of each episode
     * @throws DivergedException if the loss is not finite
     */
    public void train(Practice practice, Consumer<EpisodeEnded> listener) {
        while (episodesDone < practice.episodes()) {
            EpisodeEnded ended = episode();
            listener.accept(practice.judges(episodesDone) ? ended.with(evaluate(practice.evaluation())) : ended);
        }
    }

    /** Returns how the policy fares now. */
    public Score evaluate(Evaluation evaluation) {
        return evaluation.of(policy, environment, root.child(Stream.EVALUATION));
    }

    /**
     * Plays one episode and takes one step.
     *
     * @throws DivergedException if the loss is not finite
     */
    public EpisodeEnded episode() {
        Pass pass = Pass.sampling(root.child(Stream.TRAIN_NOISE).child(episodesDone));
        RandomKey play = root.child(Stream.PLAY).child(episodesDone);
        Episode episode = new Rollout(environment, Choice.SAMPLED).play(policy, pass, play);
        double loss = learn(episode, pass);
        episodesDone++;
        return new EpisodeEnded(
                episodesDone, episode.totalReward(), episode.steps(), episode.ending(), loss, Optional.empty());
    }

    private double learn(Episode episode, Pass pass) {
        try (Scope scope = Scope.open()) {
            double distance = distance(episode, pass);
            List<Double> losses = new ArrayList<>();
            settings.optimizer()
                    .step(
                            policy.trained(),
                            state,
                            p -> {
                                Tensor loss = loss(episode, pass);
                                losses.add(finite(loss.item()));
                                return Gradients.of(loss, p.all());
                            },
                            1,
                            root.child(Stream.UPDATE_NOISE).child(state.steps()));
            settings.adaptation().adapt(policy, distance);
            return losses.get(0);
        }
    }

    private Tensor loss(Episode episode, Pass pass) {
        double[] returns = settings.returns().of(episode.rewards(), settings.discount());
        Tensor logits = policy.forward(episode.observations(), pass);
        Tensor weights = Tensor.of(returns, Shape.of(returns.length)).like(logits);
        Tensor logLikelihoods = logits.logSoftmax().picked(Tensor.ofLabels(episode.actions()));
        return logLikelihoods.times(weights).sum().times(-1);
    }

    private double finite(double loss) {
        if (!Double.isFinite(loss)) {
            throw new DivergedException(state.steps() + 1, "{reinforce=" + loss + "}");
        }
        return loss;
    }

    /** Returns how far the policy of the episode is from that of the clean weights; 0 where no scale needs to know. */
    private double distance(Episode episode, Pass pass) {
        if (!ScaleAdaptation.concerns(policy)) {
            return 0;
        }
        try (Gradients.Off off = Gradients.off()) {
            Tensor seen = episode.observations();
            return ScaleAdaptation.distance(policy.forward(seen, Pass.mean()), policy.forward(seen, pass));
        }
    }

    /** Returns all that is needed to go on later; its epochs are the finished episodes. */
    public Checkpoint checkpoint() {
        try (Scope scope = Scope.open()) {
            return new Checkpoint(
                    episodesDone,
                    state.steps(),
                    policy.trained().toArrays(),
                    policy.tracked().toArrays(),
                    state.toArrays());
        }
    }

    /** Goes back to a checkpoint of the same policy and settings. */
    public void resume(Checkpoint checkpoint) {
        try (Scope scope = Scope.open();
                Gradients.Off off = Gradients.off()) {
            policy.trained().assign(checkpoint.parameters());
            policy.tracked().assign(checkpoint.buffers());
            state.assign(checkpoint.steps(), checkpoint.optimizer());
            episodesDone = checkpoint.epoch();
        }
    }

    @Override
    public void close() {
        state.close();
    }
}
