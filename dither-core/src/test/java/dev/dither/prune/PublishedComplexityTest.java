package dev.dither.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.LayerSpec;
import dev.dither.nn.Networks;
import dev.dither.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables 1 and 2 of SE-SNN: widths and the columns printed for them. Half a unit of the last digit is allowed. */
class PublishedComplexityTest {
    private static final Shape DIGIT = Shape.of(1, 28, 28);
    private static final Shape PHOTO = Shape.of(3, 32, 32);
    private static final List<LayerSpec> LE_NET = Networks.leNet(10);
    private static final Complexity LE_NET_WHOLE = Complexity.of(DIGIT, LE_NET, Counting.LE_NET);
    private static final Complexity VGG_WHOLE = Complexity.of(PHOTO, Networks.vgg16(10), Counting.VGG);
    private static final double LAST_DIGIT = 0.005;
    private static final double LAST_DIGIT_OF_FLOPS = 500;

    @Test
    void theOriginalsHaveThePublishedComplexity() {
        assertThat(LE_NET_WHOLE).isEqualTo(new Complexity(2_293_000, 430_500, 19_700));
        assertThat(VGG_WHOLE.size()).isEqualTo(15_239_872);
        assertThat(VGG_WHOLE.flops() / 1e6).isCloseTo(313.73, within(LAST_DIGIT));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "GD, 7-13-208-16, 1.38, .250, 32.00",
        "Sparse VD, 14-19-242-131, 9.29, .660, 60.78",
        "SBP, 3-18-284-283, 19.66, .213, 21.15",
        "BC-GNJ, 8-13-88-13, .95, .283, 35.03",
        "BC-GHS, 5-10-76-16, .64, .153, 22.80",
        "L0, 20-25-45-462, 8.92, 1.113, 85.82"
    })
    void leNetRowsFollowFromTheirWidths(String method, String widths, double size, double megaFlops, double memory) {
        Complexity found = leNet(widths);
        assertThat(found.flops()).isCloseTo(Math.round(megaFlops * 1e6), within((long) LAST_DIGIT_OF_FLOPS));
        assertPercent(found, size, memory);
    }

    @Test
    void theGroupLassoRowFollowsButItsFlopsAreTruncatedNotRounded() {
        Complexity found = leNet("3-12-192-500");
        assertThat(found.flops()).isEqualTo(201_800); // printed as .201
        assertPercent(found, 23.69, 19.35);
    }

    @Test
    void theSeparateL0RowFollowsFromFiveDenseInputsADigitOfSixtyFiveBeingLost() {
        Complexity found = leNet("9-18-5-25");
        assertThat(found.flops()).isCloseTo(389_000, within((long) LAST_DIGIT_OF_FLOPS));
        assertPercent(found, 1.08, 40.36);
        // the widths its authors published
        Complexity published = leNet("9-18-65-25");
        assertThat(published.size()).isEqualTo(6_150);
        assertPercent(published, 1.43, 40.66);
    }

    @ParameterizedTest
    @CsvSource({"3-10-25-78", "3-10-25-79", "3-10-68-35", "3-10-69-35"})
    void theVibNetRowIsConsistentWithFourGuessesAtItsUnpublishedWidths(String widths) {
        Complexity found = leNet(widths);
        assertThat(found.flops()).isCloseTo(94_000, within((long) LAST_DIGIT_OF_FLOPS));
        assertThat(found.percentOf(LE_NET_WHOLE).memory()).isCloseTo(15.55, within(2 * LAST_DIGIT));
    }

    @ParameterizedTest
    @EnumSource
    void theSeSnnRowFollowsFromNoWidthsWithOrWithoutBiases(Counting.Biases biases) {
        Counting counting = Counting.LE_NET.with(biases);
        assertThat(widthsWith(new Row(2.35, 61_000, 11.08, counting))).isZero();
    }

    @Test
    void theSearchForWidthsFindsThoseOfVibNet() {
        assertThat(widthsWith(new Row(0.83, 94_000, 15.55, Counting.LE_NET))).isPositive();
    }

    @Test
    void vggRowsFollowFromTheirWidths() {
        Complexity gnj = vgg("63-64-128-128-245-155-63-26-24-20-14-12-11-11-15");
        assertThat(gnj.flops() / 1e6).isCloseTo(141.50, within(LAST_DIGIT));
        Complexity.Percent left = gnj.percentOf(VGG_WHOLE);
        assertThat(left.size()).isCloseTo(6.57, within(LAST_DIGIT));
        assertThat(left.memory()).isCloseTo(81.68, within(LAST_DIGIT));
    }

    @Test
    void theHorseshoeRowOfVggFollowsButItsFlopsArePrintedAs121_90() {
        Complexity ghs = vgg("51-62-125-128-228-129-38-13-9-6-5-6-6-6-20");
        assertThat(ghs.flops() / 1e6).isCloseTo(121.95, within(LAST_DIGIT));
        Complexity.Percent left = ghs.percentOf(VGG_WHOLE);
        assertThat(left.size()).isCloseTo(5.40, within(LAST_DIGIT));
        assertThat(left.memory()).isCloseTo(74.82, within(LAST_DIGIT));
    }

    private static Complexity leNet(String widths) {
        return Complexity.of(DIGIT, Widths.parse(widths).narrowed(DIGIT, LE_NET), Counting.LE_NET);
    }

    private static Complexity vgg(String widths) {
        List<LayerSpec> whole = Networks.vgg16(10);
        return Complexity.of(PHOTO, Widths.parse(widths).narrowed(PHOTO, whole), Counting.VGG);
    }

    private static void assertPercent(Complexity found, double size, double memory) {
        Complexity.Percent left = found.percentOf(LE_NET_WHOLE);
        assertThat(left.size()).isCloseTo(size, within(LAST_DIGIT));
        assertThat(left.memory()).isCloseTo(memory, within(LAST_DIGIT));
    }

    /** Columns of a table, and how they are counted. */
    private record Row(double size, double flops, double memory, Counting counting) {
        boolean fits(String widths) {
            Complexity found = Complexity.of(DIGIT, Widths.parse(widths).narrowed(DIGIT, LE_NET), counting);
            Complexity.Percent left = found.percentOf(Complexity.of(DIGIT, LE_NET, counting));
            return Math.abs(left.size() - size) <= LAST_DIGIT
                    && Math.abs(found.flops() - flops) <= LAST_DIGIT_OF_FLOPS
                    && Math.abs(left.memory() - memory) <= LAST_DIGIT;
        }
    }

    /** Number of widths whose three columns are those of a row; those with too many multiplications are left out early. */
    private static long widthsWith(Row row) {
        long rows = 0;
        for (int first = 1; 14_400 * first < row.flops; first++) {
            for (int second = 1; 14_400 * first + 1_600 * first * second < row.flops && second <= 50; second++) {
                rows += denseWidthsWith(first, second, row);
            }
        }
        return rows;
    }

    /** The sum of both dense widths follows from the memory, to the last digit printed. */
    private static long denseWidthsWith(int first, int second, Row row) {
        long maps = 720L * first + 80L * second;
        int sum = (int) (Math.round(row.memory / 100 * LE_NET_WHOLE.memory()) - maps);
        long convolutions = 14_400L * first + 1_600L * first * second;
        long rows = 0;
        for (int inputs = 1; inputs <= 16 * second; inputs++) {
            int dense = inputs;
            String widths = first + "-" + second + "-" + inputs + "-";
            rows += IntStream.rangeClosed(sum - inputs - 1, sum - inputs + 1)
                    .filter(outputs -> 1 <= outputs && outputs <= 500)
                    .filter(outputs ->
                            Math.abs(convolutions + (dense + 10L) * outputs - row.flops) <= LAST_DIGIT_OF_FLOPS)
                    .filter(outputs -> row.fits(widths + outputs))
                    .count();
        }
        return rows;
    }
}
