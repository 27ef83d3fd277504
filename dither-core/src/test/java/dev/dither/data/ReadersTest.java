package dev.dither.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadersTest {
    @TempDir
    Path folder;

    @Test
    void idxReadsPlainAndGzippedFiles() throws IOException {
        Examples examples = Idx.read("tiny", write("images.gz", gzip(images(2051))), write("labels", labels(2)), 3);

        assertThat(examples.exampleShape()).containsExactly(1, 1, 3);
        assertThat(examples.labels()).containsExactly(0, 1);
        assertThat(examples.features(1)).containsExactly(3 * (1 / 255f), 1f, 0f);
    }

    @Test
    void idxRefusesAWrongMagicNumber() throws IOException {
        Path images = write("images", images(2049));
        Path labels = write("labels", labels(2));

        assertThatThrownBy(() -> Idx.read("tiny", images, labels, 3))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("images: magic number is 2049", "expected 2051");
    }

    @Test
    void idxRefusesATruncatedFile() throws IOException {
        Path images = write("images", Arrays.copyOf(images(2051), 20));
        Path labels = write("labels", labels(2));

        assertThatThrownBy(() -> Idx.read("tiny", images, labels, 3))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("images: 20 bytes", "expected 16 + 2 × 3");
    }

    @Test
    void idxRefusesLabelsOfAnotherCount() throws IOException {
        Path images = write("images", images(2051));
        Path labels = write("labels", labels(3));

        assertThatThrownBy(() -> Idx.read("tiny", images, labels, 3))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("labels: 3 labels, expected 2");
    }

    @Test
    void truncatedAndBitFlippedGzipAreRefusedByName() throws IOException {
        byte[] whole = gzip(images(2051));
        byte[] flipped = whole.clone();
        flipped[whole.length - 6] ^= 1; // in the checksum of the trailer
        Path labels = write("labels", labels(2));

        for (byte[] bytes : List.of(Arrays.copyOf(whole, whole.length - 9), flipped)) {
            Path images = write("images.gz", bytes);
            assertThatThrownBy(() -> Idx.read("tiny", images, labels, 3))
                    .isInstanceOf(DataException.class)
                    .hasMessageContainingAll("images.gz", "download it again");
        }
    }

    @Test
    void cifarReadsTheLabelItIsAskedFor() throws IOException {
        byte[] record = new byte[3074];
        record[0] = 7;
        record[1] = 42;
        record[2 + 1024] = (byte) 255;
        Path file = write("test.bin", record);

        assertThat(CifarBinary.CIFAR_100_COARSE.read("c", file).label(0)).isEqualTo(7);
        Examples fine = CifarBinary.CIFAR_100_FINE.read("c", file, file);
        assertThat(fine.labels()).containsExactly(42, 42);
        assertThat(fine.features(1)[1024]).isEqualTo(1f);
        assertThatThrownBy(() -> CifarBinary.CIFAR_10.read("c", file)).hasMessageContaining("multiple of 3073");
    }

    @Test
    void optDigitsNamesTheLineOfABadCell() throws IOException {
        Path file = write("digits", ("0,".repeat(64) + "3\n" + "17,".repeat(64) + "3\n").getBytes(UTF_8));

        assertThatThrownBy(() -> OptDigits.read("d", file))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("digits:2", "\"17\"", "0 … 16");
    }

    @Test
    void csvTableStandardizesByItsTrainingRows() throws IOException {
        CsvTable table = CsvTable.read(write("t.csv", "a,kind,b\n1,x,5\n3,y,5\n".getBytes(UTF_8)), "kind");
        Examples scaled = Standardization.fit(table.examples()).apply(table.examples());

        assertThat(table.featureNames()).containsExactly("a", "b");
        assertThat(table.classNames()).containsExactly("x", "y");
        assertThat(scaled.features(0)).containsExactly(-1f, 0f);
        assertThat(scaled.features(1)).containsExactly(1f, 0f);
    }

    @Test
    void csvTableNamesLineAndColumnOfABadCell() throws IOException {
        Path file = write("t.csv", "a,kind\n1,x\nfoo,y\n".getBytes(UTF_8));

        assertThatThrownBy(() -> CsvTable.read(file, "kind")).hasMessageContainingAll("t.csv:3", "a is \"foo\"");
        assertThatThrownBy(() -> CsvTable.read(file, "label")).hasMessageContaining("no column \"label\"");
    }

    @Test
    void imageFolderKeepsGreyValuesAndPlanes() throws IOException {
        image("cat", 2, BufferedImage.TYPE_BYTE_GRAY);
        image("dog", 2, BufferedImage.TYPE_INT_RGB);

        ImageFolder grey = ImageFolder.read(folder, ImageFolder.Channels.GREY);
        ImageFolder colour = ImageFolder.read(folder, ImageFolder.Channels.RGB);

        assertThat(grey.classNames()).containsExactly("cat", "dog");
        assertThat(grey.examples().features(0)[0]).isEqualTo(100 * (1 / 255f));
        assertThat(colour.examples().exampleShape()).containsExactly(3, 2, 2);
        assertThat(colour.examples().features(1)[0]).isEqualTo(100 * (1 / 255f));
        assertThat(colour.examples().features(1)[4]).isZero();
    }

    @Test
    void imageFolderRefusesAnotherSize() throws IOException {
        image("cat", 2, BufferedImage.TYPE_BYTE_GRAY);
        image("dog", 3, BufferedImage.TYPE_BYTE_GRAY);

        assertThatThrownBy(() -> ImageFolder.read(folder, ImageFolder.Channels.GREY))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("3 × 3 pixels, expected 2 × 2");
    }

    private void image(String name, int size, int type) throws IOException {
        BufferedImage image = new BufferedImage(size, size, type);
        image.getRaster().setSample(0, 0, 0, 100);
        ImageIO.write(
                image,
                "png",
                Files.createDirectory(folder.resolve(name)).resolve("a.png").toFile());
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] images(int magic) {
        ByteBuffer buffer =
                ByteBuffer.allocate(22).putInt(magic).putInt(2).putInt(1).putInt(3);
        return buffer.put(new byte[] {0, 1, 2, 3, (byte) 255, 0}).array();
    }

    private static byte[] labels(int count) {
        ByteBuffer buffer = ByteBuffer.allocate(8 + count).putInt(2049).putInt(count);
        for (int i = 0; i < count; i++) {
            buffer.put((byte) i);
        }
        return buffer.array();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
