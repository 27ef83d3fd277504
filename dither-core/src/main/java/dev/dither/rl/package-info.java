/**
 * Policies that learn from their own episodes, with noise in their weights as the way to explore.
 *
 * <p><b>What is played.</b> An {@link dev.dither.rl.Environment} is a value that says what can be seen and done; a {@link
 * dev.dither.rl.Environment.Trial} is one course of it, and moves. {@link dev.dither.rl.CartPole} and {@link
 * dev.dither.rl.Acrobot} are the tasks of the published experiments; a task of one's own implements both interfaces. A trial says
 * when the task itself ended. That the limit of steps came first is known to who plays, and both are told apart in {@link
 * dev.dither.rl.Episode.Ending}.
 *
 * <p><b>Who plays.</b> A policy is a network with a logit for each action. {@link dev.dither.rl.PolicyNetwork} has the published
 * ones: two hidden layers of 256 units, the second of a {@link dev.dither.rl.PolicyKind} that says where its noise is. A {@link
 * dev.dither.rl.Rollout} plays one {@link dev.dither.rl.Episode} in a single {@link dev.dither.nn.Pass}: random weights are drawn
 * once and held, so that the policy stays the same from the first step to the last, and the recorded episode can be given to the
 * network again as one batch.
 *
 * <p><b>How it learns.</b> {@link dev.dither.rl.PolicyGradient} takes one step of {@link dev.dither.rl.Reinforce} behind each
 * episode, by the gradient in the very weights that were played, and tells of it in an {@link dev.dither.rl.EpisodeEnded}. Where
 * noise has a scale that is not trained, {@link dev.dither.rl.ScaleAdaptation} moves it.
 *
 * <p><b>How it fares.</b> An {@link dev.dither.rl.Evaluation} is a number of episodes from starts that are the same each time, with
 * sampled or greedy actions, by drawn or by mean weights. A learning curve is a list of such {@link dev.dither.rl.Score}s:
 *
 * <pre>{@code
 * PolicyKind kind = PolicyKind.named("variance");
 * Environment task = Environments.named("CartPole-v0");
 * try (Network policy = PolicyNetwork.of(kind).build(task, root);
 *         PolicyGradient learner = new PolicyGradient(policy, task, Reinforce.DEFAULT, root)) {
 *     learner.train(new Practice(500, 10, kind.evaluation()), ended -> ended.evaluation()
 *             .ifPresent(score -> curve.put(ended.episode(), score.mean())));
 * }
 * }</pre>
 */
@NullMarked
package dev.dither.rl;

import org.jspecify.annotations.NullMarked;
