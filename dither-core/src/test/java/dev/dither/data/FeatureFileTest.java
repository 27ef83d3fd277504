package dev.dither.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureFileTest {
    private static final String HEADER = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1, 3), }\n";

    @TempDir
    Path folder;

    /** The layout of NEP 1: magic, version, length of the header, header, numbers. */
    private Path array(String header, float... values) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes =
                ByteBuffer.allocate(10 + text.length + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        bytes.putShort((short) text.length).put(text);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return Files.write(folder.resolve("features.npy"), bytes.array());
    }

    private Path ids(String text) throws IOException {
        return Files.writeString(folder.resolve("ids.txt"), text);
    }

    @Test
    void rowsAreExamplesOfTheirNames() throws IOException {
        FeatureFile read = FeatureFile.read(array(HEADER, 1, 2, 3, -4, 5.5f, 6), ids("42\n\n 7\n"));
        assertThat(read.ids()).containsExactly("42", "7");
        assertThat(read.features().exampleShape()).containsExactly(1, 3);
        assertThat(read.features().features(1)).containsExactly(-4, 5.5f, 6);
    }

    @Test
    void whatDoesNotFitIsRefusedInOneLine() throws IOException {
        Path two = ids("42\n7\n");
        refuses(array(HEADER, 1, 2, 3, 4, 5), two, "features.npy: ends too soon; get it again");
        refuses(array(HEADER, 1, 2, 3, 4, 5, 6, 7), two, "features.npy: goes on behind its last number");
        refuses(array(HEADER.replace("<f4", "<f8"), 1), two, "expected little-endian 32-bit floats [images, …]");
        refuses(array(HEADER.replace("(2, 1, 3)", "(2,)"), 1), two, "expected little-endian 32-bit floats");
        refuses(array(HEADER.replace("(2, 1, 3)", "(2, 999999, 999999)"), 1), two, "too many for memory");
        refuses(Files.writeString(folder.resolve("text.npy"), "1,2,3"), two, "text.npy: no NumPy file of version 1");
        refuses(folder.resolve("gone.npy"), two, "gone.npy: no such file; check the path");
        refuses(array(HEADER, 1, 2, 3, 4, 5, 6), folder.resolve("gone.txt"), "gone.txt: no such file; check the path");
        refuses(array(HEADER, 1, 2, 3, 4, 5, 6), ids("42\n"), "features.npy: 2 rows, but ");
        refuses(array(HEADER, 1, 2, 3, 4, 5, 6), ids("42\n42\n"), "ids.txt: names an image twice");
    }

    private static void refuses(Path array, Path ids, String message) {
        assertThatThrownBy(() -> FeatureFile.read(array, ids))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }

    @Test
    void moreValuesMustFitTheExamples() {
        Examples two = Examples.ofFloats("two", new int[] {2}, new float[] {1, 2, 3, 4}, new int[2], 1);
        assertThatThrownBy(() -> two.followedBy(new float[3], 2))
                .hasMessage("two: expected 2 more values for each of 2 examples, got 3");
        assertThat(two.followedBy(new float[] {8, 9}, 1)
                        .reordered(new int[] {2, 0, 1})
                        .features(1))
                .containsExactly(9, 3, 4);
    }
}
