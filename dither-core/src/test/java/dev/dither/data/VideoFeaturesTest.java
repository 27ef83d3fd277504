package dev.dither.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoFeaturesTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        write("classInd.txt", "1 Archery", "2 Basketball");
        write("trainlist01.txt", "Archery/v_a_g08.avi 1", "", "Basketball/v_b_g09.avi 2");
        write("testlist01.txt", "Basketball/v_b_g01.avi");
        write("videos.txt", "v_b_g01", "Archery/v_a_g08.avi", "v_other.mp4", "v_b_g09");
        matrix("spatial.npy", 4, 2, new float[] {1, 2, 3, 4, 5, 6, 7, 8});
        matrix("temporal.npy", 4, 1, new float[] {-1, -2, -3, -4});
    }

    private void write(String name, String... lines) throws IOException {
        Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    }

    /** A matrix of 32-bit floats as NumPy writes it. */
    private void matrix(String name, int rows, int columns, float[] values) throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }";
        ByteBuffer file = ByteBuffer.allocate(128 + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        file.putShort((short) 118);
        file.put((header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.ISO_8859_1));
        for (float value : values) {
            file.putFloat(value);
        }
        Files.write(folder.resolve(name), file.array());
    }

    @Test
    void aVideoHasTheFeaturesOfBothStreamsInTheOrderOfItsList() {
        VideoFeatures found = VideoFeatures.read(folder, 1);
        Examples train = found.data().train();
        assertThat(found.classNames()).containsExactly("Archery", "Basketball");
        assertThat(train.labels()).containsExactly(0, 1);
        assertThat(train.features(0)).containsExactly(3, 4, -2);
        assertThat(train.features(1)).containsExactly(7, 8, -4);
        assertThat(found.data().test().labels()).containsExactly(1);
        assertThat(found.data().test().features(0)).containsExactly(1, 2, -1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Archery/v_a_g08.avi 1 extra | trainlist01.txt, line 2: expected Class/video.avi and perhaps the number",
                "v_a_g08.avi 1               | trainlist01.txt, line 2: expected Class/video.avi and perhaps the number",
                "Fencing/v_b_g09.avi 3       | trainlist01.txt, line 2: class Fencing is not in the list of classes",
                "Basketball/v_b_g09.avi 1    | line 2: class Basketball has number 2 in the list of classes, got 1",
                "Basketball/v_b_g10.avi 2    | trainlist01.txt, line 2: no features of v_b_g10, it is not in",
                "Archery/v_a_g08.avi 1       | trainlist01.txt, line 2: Archery/v_a_g08.avi 1 is there a second time",
                "Basketball/v_b_g01.avi 2    | testlist01.txt, line 1: v_b_g01 is a training video as well"
            })
    void aLineThatCannotBeIsNamedByItsNumber(String line, String message) throws IOException {
        write("trainlist01.txt", "Archery/v_a_g08.avi 1", line.strip());
        assertThatThrownBy(() -> VideoFeatures.read(folder, 1))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message.strip())
                .message()
                .hasLineCount(1);
    }

    @Test
    void classesAreNumberedInOrder() throws IOException {
        write("classInd.txt", "1 Archery", "3 Basketball");
        assertThatThrownBy(() -> VideoFeatures.read(folder, 1))
                .hasMessageContaining(
                        "classInd.txt, line 2: expected class 2 under a name of its own, got 3 Basketball");
    }

    @Test
    void namesAndFeaturesGoTogether() throws IOException {
        matrix("temporal.npy", 3, 1, new float[] {1, 2, 3});
        assertThatThrownBy(() -> VideoFeatures.read(folder, 1))
                .hasMessageContainingAll("temporal.npy: features of 3 videos", "videos.txt has 4 names");
        write("videos.txt", "v_b_g01", "v_a_g08", "v_b_g01.avi", "v_b_g09");
        assertThatThrownBy(() -> VideoFeatures.read(folder, 1))
                .hasMessageContaining("videos.txt, line 3: v_b_g01.avi is there a second time");
    }

    @Test
    void featuresAreFinite() throws IOException {
        matrix("temporal.npy", 4, 1, new float[] {1, Float.NaN, 3, 4});
        assertThatThrownBy(() -> VideoFeatures.read(folder, 1)).hasMessageContaining("feature 2 of v_a_g08 is NaN");
    }

    @Test
    void missingFilesAreNamed() {
        assertThatThrownBy(() -> VideoFeatures.read(folder, 2))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("trainlist02.txt: no such file");
    }
}
