package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Single precision is differentiated here unless something is clipped, double precision by the engine: the same numbers are expected. */
class DropoutVariancesTest {
    /** Several blocks, the last one not whole. */
    private static final Shape MANY = Shape.of(3, 3_001);

    private static final LogUniformDivergence.Curve CURVE = new LogUniformDivergence.Curve(0.6, 1.9, 1.5);
    private static final double CLIP = 5;

    @AutoClose
    final Scope scope = Scope.open();

    /** A loss of variances and of log α. */
    private interface Loss {
        Tensor of(DropoutVariances found);
    }

    private static Tensor numbers(String name) {
        return Tensor.normal(RandomKey.root(5).child(name), MANY);
    }

    /** Between ± 4 times the spread: with 2, some are beyond the clip. */
    private static Tensor logAlpha(double spread) {
        return numbers("a").tanh().times(4 * spread);
    }

    private static Tensor weighted(Tensor values, String name) {
        return values.times(numbers(name).like(values)).sum();
    }

    /** Returns the loss and its gradients by μ and a. */
    private static List<Tensor> slopes(Tensor mean, Tensor logAlpha, Loss loss) {
        List<Tensor> variables =
                List.of(mean.detach().variable(), logAlpha.detach().variable());
        Tensor total = loss.of(DropoutVariances.of(variables.get(0), variables.get(1), CLIP));
        List<Tensor> found = Gradients.of(total, variables);
        return List.of(total, found.get(0), found.get(1));
    }

    private static void requireThoseOfDoublePrecision(double spread, Loss loss) {
        List<Tensor> found = slopes(numbers("mean"), logAlpha(spread), loss);
        List<Tensor> wide = slopes(numbers("mean").toDouble(), logAlpha(spread).toDouble(), loss);
        double total = wide.get(0).item();
        assertThat(found.get(0).item()).isCloseTo(total, within(1e-5 * Math.max(1, Math.abs(total))));
        for (int i = 1; i < 3; i++) {
            double[] expected = wide.get(i).toDoubles();
            assertThat(found.get(i).toDoubles()).containsExactly(expected, within(2e-4));
        }
    }

    @Test
    void bothOutputsAreDifferentiated() {
        requireThoseOfDoublePrecision(
                1,
                found -> weighted(found.variances(), "v")
                        .plus(weighted(found.logAlpha().tanh(), "l")));
    }

    @Test
    void eitherOutputMayBeLeftOut() {
        requireThoseOfDoublePrecision(1, found -> weighted(found.variances(), "v"));
        List<Tensor> variables =
                List.of(numbers("mean").variable(), logAlpha(1).detach().variable());
        DropoutVariances found = DropoutVariances.of(variables.get(0), variables.get(1), CLIP);
        Tensor slope = Gradients.of(weighted(found.logAlpha(), "l"), variables.subList(1, 2))
                .get(0);
        assertThat(slope.toFloats()).containsExactly(numbers("l").toFloats());
    }

    @Test
    void whatIsClippedHasNoGradient() {
        Loss loss = found -> weighted(found.variances(), "v").plus(weighted(found.logAlpha(), "l"));
        requireThoseOfDoublePrecision(2, loss);
        double[] logAlpha = logAlpha(2).toDoubles();
        double[] slope = slopes(numbers("mean"), logAlpha(2), loss).get(2).toDoubles();
        int clipped = 0;
        for (int i = 0; i < slope.length; i++) {
            if (Math.abs(logAlpha[i]) > CLIP) {
                assertThat(slope[i]).isZero();
                clipped++;
            }
        }
        assertThat(clipped).isBetween(100, slope.length / 2);
    }

    @Test
    void halfOfTheGradientOfVariancesIsHandedOn() {
        Tensor mean = Tensor.full(3, Shape.of(1)).variable();
        Tensor logAlpha = Tensor.full(Math.log(2), Shape.of(1)).variable();
        Tensor variance = DropoutVariances.of(mean, logAlpha, CLIP).variances();
        assertThat(variance.item()).isCloseTo(18, within(1e-5));
        List<Tensor> slopes = Gradients.of(variance.sum(), List.of(mean, logAlpha));
        assertThat(slopes.get(0).item()).isCloseTo(2 * 3 * 2 / 2., within(1e-5));
        assertThat(slopes.get(1).item()).isCloseTo(18 / 2., within(1e-5));
    }

    @Test
    void theDivergenceIsThatOfDoublePrecision() {
        Loss loss = found -> LogUniformDivergence.of(found.logAlpha(), CURVE)
                .times(0.1)
                .plus(weighted(found.variances(), "v").times(0.001));
        requireThoseOfDoublePrecision(1, loss);
        requireThoseOfDoublePrecision(2, loss);
    }

    @Test
    @Tag("determinism")
    void anyNumberOfThreadsGivesTheSameBits() {
        Loss loss = found -> weighted(found.variances(), "v").plus(LogUniformDivergence.of(found.logAlpha(), CURVE));
        AnyThreads.requireSameBits(() -> slopes(numbers("mean"), logAlpha(1), loss).stream()
                .map(Tensor::toFloats)
                .toList());
    }
}
