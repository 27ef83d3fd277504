package dev.dither.data;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files in the form of the published ones: a stored zip entry with a pickle of named runs of 64-bit integers. */
class HumanLabelsTest {
    private static final int COUNT = 6;
    private static final long[] CLEAN = {6, 9, 9, 4, 1, 1};
    private static final long[] WORST = {4, 9, 0, 4, 1, 9};
    private static final int WRONG_METHOD = 8;

    @TempDir
    Path folder;

    private static byte[] file(long[] clean, long[] worst) {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(new byte[] {(byte) 0x80, 2, '}', 'q', 0, '('});
        set(pickle, "clean_label", clean);
        set(pickle, "worse_label", worst);
        byte[] name = "archive/data.pkl".getBytes(US_ASCII);
        byte[] extra = new byte[18];
        ByteBuffer header = ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN);
        header.put("PK".getBytes(US_ASCII)).put((byte) 3).put((byte) 4);
        header.position(26);
        header.putShort((short) name.length).putShort((short) extra.length);
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        zip.writeBytes(header.array());
        zip.writeBytes(name);
        zip.writeBytes(extra);
        zip.writeBytes(pickle.toByteArray());
        return zip.toByteArray();
    }

    private static void set(ByteArrayOutputStream pickle, String name, long... labels) {
        text(pickle, name.getBytes(US_ASCII));
        pickle.writeBytes("q\1cnumpy\ndtype\nX\2\0\0\0i8q\2".getBytes(US_ASCII));
        ByteBuffer run = ByteBuffer.allocate(8 * labels.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(labels).forEach(run::putLong);
        text(pickle, run.array());
    }

    private static void text(ByteArrayOutputStream pickle, byte... content) {
        pickle.write('X');
        pickle.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(content.length)
                .array());
        pickle.writeBytes(content);
    }

    private static Examples images(int... labels) {
        return Examples.ofFloats("cifar-10 train", new int[] {1}, new float[labels.length], labels, 10);
    }

    private static int[] worst(Examples train, byte... file) {
        return HumanLabels.WORST.of(train, new Content("CIFAR-10_human.pt", file), COUNT);
    }

    @Test
    void aSetIsReadByItsName() {
        assertThat(worst(images(6, 9, 9, 4, 1, 1), file(CLEAN, WORST))).containsExactly(4, 9, 0, 4, 1, 9);
    }

    @Test
    void someImagesGetTheLabelsOfTheirRows() {
        assertThat(worst(images(6, 9, 9), file(CLEAN, WORST)))
                .as("the first file alone")
                .containsExactly(4, 9, 0);
        Examples chosen = images(6, 9, 9, 4, 1, 1).subset(new int[] {5, 2});
        assertThat(worst(chosen, file(CLEAN, WORST))).containsExactly(9, 0);
    }

    @Test
    void otherImagesThanThoseThatWereLabelledAreRefused() {
        assertThatThrownBy(() -> worst(images(6, 9, 8), file(CLEAN, WORST)))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "CIFAR-10_human.pt: image 2 of cifar-10 train is not the one that was labelled; the training files"
                                + " of cifar-10 must be the first ones, without a gap");
        assertThatThrownBy(() -> worst(images(6, 9, 9, 4, 1, 1, 1), file(CLEAN, WORST)))
                .hasMessageContaining("image 6");
    }

    @Test
    void aTruncatedFileIsRefused() {
        byte[] whole = file(CLEAN, WORST);
        assertThatThrownBy(() -> worst(images(6), Arrays.copyOf(whole, whole.length - 1)))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("ends after " + (whole.length - 1) + " bytes, expected " + whole.length);
    }

    @Test
    void anotherFileIsRefused() {
        assertThatThrownBy(() -> worst(images(6), new byte[100])).hasMessageContaining("no zip file");
        assertThatThrownBy(() -> worst(images(6))).hasMessageContaining("no zip file");
        byte[] compressed = file(CLEAN, WORST);
        compressed[WRONG_METHOD] = 8;
        assertThatThrownBy(() -> worst(images(6), compressed)).hasMessageContaining("compressed by method 8");
    }

    @Test
    void aSetThatIsNotThereIsNamed() {
        Content file = new Content("CIFAR-10_human.pt", file(CLEAN, WORST));
        assertThatThrownBy(() -> HumanLabels.AGGREGATE.of(images(6), file, COUNT))
                .hasMessageContaining("no labels called aggre_label");
    }

    @Test
    void anotherNumberOfLabelsIsRefused() {
        byte[] shorter = file(CLEAN, Arrays.copyOf(WORST, 5));
        assertThatThrownBy(() -> worst(images(6), shorter)).hasMessageContaining("worse_label does not hold 6 labels");
    }

    @Test
    void labelsOfNoClassAreRefused() {
        byte[] beyond = file(CLEAN, new long[] {4, 9, 0, 4, 10, 9});
        assertThatThrownBy(() -> worst(images(6), beyond))
                .hasMessageContaining("label 4 of worse_label must be in 0 … 9");
        byte[] wide = file(CLEAN, new long[] {1L << 32, 9, 0, 4, 1, 9}); // whose lower half is 0
        assertThatThrownBy(() -> worst(images(6), wide)).hasMessageContaining("label 0 of worse_label");
    }

    @Test
    void theFileIsCheckedByItsChecksum() throws IOException {
        Path file = Files.createDirectory(folder.resolve("cifar-n")).resolve("CIFAR-10_human.pt");
        Files.write(file, file(CLEAN, WORST));
        assertThatThrownBy(() -> HumanLabels.WORST.of(images(6), folder))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("SHA-256", "873e69c39cb9b5e9");
        assertThatThrownBy(() -> HumanLabels.FINE.of(images(6), folder))
                .hasMessageContainingAll("no CIFAR-100_human.pt", "get it from https://github.com/UCSC-REAL");
    }

    @Test
    void labelsAloneAreNoData() {
        assertThatThrownBy(() -> KnownData.CIFAR_N.load(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("name cifar-10 or cifar-100");
    }
}
