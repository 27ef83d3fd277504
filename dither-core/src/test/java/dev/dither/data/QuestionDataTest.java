package dev.dither.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionDataTest {
    @TempDir
    Path folder;

    private static Examples pictures() {
        return Examples.ofFloats("p", new int[] {1, 1, 2}, new float[] {.1f, .2f, .3f, .4f, .5f, .6f}, new int[3], 1);
    }

    private static Examples asked(Examples pictures, int... about) {
        int[] words = new int[2 * about.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = i % 4;
        }
        return Examples.ofQuestions("q", pictures, new Questions(about, words, 2, 3), new int[about.length], 2);
    }

    @Test
    void anExampleIsItsPictureAndThenItsWords() {
        Examples examples = asked(pictures(), 2, 0, 2);
        assertThat(examples.features(0)).containsExactly(.5f, .6f, 0, 1);
        assertThat(examples.features(1)).containsExactly(.1f, .2f, 2, 3);
        assertThat(examples.features(2)).containsExactly(.5f, .6f, 0, 1);
        assertThat(examples.questionForm()).hasValue(new QuestionForm(Shape.of(1, 1, 2), 2, 3));
        assertThat(pictures().questionForm()).isEmpty();
    }

    @Test
    void gatheredQuestionsAreThoseAskedFor() {
        try (Scope scope = Scope.open()) {
            assertThat(asked(pictures(), 2, 0, 1).gather(new int[] {2, 1}).toFloats())
                    .containsExactly(.3f, .4f, 0, 1, .1f, .2f, 2, 3);
        }
    }

    @Test
    void picturesOfASubsetAreCountedThere() {
        Examples last = pictures().subset(new int[] {2, 1});
        assertThat(asked(last, 0).features(0)).startsWith(.5f, .6f);
    }

    @Test
    void theChecksumIsOfWhatIsAskedAndNotOfWhereItLies() {
        Examples examples = asked(pictures(), 2, 0, 2);
        Examples elsewhere = asked(pictures().subset(new int[] {2, 0}), 0, 1, 0);
        assertThat(elsewhere.sha256()).isEqualTo(examples.sha256()).hasSize(64);
        assertThat(asked(pictures(), 2, 1, 2).sha256()).isNotEqualTo(examples.sha256());
        assertThat(examples.withLabels(new int[] {0, 1, 0}).sha256()).isNotEqualTo(examples.sha256());
        assertThat(examples.subset(new int[] {0, 2, 1}).sha256()).isNotEqualTo(examples.sha256());
        Questions others = new Questions(new int[] {2, 0, 2}, new int[] {0, 1, 2, 3, 0, 2}, 2, 3);
        assertThat(Examples.ofQuestions("q", pictures(), others, new int[3], 2).sha256())
                .isNotEqualTo(examples.sha256());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> asked(pictures(), 3))
                .isInstanceOf(DataException.class)
                .hasMessage("q: question 0 is about picture 3, but there are 3 pictures");
        assertThatThrownBy(() -> new Questions(new int[2], new int[3], 2, 3)).hasMessageContaining("2 × 2 numbers");
        assertThatThrownBy(() -> new Questions(new int[1], new int[] {4}, 1, 3)).hasMessageContaining("in 0 … 3");
        assertThatThrownBy(() -> new Questions(new int[0], new int[0], 0, 3)).hasMessageContaining("length must be");
        assertThatThrownBy(() -> asked(pictures(), 0).reordered(new int[] {3, 2, 1, 0}))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("cannot change places");
    }

    /** 2 images of 3 regions with 2 features, whose values count up. */
    private Path features(String header, int values) throws IOException {
        byte[] text = header.getBytes(ISO_8859_1);
        ByteBuffer file = ByteBuffer.allocate(10 + text.length + 4 * values).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) text.length);
        file.put(text);
        for (int i = 0; i < values; i++) {
            file.putFloat(i);
        }
        return Files.write(folder.resolve("features.npy"), file.array());
    }

    private static final String HEADER = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3, 2), }      \n";

    private Path names(String... names) throws IOException {
        return Files.write(folder.resolve("ids.txt"), List.of(names));
    }

    @Test
    void storedFeaturesAreReadWhereTheyLie() throws IOException {
        PictureFeatures found = PictureFeatures.read(features(HEADER, 12), names("262148", "17 "));
        assertThat(found.pictures().exampleShape()).containsExactly(3, 2);
        assertThat(found.pictures().features(1)).containsExactly(6, 7, 8, 9, 10, 11);
        assertThat(found.picture("17")).hasValue(1);
        assertThat(found.picture("18")).isEmpty();
        assertThat(asked(found.pictures(), 1, 0).features(1)).containsExactly(0, 1, 2, 3, 4, 5, 2, 3);
    }

    @ParameterizedTest
    @CsvSource({
        "'<f8', '(2, 3, 2)', 12, save numpy.float32",
        "'<f4', '(2, 3, 2, 1)', 12, expected 32-bit floats",
        "'<f4', '(2, 3, 2)', 11, 'bytes, expected'",
        "'<f4', '(3, 2, 2)', 12, '2 names for the 3 images'",
        "'<f4', '(0, 3, 2)', 0, '2 names for the 0 images'"
    })
    void otherFeaturesAreOneLine(String type, String shape, int values, String message) throws IOException {
        String header = HEADER.replace("<f4", type).replace("(2, 3, 2)", shape);
        Path file = features(header, values);
        Path names = names("a", "b");
        assertThatThrownBy(() -> PictureFeatures.read(file, names))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }

    @Test
    void filesThatAreNoneAreOneLine() throws IOException {
        Path names = names("a", "a");
        Path file = features(HEADER, 12);
        assertThatThrownBy(() -> PictureFeatures.read(file, names)).hasMessageContaining("line 2: a is there twice");
        Path text = Files.writeString(folder.resolve("text"), "1 2 3");
        assertThatThrownBy(() -> PictureFeatures.read(text, names)).hasMessageContaining("no NumPy file of version 1");
        assertThatThrownBy(() -> PictureFeatures.read(folder.resolve("none"), names))
                .hasMessageContaining("none: no such file");
    }

    private Path picture(String name, int side, int rgb) throws IOException {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < side * side; i++) {
            image.setRGB(i % side, i / side, i % side < side / 2 ? rgb : 0);
        }
        image.setRGB(side - 1, side - 1, 0xFFFFFF);
        Path file = folder.resolve(name);
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    @Test
    void picturesAreShrunkByTheAverage() throws IOException {
        List<Path> files = List.of(picture("a.png", 4, 0x0A1400), picture("b.png", 4, 0x000064));
        Examples whole = PictureFiles.read("pictures", files, 1);
        assertThat(whole.exampleShape()).containsExactly(3, 4, 4);
        Examples small = PictureFiles.read("pictures", files, 2);
        assertThat(small.exampleShape()).containsExactly(3, 2, 2);
        float unit = 1 / 255f;
        assertThat(small.features(0)) // red, green, blue; a quarter of white is 63.75 and becomes 64
                .containsExactly(
                        10 * unit, 0, 10 * unit, 64 * unit, 20 * unit, 0, 20 * unit, 64 * unit, 0, 0, 0, 64 * unit);
        assertThat(small.features(1)).startsWith(0, 0, 0, 64 * unit).contains(100 * unit);
        assertThatThrownBy(() -> PictureFiles.read("pictures", files, 3))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("4 × 4 pixels cannot be shrunk");
    }
}
