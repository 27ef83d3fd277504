package dev.dither.objective;

import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.Map;

/**
 * The likelihood of sequences of words, each predicted from those before it.
 *
 * <p>Formula: log p(yᵢ | xᵢ) = Σₜ log p(wᵢₜ | wᵢ₁ … wᵢₜ₋₁, xᵢ), over the words that are not padding, the end included.
 *
 * <p>Shapes: outputs [N, T, words], log-odds of each place; the numbers of the words are the last T of each flat example [N, … + T],
 * 0 for padding. Labels are not looked at.
 *
 * <p>Units: nats a sequence, not a word: so draws are weighed by whole sequences. The term is {@code nll}, the mean over the sequences of −log p.
 *
 * <p>Reference: Vinyals et al., Show and Tell, 2015, Eq. 2.
 */
public record SequenceLikelihood() implements Likelihood {
    @Override
    public Tensor logLikelihoods(Tensor outputs, Batch batch) {
        Shape shape = outputs.shape();
        long n = batch.x().shape().size(0);
        if (!(shape.rank() == 3 && shape.size(0) == n)) {
            throw new ShapeException("sequence likelihood", "outputs of [" + n + ", T, words]", shape);
        }
        int[] words = words(batch.x(), shape);
        float[] counted = new float[words.length];
        for (int i = 0; i < words.length; i++) {
            counted[i] = words[i] == 0 ? 0 : 1;
        }
        Tensor each = outputs.reshape(Shape.of(words.length, shape.size(2)))
                .logSoftmax()
                .picked(Tensor.ofLabels(words));
        Tensor kept = each.times(Tensor.of(counted, each.shape()).like(each));
        return kept.reshape(Shape.of(n, shape.size(1))).mean(1).times((double) shape.size(1));
    }

    /** Returns the last T numbers of each example. */
    private static int[] words(Tensor x, Shape outputs) {
        long length = outputs.size(1);
        long width = x.shape().size(-1);
        if (!(x.shape().rank() == 2 && width >= length)) {
            throw new ShapeException("sequence likelihood", "examples of [N, " + length + "] or more", x.shape());
        }
        float[] given = x.narrow(1, width - length, length).toFloats();
        int[] words = new int[given.length];
        for (int i = 0; i < given.length; i++) {
            if (!(given[i] >= 0 && given[i] < outputs.size(2) && given[i] == Math.rint(given[i]))) {
                throw new IllegalArgumentException("sequence likelihood: words must be whole numbers of [0, "
                        + (outputs.size(2) - 1) + "], got " + given[i] + " at place " + i % length + " of sequence "
                        + i / length);
            }
            words[i] = (int) given[i];
        }
        return words;
    }

    @Override
    public Loss withPenalties(Tensor nll, Network network, Pass pass) {
        return new Loss(nll, Map.of("nll", nll));
    }

    @Override
    public Loss loss(Network network, Batch batch, Pass pass) {
        Tensor each = logLikelihoods(network.forward(batch.x(), pass), batch);
        return withPenalties(each.mean().times(-1), network, pass);
    }
}
