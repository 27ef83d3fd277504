package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class CaptionDecoderTest {
    private static final RandomKey KEY = RandomKey.root(47);
    private static final CaptionDecoder SPEC = new CaptionDecoder(Shape.of(3), List.of(), 5, 2, 3, 0.5);

    @AutoClose
    final Scope scope = Scope.open();

    private static Network network(CaptionDecoder spec, int length) {
        return Network.build(Shape.of(spec.image().elements() + length), List.of(spec), KEY);
    }

    private static Tensor row(float... numbers) {
        return Tensor.of(numbers, Shape.of(1, numbers.length));
    }

    /** Computed by NumPy 2.4.6 in 64 bits: the image, word 1, then the words through the published equations. */
    @Test
    void rowsAreThoseOfTheEquations() {
        double[][] expected = {
            {0.400608021, 0.209695321, -0.427377036, -0.39915581, -0.289864651},
            {0.386469313, 0.232124478, -0.457647723, -0.361649462, -0.333855972},
            {0.411340423, 0.203332636, -0.425511418, -0.396487022, -0.297014431},
            {0.405244377, 0.208489437, -0.429625761, -0.393497486, -0.298819324}
        };
        try (Network network = network(SPEC, 4)) {
            Waves.set(
                    network,
                    "0/image/weight",
                    "0/image/bias",
                    "0/words",
                    "0/memory/input",
                    "0/memory/recurrent",
                    "0/memory/bias",
                    "0/output/weight",
                    "0/output/bias");
            Tensor y = network.forward(row(0.5f, -1, 2, 3, 4, 1, 0), Pass.mean());
            assertThat(y.shape()).isEqualTo(Shape.of(1, 4, 5));
            double[] found = y.toDoubles();
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).isCloseTo(expected[i / 5][i % 5], within(1e-7));
            }
        }
    }

    @Test
    void aRowDoesNotSeeItsOwnWordOrLaterOnes() {
        try (Network network = network(SPEC, 4)) {
            float[] one = network.forward(row(1, 1, 1, 2, 3, 4, 1), Pass.mean()).toFloats();
            float[] other =
                    network.forward(row(1, 1, 1, 2, 4, 2, 1), Pass.mean()).toFloats();
            assertThat(Arrays.copyOf(other, 10)).containsExactly(Arrays.copyOf(one, 10));
            for (int t = 2; t < 4; t++) {
                assertThat(Arrays.copyOfRange(other, 5 * t, 5 * t + 5))
                        .isNotEqualTo(Arrays.copyOfRange(one, 5 * t, 5 * t + 5));
            }
        }
    }

    @Test
    void paddingDoesNotChangeTheRowsOfTheText() {
        try (Network close = network(SPEC, 3);
                Network wide = network(SPEC, 6)) {
            float[] expected =
                    close.forward(row(1, 0, -1, 4, 2, 1), Pass.mean()).toFloats();
            float[] found =
                    wide.forward(row(1, 0, -1, 4, 2, 1, 0, 0, 0), Pass.mean()).toFloats();
            assertThat(Arrays.copyOf(found, 15)).containsExactly(expected, within(1e-6f));
        }
    }

    @Test
    void paddingGetsNoGradientFromTheRowsOfTheText() {
        try (Network network = network(SPEC, 5)) {
            Tensor y = network.forward(row(1, 0, -1, 4, 1, 0, 0, 0), Pass.mean());
            Tensor table = Named.at(network.parameters(), "0/words");
            float[] gradient = Gradients.of(y.narrow(1, 0, 2).square().sum(), List.of(table))
                    .get(0)
                    .toFloats();
            for (int word = 0; word < 5; word++) {
                boolean read = word == CaptionDecoder.END || word == 4;
                assertThat(gradient[2 * word] != 0).as("word %d", word).isEqualTo(read);
            }
        }
    }

    @Test
    void theMemoryIsSharedByTheDrawsAndItsOutputDropped() {
        CaptionDecoder seeing = new CaptionDecoder(Shape.of(1, 3, 3), List.of(Conv.of(2, 2)), 5, 2, 3, 0.5);
        try (Network network = network(seeing, 2)) {
            Map<String, Long> rows = new LinkedHashMap<>();
            Trace trace =
                    new Trace((path, output) -> rows.put(path, output.shape().size(0)));
            Pass pass = new Pass(NoiseMode.SAMPLE, StatisticsMode.RUNNING, KEY, "", trace);
            float[] y = network.forward(row(1, 2, 3, 4, 5, 6, 7, 8, 9, 3, 1), pass, 40)
                    .toFloats();
            assertThat(rows).isEqualTo(Map.of("0/vision/0", 1L, "0", 40L));
            // three units are kept or dropped: no more than 8 different rows for the first word
            long different = IntStream.range(0, 40)
                    .mapToObj(draw -> Arrays.toString(Arrays.copyOfRange(y, 10 * draw, 10 * draw + 5)))
                    .distinct()
                    .count();
            assertThat(different).isBetween(4L, 8L);
        }
    }

    @Test
    void shapesThatDoNotFitAreRefusedWithThePath() {
        assertThatThrownBy(() -> Network.build(Shape.of(3), List.of(SPEC), KEY))
                .isInstanceOf(ShapeException.class)
                .hasMessage(
                        "0/caption-decoder: expected a vector of the 3 numbers of an image [3], then words, got [3]");
        LayerSpec wrong = new CaptionDecoder(Shape.of(1, 3, 3), List.of(Dense.of(2)), 5, 2, 3, 0);
        assertThatThrownBy(() -> Network.build(Shape.of(12), List.of(wrong), KEY))
                .hasMessageStartingWith("0/vision/0/dense: expected a vector [K]");
    }

    @Test
    void whatIsNoWordIsRefused() {
        try (Network network = network(SPEC, 2)) {
            assertThatThrownBy(() -> network.forward(row(1, 2, 3, 5, 1), Pass.mean()))
                    .hasMessage("0: words must be whole numbers of [0, 4], got 5.0 at place 0 of text 0");
        }
        assertThatThrownBy(() -> new CaptionDecoder(Shape.of(3), List.of(), 1, 2, 3, 0))
                .hasMessage("caption-decoder.words must be 2 or more, for padding 0 and the end 1, got 1");
    }
}
