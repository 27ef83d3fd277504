/**
 * Adversarial examples: how to make them, how to judge a network on them, how to train with them.
 *
 * <p><b>What is allowed.</b> A {@link dev.dither.attack.Threat} is a ball around each example, in one {@link
 * dev.dither.attack.Norm}, and the box of inputs in {@link dev.dither.attack.Bounds}. Every attack stays in both. The box has to
 * be that of the features the network takes: pixels in [0, 1] that were standardized have another one, and are refused
 * when their values show it.
 *
 * <p><b>What is wanted.</b> A {@link dev.dither.attack.Goal}: another class than the label, or a certain class.
 *
 * <p><b>Who answers.</b> An {@link dev.dither.attack.Oracle} is the network as the attacker sees it: at its mean, or by several
 * draws of its noise, with running statistics. An {@link dev.dither.predict.Ensemble} is attacked and judged like a network, its
 * members like draws. Against noise an attacker follows the gradient of the <em>expected</em> loss:
 * gradients are averaged over the draws first, and only then does an attack take their sign. That is a property of the
 * oracle, so every {@link dev.dither.attack.Attack} has it: {@link dev.dither.attack.FastGradientSign}, {@link
 * dev.dither.attack.ProjectedGradient} and {@link dev.dither.attack.CarliniWagner}. Losses are summed over the examples, so what
 * happens to one does not depend on those beside it.
 *
 * <p><b>Whole sets.</b> An {@link dev.dither.attack.Attacker} attacks a set batch by batch and returns an {@link
 * dev.dither.attack.Adversarial}: the perturbed examples, and for each how far it moved and whether the attacker saw success. Of an attack
 * in steps it tells the {@link dev.dither.attack.Course} as well. A {@link dev.dither.attack.Judge} then asks the network, with noise of its own, and returns a {@link
 * dev.dither.attack.Judgement}: the accuracy of the mean, of one draw, of the average, of the majority and of all draws, side
 * by side. Attacker and judge take the same root key and use different streams below it, so they never share a draw. Equal keys
 * give equal bits.
 *
 * <pre>{@code
 * Threat threat = new Threat(Norm.LINF, 0.1, Bounds.UNIT);
 * Attacker attacker = new Attacker(Oracle.drawing(network, 10), new FastGradientSign(), threat, root);
 * Judgement robust = new Judge(network, 20, root).judge(attacker.attack(test).examples());
 * }</pre>
 *
 * <p><b>Can the figures be believed?</b> A defence can look strong because it hides its gradient. {@link
 * dev.dither.attack.Sanity} looks for the signs of it, {@link dev.dither.attack.Examination} measures what it needs.
 *
 * <p><b>Training.</b> {@link dev.dither.attack.AdversarialTraining} wraps any objective that has a term {@code nll}.
 */
@NullMarked
package dev.dither.attack;

import org.jspecify.annotations.NullMarked;
