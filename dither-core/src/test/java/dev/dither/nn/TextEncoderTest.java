package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TextEncoderTest {
    private static final RandomKey KEY = RandomKey.root(41);
    private static final TextEncoder TWO = new TextEncoder(5, 2, 3, 2, 0.5);

    @AutoClose
    final Scope scope = Scope.open();

    private static Network network(TextEncoder spec, int length) {
        return Network.build(Shape.of(length), List.of(spec), KEY);
    }

    private static Tensor texts(int length, float... words) {
        return Tensor.of(words, Shape.of(words.length / length, length));
    }

    /** Computed by NumPy 2.4.6 in 64 bits, the published equations in a loop over the words. */
    @Test
    void outputsAreThoseOfTheEquations() {
        try (Network network = network(TWO, 4)) {
            Waves.set(
                    network,
                    "0/words",
                    "0/0/input",
                    "0/0/recurrent",
                    "0/0/bias",
                    "0/1/input",
                    "0/1/recurrent",
                    "0/1/bias");
            float[] y = network.forward(texts(4, 3, 1, 4, 2, 2, 0, 0, 0), Pass.mean())
                    .toFloats();
            double[] expected = {-0.258399603, -0.146335725, -0.104729419, -0.0958497744, -0.100183827, -0.0230247996};
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) y[i]).isCloseTo(expected[i], within(1e-7));
            }
        }
    }

    @Test
    void anEmptyTextIsZero() {
        try (Network network = network(TWO, 2)) {
            float[] y = network.forward(texts(2, 0, 0, 3, 0), Pass.mean()).toFloats();
            assertThat(Arrays.copyOf(y, 3)).containsOnly(0);
            assertThat(Arrays.copyOfRange(y, 3, 6)).doesNotContain(0);
        }
    }

    @Test
    void paddingChangesNeitherOutputsNorGradients() {
        try (Network close = network(TWO, 3);
                Network wide = network(TWO, 5)) {
            Tensor shorter = texts(3, 1, 2, 4, 3, 0, 0);
            Tensor longer = texts(5, 1, 2, 4, 0, 0, 3, 0, 0, 0, 0);
            for (Pass pass : List.of(Pass.mean(), Pass.sampling(KEY))) {
                Tensor y = close.forward(shorter, pass);
                Tensor z = wide.forward(longer, pass);
                assertThat(z.toFloats()).isEqualTo(y.toFloats());
                List<Tensor> expected = Gradients.of(y.sum(), close.trained().all());
                List<Tensor> found = Gradients.of(z.sum(), wide.trained().all());
                for (int i = 0; i < found.size(); i++) {
                    assertThat(found.get(i).toFloats())
                            .isEqualTo(expected.get(i).toFloats());
                }
            }
        }
    }

    @Test
    void theRowOfPaddingHasNoGradientAndThoseOfWordsHave() {
        try (Network network = network(TWO, 3)) {
            Tensor y = network.forward(texts(3, 1, 2, 0, 4, 0, 0), Pass.mean());
            Tensor table = Named.at(network.parameters(), "0/words");
            float[] gradient = Gradients.of(y.sum(), List.of(table)).get(0).toFloats();
            for (int word = 0; word < 5; word++) {
                boolean read = word == 1 || word == 2 || word == 4;
                boolean moved = gradient[2 * word] != 0 && gradient[2 * word + 1] != 0;
                assertThat(moved).as("word %d", word).isEqualTo(read);
            }
        }
    }

    @Test
    void theGateThatForgetsStartsOpen() {
        try (Network network = network(TWO, 1)) {
            assertThat(network.trained().toArrays().get("0/1/bias"))
                    .containsExactly(0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0);
        }
    }

    @Test
    void oneLayerDrawsNothing() {
        TextEncoder one = new TextEncoder(5, 2, 3, 1, 0.5);
        assertThat(one.noisy()).isFalse();
        try (Network network = network(one, 2)) {
            Tensor x = texts(2, 1, 2);
            assertThat(network.forward(x, Pass.sampling(KEY)).toFloats())
                    .isEqualTo(network.forward(x, Pass.mean()).toFloats());
        }
    }

    @Test
    void whatIsNoWordIsRefusedWithItsPlace() {
        try (Network network = network(TWO, 3)) {
            refused(
                    network,
                    "0: words must be whole numbers of [0, 4], got 5.0 at place 1 of text 1",
                    1,
                    0,
                    0,
                    1,
                    5,
                    0);
            refused(network, "0: words must be whole numbers of [0, 4], got 1.5 at place 0 of text 0", 1.5f, 0, 0);
            refused(network, "0: words must be whole numbers of [0, 4], got -1.0 at place 2 of text 0", 1, 1, -1);
            refused(network, "0: words must be whole numbers of [0, 4], got NaN at place 0 of text 0", Float.NaN, 0, 0);
            refused(
                    network,
                    "0: padding 0 must stand at the end of a text, but text 0 has a word at place 2 behind it",
                    1,
                    0,
                    2);
        }
    }

    private static void refused(Network network, String message, float... words) {
        Tensor x = texts(3, words);
        assertThatThrownBy(() -> network.forward(x, Pass.mean()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void impossibleNumbersAreRefused() {
        assertThatThrownBy(() -> new TextEncoder(1, 2, 3, 1, 0))
                .hasMessage("text-encoder.words must be 2 or more, 0 being padding, got 1");
        assertThatThrownBy(() -> new TextEncoder(5, 2, 3, 0, 0)).hasMessageContaining("text-encoder.layers");
        assertThatThrownBy(() -> new TextEncoder(5, 2, 3, 1, 1)).hasMessageContaining("text-encoder.dropProbability");
    }
}
