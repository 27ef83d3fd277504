package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which convolutions are expected to gain; docs/adr/0002 has the times. */
class FourierTest {
    @BeforeAll
    static void start() {
        Engine.start();
    }

    @ParameterizedTest
    @CsvSource({
        "128 20 12 12,  50  20 5 5, 0", // LeNet-5
        "128 20 12 12, 100  20 5 5, 0",
        " 32 64 14 14,  64  64 5 5, 2",
        " 32 16 28 28,  16  16 7 7, 3",
        " 20 32 12 12,  50  32 8 8, 0" // channels as examples
    })
    void largeWindowsOverManyChannelsGain(String x, String weight, int padding) {
        assertThat(Fourier.pays(sizes(x), sizes(weight), padding)).isEqualTo(Fourier.THERE);
    }

    @ParameterizedTest
    @CsvSource({
        "128  1 28 28,  20   1  5  5, 0", // few channels
        "128 20 12 12,   3  20  5  5, 0",
        " 32 64 32 32,  64  64  3  3, 1", // accuracy
        " 32 16 14 14,  16  16  5  5, 2", // transforms outweigh products
        "  1 64  9  9, 512  64  5  5, 0", // those of the windows do
        " 32 64 32 32,  64  64 17 17, 0", // more than the largest tile
        " 32 64  8  8,  64  64  5  5, 5", // whole windows of zeros
        " 32 64  4  4,  64  64  5  5, 0" // no position
    })
    void othersAreLeftToTheEngine(String x, String weight, int padding) {
        assertThat(Fourier.pays(sizes(x), sizes(weight), padding)).isFalse();
    }

    private static long[] sizes(String text) {
        return Arrays.stream(text.strip().split(" +"))
                .mapToLong(Long::parseLong)
                .toArray();
    }
}
