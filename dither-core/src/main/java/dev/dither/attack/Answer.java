package dev.dither.attack;

import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;

/**
 * What a victim says about N examples: its logits for each of M draws.
 *
 * <p>Numerics: 64-bit floats. In 32 bits the softmax of a network that is sure by a margin of 17 is exactly 1, and the share of
 * the gradient that comes through it is lost: such a network would seem more robust than it is.
 *
 * @param logits [M · N, C], row m · N + i is draw m of example i
 * @param draws M
 */
public record Answer(Tensor logits, int draws) {
    /** Returns log softmax of the logits [M · N, C]. */
    public Tensor logProbabilities() {
        return logits.logSoftmax();
    }

    /** Returns the logarithm of the probabilities averaged over the draws [N, C]. */
    public Tensor scores() {
        Tensor each = logProbabilities();
        Shape shape = each.shape();
        return draws == 1
                ? each
                : each.reshape(Shape.of(draws, shape.size(0) / draws, shape.size(1)))
                        .logMeanExp();
    }

    /** Returns the mean over the draws, [M · N] to [N]. */
    public Tensor mean(Tensor each) {
        return draws == 1
                ? each
                : each.reshape(Shape.of(draws, each.shape().size(0) / draws)).mean(0);
    }

    /** Returns something for each example, once for each draw, [N] to [M · N]. */
    public Tensor spread(Tensor ofExamples) {
        return draws == 1 ? ofExamples : ofExamples.repeated(draws);
    }
}
