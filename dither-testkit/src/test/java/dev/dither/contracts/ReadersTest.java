package dev.dither.contracts;

import dev.dither.data.CifarBinary;
import dev.dither.data.CsvTable;
import dev.dither.data.Examples;
import dev.dither.data.Idx;
import dev.dither.data.ImageFolder;
import dev.dither.data.OptDigits;
import dev.dither.data.PictureFeatures;
import dev.dither.data.PictureFiles;
import dev.dither.data.Questions;
import dev.dither.data.VideoFeatures;
import dev.dither.testkit.DatasetContract;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A new reader is one more line in {@link #cases} and a method that writes a small file and reads it. */
@ParameterizedClass
@MethodSource("cases")
class ReadersTest implements DatasetContract {
    interface Reading {
        Examples in(Path folder) throws IOException;
    }

    record Case(Class<?> reader, Reading reading) {
        @Override
        public String toString() {
            return reader.getSimpleName();
        }
    }

    @Parameter
    Case subject;

    @TempDir
    Path folder;

    static List<Case> cases() {
        return List.of(
                new Case(Idx.class, ReadersTest::idx),
                new Case(CifarBinary.class, ReadersTest::cifar),
                new Case(OptDigits.class, ReadersTest::optDigits),
                new Case(CsvTable.class, ReadersTest::csv),
                new Case(ImageFolder.class, ReadersTest::images),
                new Case(PictureFiles.class, ReadersTest::pictures),
                new Case(Questions.class, ReadersTest::questions),
                new Case(PictureFeatures.class, ReadersTest::features),
                new Case(VideoFeatures.class, ReadersTest::videos));
    }

    @Override
    public Examples examples() {
        try {
            return subject.reading().in(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Examples idx(Path folder) throws IOException {
        ByteBuffer images =
                ByteBuffer.allocate(16 + 2 * 6).putInt(2051).putInt(2).putInt(2).putInt(3);
        images.put(new byte[] {0, 1, 2, 3, (byte) 255, 0, 9, 8, 7, 6, 5, 4});
        ByteBuffer labels =
                ByteBuffer.allocate(8 + 2).putInt(2049).putInt(2).put((byte) 2).put((byte) 0);
        Path imageFile = Files.write(folder.resolve("images"), images.array());
        return Idx.read("tiny", imageFile, Files.write(folder.resolve("labels"), labels.array()), 3);
    }

    private static Examples cifar(Path folder) throws IOException {
        byte[] records = new byte[2 * 3073];
        records[0] = 7;
        records[100] = (byte) 200;
        records[3073] = 1;
        return CifarBinary.CIFAR_10.read("tiny", Files.write(folder.resolve("batch.bin"), records));
    }

    private static Examples optDigits(Path folder) throws IOException {
        String lines = "0,".repeat(64) + "3\n" + "16,".repeat(64) + "9\n";
        return OptDigits.read("tiny", Files.writeString(folder.resolve("digits"), lines));
    }

    private static Examples csv(Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("table.csv"), "a,kind,b\n1,x,5\n3,y,-2.5\n2,x,0\n");
        return CsvTable.read(file, "kind").examples();
    }

    private static Examples pictures(Path folder) throws IOException {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        image.setRGB(1, 0, 0x102030);
        Path file = folder.resolve("0.png");
        ImageIO.write(image, "png", file.toFile());
        return PictureFiles.read("tiny", List.of(file, file), 2);
    }

    private static Examples questions(Path folder) throws IOException {
        Questions questions = new Questions(new int[] {1, 0, 1}, new int[] {1, 2, 3, 0, 3, 3}, 2, 3);
        return Examples.ofQuestions("tiny", pictures(folder), questions, new int[] {0, 4, 2}, 5);
    }

    private static Examples features(Path folder) throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1, 2), }\n";
        ByteBuffer file = ByteBuffer.allocate(10 + header.length() + 16).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length());
        file.put(header.getBytes(StandardCharsets.ISO_8859_1));
        file.putFloat(1).putFloat(-2).putFloat(3.5f).putFloat(0);
        Path names = Files.writeString(folder.resolve("ids"), "a\nb\n");
        return PictureFeatures.read(Files.write(folder.resolve("features"), file.array()), names)
                .pictures();
    }

    private static Examples images(Path folder) throws IOException {
        for (String name : List.of("cat", "dog")) {
            BufferedImage image = new BufferedImage(2, 3, BufferedImage.TYPE_BYTE_GRAY);
            image.getRaster().setSample(1, 1, 0, name.charAt(0));
            Path file = Files.createDirectories(folder.resolve(name)).resolve("a.png");
            ImageIO.write(image, "png", file.toFile());
        }
        return ImageFolder.read(folder, ImageFolder.Channels.GREY).examples();
    }

    private static Examples videos(Path folder) throws IOException {
        Files.writeString(folder.resolve("classInd.txt"), "1 Archery\n2 Fencing\n");
        Files.writeString(folder.resolve("trainlist01.txt"), "Fencing/v_b.avi 2\nArchery/v_a.avi 1\n");
        Files.writeString(folder.resolve("testlist01.txt"), "Archery/v_c.avi\n");
        Files.writeString(folder.resolve("videos.txt"), "v_a\nv_b\nv_c\n");
        matrix(folder.resolve("spatial.npy"), 2);
        matrix(folder.resolve("temporal.npy"), 3);
        return VideoFeatures.read(folder, 1).data().train();
    }

    /** Writes three rows as NumPy does. */
    private static void matrix(Path file, int columns) throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, " + columns + "), }";
        ByteBuffer bytes = ByteBuffer.allocate(128 + 12 * columns).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) 118);
        bytes.put((header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 3 * columns; i++) {
            bytes.putFloat(i / 8f);
        }
        Files.write(file, bytes.array());
    }
}
