package dev.dither.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoftLabelsTest {
    private static final String INTEGERS = "{'descr': '<i8', 'fortran_order': False, 'shape': (2, 3), }";

    @TempDir
    Path folder;

    /** As NumPy writes it: the header ends with spaces and a line feed at a multiple of 64 bytes. */
    private static byte[] npy(String header, Consumer<ByteBuffer> values) {
        ByteBuffer file = ByteBuffer.allocate(128 + 6 * 8).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        file.putShort((short) 118);
        file.put((header + " ".repeat(117 - header.length()) + "\n").getBytes(ISO_8859_1));
        values.accept(file);
        return file.array();
    }

    private static void count(ByteBuffer file) {
        for (long value : new long[] {0, 1, 3, 50, 0, 0}) {
            file.putLong(value);
        }
    }

    private static Npy parse(byte... file) {
        return Npy.parse(new Content("counts.npy", file), 2, 3);
    }

    @Test
    void integersAreReadRowByRow() {
        assertThat(parse(npy(INTEGERS, SoftLabelsTest::count)).values()).containsExactly(0, 1, 3, 50, 0, 0);
    }

    @Test
    void floatsAreRead() {
        byte[] file = npy(INTEGERS.replace("i8", "f8"), bytes -> {
            for (int i = 0; i < 6; i++) {
                bytes.putDouble(i / 7.0);
            }
        });
        assertThat(parse(file).values()).containsExactly(0, 1 / 7.0, 2 / 7.0, 3 / 7.0, 4 / 7.0, 5 / 7.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'descr': '>i8', 'fortran_order': False, 'shape': (2, 3), } | little-endian",
                "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), } | 64-bit",
                "{'descr': '<i8', 'fortran_order': True, 'shape': (2, 3), }  | row by row",
                "{'descr': '<i8', 'fortran_order': False, 'shape': (6,), }   | a matrix",
                "{'descr': '<i8', 'fortran_order': False, 'shape': (3, 2), } | shape is (3, 2), expected (2, 3)",
            })
    void otherArraysAreRefused(String header, String message) {
        assertThatThrownBy(() -> parse(npy(header.strip(), SoftLabelsTest::count)))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("counts.npy: ")
                .hasMessageContaining(message.strip());
    }

    @Test
    void otherAndTruncatedFilesAreRefused() {
        byte[] whole = npy(INTEGERS, SoftLabelsTest::count);
        byte[] second = whole.clone();
        second[6] = 2;
        assertThatThrownBy(() -> parse(second)).hasMessageContaining("no NumPy file of version 1");
        assertThatThrownBy(() -> parse(new byte[5])).hasMessageContaining("no NumPy file of version 1");
        assertThatThrownBy(() -> parse(Arrays.copyOf(whole, 60))).hasMessageContaining("expected a matrix");
        assertThatThrownBy(() -> parse(Arrays.copyOf(whole, whole.length - 8)))
                .hasMessageContaining("168 bytes, expected 176");
    }

    @Test
    void answersBecomeShares() {
        SoftLabels found = SoftLabels.of(new double[][] {{0, 1, 3}, {50, 0, 0}});
        assertThat(found.share(0, 1)).isEqualTo(0.25);
        assertThat(found.share(0, 2)).isEqualTo(0.75);
        assertThat(found.share(1, 0)).isEqualTo(1);
        assertThat(found.size()).isEqualTo(2);
    }

    @Test
    void someExamplesHaveTheSharesOfTheirRows() {
        Examples all = Examples.ofFloats("x", new int[] {1}, new float[2], new int[2], 3);
        SoftLabels found = SoftLabels.of(new double[][] {{0, 1, 3}, {50, 0, 0}}).of(all.subset(new int[] {1, 0, 1}));
        assertThat(found.size()).isEqualTo(3);
        assertThat(found.share(1, 2)).isCloseTo(0.75, within(0.0));
        Examples other = Examples.ofFloats("x", new int[] {1}, new float[3], new int[3], 3);
        assertThatThrownBy(() -> SoftLabels.of(new double[][] {{0, 1, 3}}).of(other))
                .hasMessageContaining("row 1, but there are soft labels of 3 classes for 1 rows");
    }

    @Test
    void rowsWithoutAnswersAreRefused() {
        assertThatThrownBy(() -> SoftLabels.of(new double[][] {{1, 0}, {0, 0}}))
                .hasMessageContaining("row 1 has no answers");
        assertThatThrownBy(() -> SoftLabels.of(new double[][] {{1, -1}})).hasMessageContaining("must be >= 0");
        assertThatThrownBy(() -> SoftLabels.of(new double[][] {{1, Double.NaN}}))
                .hasMessageContaining("must be >= 0");
        assertThatThrownBy(() -> SoftLabels.of(new double[][] {{1, 0}, {1}}))
                .hasMessageContaining("expected 2 classes");
    }

    @Test
    void theFileIsNamedWhereItIsMissing() {
        assertThatThrownBy(() -> SoftLabels.ofCifar10Test(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("no cifar10h-counts.npy", "https://github.com/jcpeterson/cifar-10h");
    }
}
