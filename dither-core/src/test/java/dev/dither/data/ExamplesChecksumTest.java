package dev.dither.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExamplesChecksumTest {
    /** By Python's hashlib over struct.pack: ">i" for 1, 2, then label and ">f" of each feature of both examples. */
    private static final String EXPECTED = "104cc8e99d4a91545dc444a6286fa7726af8c376cc94ae3210f0cca180a1ae7b";

    private static Examples examples(int[] labels) {
        return Examples.ofFloats("two", new int[] {1, 2}, new float[] {0, 0.5f, 127.5f, 1}, labels, 2);
    }

    @Test
    void checksumIsThatOfShapeLabelsAndFeatures() {
        assertThat(examples(new int[] {1, 0}).sha256()).isEqualTo(EXPECTED);
    }

    @Test
    void bytesCountAsTheFeaturesTheyStandFor() {
        Examples.Pixels pixels = new Examples.Pixels(new byte[] {0, 1, (byte) 255, 2}, 0.5f);
        assertThat(Examples.ofBytes("bytes", new int[] {1, 2}, pixels, new int[] {1, 0}, 2)
                        .sha256())
                .isEqualTo(EXPECTED);
    }

    @Test
    void anotherLabelOrOrderIsAnotherChecksum() {
        assertThat(examples(new int[] {1, 1}).sha256()).isNotEqualTo(EXPECTED);
        assertThat(examples(new int[] {1, 0}).subset(new int[] {1, 0}).sha256()).isNotEqualTo(EXPECTED);
    }
}
