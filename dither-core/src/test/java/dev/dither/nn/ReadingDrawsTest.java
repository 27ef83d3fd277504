package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several draws in one pass of layers that read texts. */
class ReadingDrawsTest {
    private static final RandomKey KEY = RandomKey.root(53);
    private static final int DRAWS = 20_000;
    private static final double ERRORS = 5;

    private static final List<DoubleFunction<LayerSpec>> ALL =
            List.of(ReadingDrawsTest::text, ReadingDrawsTest::question, ReadingDrawsTest::caption);

    private static TextEncoder text(double dropProbability) {
        return new TextEncoder(5, 2, 3, 2, dropProbability);
    }

    private static LayerSpec question(double dropProbability) {
        return new VisualQuestion(Shape.of(2, 2), List.of(), text(dropProbability), 2, 2, dropProbability);
    }

    private static LayerSpec caption(double dropProbability) {
        return new CaptionDecoder(Shape.of(4), List.of(), 5, 2, 3, dropProbability);
    }

    private static Network network(LayerSpec spec) {
        return Network.build(Shape.of(length(spec)), List.of(spec), KEY);
    }

    private static long length(LayerSpec spec) {
        return spec instanceof TextEncoder ? 3 : 7;
    }

    private static Tensor x(LayerSpec spec) {
        Tensor words = Tensor.of(new float[] {3, 2, 1, 4, 1, 0}, Shape.of(2, 3));
        Tensor image = Tensor.normal(KEY, Shape.of(2, length(spec) - 3));
        return Tensor.concatenated(1, image, words);
    }

    @Test
    void withoutDropoutDrawsHaveTheBitsOfAPlainPass() {
        for (DoubleFunction<LayerSpec> family : ALL) {
            LayerSpec spec = family.apply(0);
            assertThat(spec.noisy()).isFalse();
            requirePlain(spec, Pass.sampling(KEY));
        }
    }

    @Test
    void aStackedMeanPassHasTheBitsOfAPlainOne() {
        for (DoubleFunction<LayerSpec> family : ALL) {
            requirePlain(family.apply(0.5), Pass.mean());
        }
    }

    private static void requirePlain(LayerSpec spec, Pass pass) {
        try (Scope scope = Scope.open();
                Network network = network(spec)) {
            float[] plain = network.forward(x(spec), pass).toFloats();
            float[] stacked = network.forward(x(spec), pass, 3).toFloats();
            for (int draw = 0; draw < 3; draw++) {
                int from = draw * plain.length;
                assertThat(Arrays.copyOfRange(stacked, from, from + plain.length))
                        .containsExactly(plain);
            }
        }
    }

    /** 20 000 draws, 5 standard errors of at most 60 moments: a correct layer fails with probability 4e-5. */
    @Test
    @Tag("statistical")
    void drawsHaveTheMomentsOfSinglePasses() {
        for (DoubleFunction<LayerSpec> family : ALL) {
            LayerSpec spec = family.apply(0.5);
            try (Scope scope = Scope.open();
                    Gradients.Off off = Gradients.off();
                    Network network = network(spec);
                    Network lighter = network(family.apply(0.45))) {
                Tensor x = x(spec);
                Moments found = moments(network.forward(x, Pass.sampling(KEY.child("stacked")), DRAWS));
                Moments expected = moments(network.forward(x.repeated(DRAWS), Pass.sampling(KEY.child("single"))));
                assertThat(found.errorsOfMean(expected)).isLessThan(ERRORS);
                assertThat(found.errorsOfVariance(expected)).isLessThan(ERRORS);
                Moments other = moments(lighter.forward(x.repeated(DRAWS), Pass.sampling(KEY.child("other"))));
                assertThat(found.errorsOfVariance(other)).isGreaterThan(ERRORS);
            }
        }
    }

    private static Moments moments(Tensor y) {
        return new Moments(y.toDoubles(), Math.toIntExact(y.shape().elements() / DRAWS));
    }

    @Test
    void examplesOfADrawHaveMasksOfTheirOwn() {
        LayerSpec spec = text(0.5);
        try (Scope scope = Scope.open();
                Network network = network(spec)) {
            Tensor twins = Tensor.of(new float[] {3, 2, 1}, Shape.of(1, 3)).repeated(8);
            float[] y = network.forward(twins, Pass.sampling(KEY), 2).toFloats();
            long different = IntStream.range(0, 16)
                    .mapToObj(row -> y[3 * row])
                    .distinct()
                    .count();
            assertThat(different).isGreaterThan(8);
        }
    }
}
