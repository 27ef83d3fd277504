package dev.dither.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.CaptionDecoder;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequenceLikelihoodTest {
    private static final SequenceLikelihood SEQUENCES = new SequenceLikelihood();

    /** Two sequences of three places over three words, odds by hand, and one number of an image in front. */
    private static double[] found(float... x) {
        try (Scope scope = Scope.open()) {
            float log2 = (float) Math.log(2);
            Tensor outputs = Tensor.of(
                    new float[] {0, 0, log2, 0, log2, 0, 5, 5, 5, 0, 0, 0, 0, log2, 0, log2, 0, 0}, Shape.of(2, 3, 3));
            return SEQUENCES.logLikelihoods(outputs, batch(x)).toDoubles();
        }
    }

    private static Batch batch(float... x) {
        return new Batch(Tensor.of(x, Shape.of(2, x.length / 2)), Tensor.ofLabels(new int[2]));
    }

    /** Words 2, 1 with probabilities 2/4, 2/4; words 1, 2, 1 with 1/3, 1/4, 1/4. */
    @Test
    void wordsAreMultipliedAndPaddingIsNot() {
        double[] found = found(7, 2, 1, 0, 7, 1, 2, 1);
        assertThat(found[0]).isEqualTo(Math.log(1.0 / 4), within(1e-6));
        assertThat(found[1]).isEqualTo(Math.log(1.0 / 48), within(1e-6));
    }

    @Test
    void aSequenceOfPaddingIsCertain() {
        assertThat(found(7, 0, 0, 0, 7, 1, 2, 1)[0]).isZero();
    }

    @Test
    void wordsTheNetworkDoesNotHaveAreRefused() {
        assertThatThrownBy(() -> found(7, 2, 3, 0, 7, 1, 2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "sequence likelihood: words must be whole numbers of [0, 2], got 3.0 at place 1 of sequence 0");
        assertThatThrownBy(() -> found(7, 2, Float.NaN, 0, 7, 1, 2, 1)).hasMessageContaining("got NaN at place 1");
    }

    @Test
    void shapesThatHaveNoSequencesAreRefused() {
        try (Scope scope = Scope.open()) {
            Batch batch = batch(7, 2, 7, 1);
            assertThatThrownBy(() -> SEQUENCES.logLikelihoods(Tensor.full(0, Shape.of(2, 3)), batch))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining("outputs of [2, T, words]");
            assertThatThrownBy(() -> SEQUENCES.logLikelihoods(Tensor.full(0, Shape.of(2, 3, 3)), batch))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining("examples of [N, 3] or more");
        }
    }

    /** A draw belongs to a whole sequence, so that its weight is that of the sequence. */
    @Test
    void drawsAreWeighedByWholeSequences() {
        RandomKey key = RandomKey.root(4);
        CaptionDecoder decoder = new CaptionDecoder(Shape.of(2), List.of(), 5, 3, 4, 0.5);
        try (Scope scope = Scope.open();
                Network network = Network.build(Shape.of(2 + 3), List.of(decoder), key)) {
            Batch batch = batch(0.5f, -1, 3, 4, 1, 1, 2, 2, 1, 0);
            Pass pass = Pass.training(key);
            Loss loss = ImportanceWeighted.of(SEQUENCES, 4).loss(network, batch, pass);
            double[] each = SEQUENCES
                    .logLikelihoods(
                            network.forward(batch.x(), pass, 4),
                            new Batch(batch.x().repeated(4), batch.labels()))
                    .toDoubles();
            double bound = 0;
            for (int i = 0; i < 2; i++) {
                double sum = 0;
                for (int draw = 0; draw < 4; draw++) {
                    sum += Math.exp(each[draw * 2 + i]);
                }
                bound -= Math.log(sum / 4) / 2;
            }
            assertThat(loss.total().item()).isEqualTo(bound, within(1e-5));
        }
    }
}
