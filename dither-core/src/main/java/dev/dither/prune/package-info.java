/**
 * Smaller networks with the same predictions.
 *
 * <p><b>What a network costs.</b> {@link dev.dither.prune.Complexity} counts multiplications, weights and stored activations
 * of a description, in the {@link dev.dither.prune.Counting} of the published tables; {@link dev.dither.prune.Widths} are
 * architectures as papers print them, {@code 20-50-800-500}. Noise costs nothing at inference by the mean.
 *
 * <p><b>What can go.</b> A {@link dev.dither.prune.Unit} is an output of a hidden layer, a channel, or a feature of a
 * flattened example. A {@link dev.dither.prune.Selection} says which units stay, and {@link dev.dither.prune.Surgery} makes
 * the smaller network: an ordinary one, which trains, predicts and is saved like any other. It follows a unit through
 * normalization, pooling, flattening and residual blocks, and refuses what cannot be taken apart.
 *
 * <p><b>What should go.</b> {@link dev.dither.prune.DeadUnits} are zero for every example; without them nothing changes, for
 * which there is a {@link dev.dither.prune.Certificate}. For the others a {@link dev.dither.prune.Criterion} gives {@link
 * dev.dither.prune.UnitScores}: noise ({@link dev.dither.prune.Entropy}), influence on the loss ({@link
 * dev.dither.prune.Taylor}), size of weights ({@link dev.dither.prune.Magnitude}), or chance ({@link
 * dev.dither.prune.RandomUnits}), which every other has to beat. Values of units are observed through the {@link
 * dev.dither.nn.Trace} of a pass, where the next layer with weights reads them.
 *
 * <p><b>Single random weights.</b> {@link dev.dither.prune.WeightPruning} leaves the layers as they are and asks how many weights
 * of mean 0, or Gaussian ones, could be zeros: a curve over their σ, beside which that over signal-to-noise can be laid.
 *
 * <p><b>How far.</b> A {@link dev.dither.prune.Pruning} has {@link dev.dither.prune.Budget}s: {@code error<1%} is a limit,
 * {@code flops<61k} a goal. A {@link dev.dither.prune.PruningLoop} removes dead units, then one unit at a time with
 * fine-tuning behind each, and writes a {@link dev.dither.prune.Ledger} from which it can be resumed:
 *
 * <pre>{@code
 * Pruning how = Pruning.of(new Entropy(Normalization.NONE), recipe, Budget.parse("error<1%"), Budget.parse("size<10%"));
 * Pruned pruned = new PruningLoop(how, key).run(network, Split.of(examples, 0.1, key), event -> {});
 * }</pre>
 */
@NullMarked
package dev.dither.prune;

import org.jspecify.annotations.NullMarked;
