package dev.dither.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Features of images that another network computed: an array in NumPy's file format, and a text file that names the image of
 * each row, a name a line.
 *
 * <p>Shapes: the array is [images, …], 32-bit floats, little-endian, row by row; an example is what follows the first axis.
 *
 * <p>Numerics: the array is read in pieces straight into memory, so that one of two gigabytes takes no more than that.
 *
 * @param ids names of the images, one for each row, all different
 * @param features the rows, all with the label 0
 */
public record FeatureFile(List<String> ids, Examples features) {
    private static final Pattern HEADER = Pattern.compile(
            "\\{'descr': '<f4', 'fortran_order': False, 'shape': \\((\\d{1,9}(?:, \\d{1,9})+),?\\), \\}\\s*");
    private static final int PIECE = 1 << 20;

    /** Copies. */
    public FeatureFile {
        ids = List.copyOf(ids);
    }

    /**
     * Reads both files.
     *
     * @param array path of the array, {@code features.npy}
     * @param names path of the names
     * @throws DataException in one line, if one is missing, damaged, of another form, or both do not fit
     */
    public static FeatureFile read(Path array, Path names) {
        List<String> ids = Content.read(names).lines().stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        DataException.require(
                new HashSet<>(ids).size() == ids.size(), "%s: names an image twice; give each row its own", names);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(array), PIECE)) {
            DataInputStream bytes = new DataInputStream(in);
            int[] shape = shape(array, header(array, bytes));
            DataException.require(
                    shape[0] == ids.size(),
                    "%s: %s rows, but %s names %s images; give a name for each row",
                    array,
                    shape[0],
                    names,
                    ids.size());
            float[] values = values(array, bytes, shape);
            int[] one = Arrays.copyOfRange(shape, 1, shape.length);
            return new FeatureFile(ids, Examples.ofFloats(array.toString(), one, values, new int[shape[0]], 1));
        } catch (NoSuchFileException e) {
            throw new DataException(array + ": no such file; check the path", e);
        } catch (EOFException e) {
            throw new DataException(array + ": ends too soon; get it again", e);
        } catch (IOException e) {
            throw new DataException(array + ": cannot be read (" + e.getMessage() + "); get it again", e);
        }
    }

    private static String header(Path array, DataInputStream bytes) throws IOException {
        byte[] magic = bytes.readNBytes(Npy.MAGIC.length);
        DataException.require(
                Arrays.equals(magic, Npy.MAGIC),
                "%s: no NumPy file of version 1; write it with numpy.save, as float32",
                array);
        byte[] text = new byte[Short.toUnsignedInt(Short.reverseBytes(bytes.readShort()))];
        bytes.readFully(text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static int[] shape(Path array, String text) {
        Matcher header = HEADER.matcher(text);
        DataException.require(
                header.matches(),
                "%s: expected little-endian 32-bit floats [images, …], row by row, got %s; write it with numpy.save,"
                        + " as float32",
                array,
                text.strip());
        int[] shape = Arrays.stream(header.group(1).split(", "))
                .mapToInt(Integer::parseInt)
                .toArray();
        long count = Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> Math.min(a * b, 1L << 32));
        DataException.require(
                0 < count && count < Integer.MAX_VALUE,
                "%s: shape %s has no numbers, or too many for memory; divide it",
                array,
                Arrays.toString(shape));
        return shape;
    }

    private static float[] values(Path array, DataInputStream bytes, int[] shape) throws IOException {
        float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        byte[] piece = new byte[PIECE];
        for (int at = 0; at < values.length; ) {
            int count = Math.min(PIECE / Float.BYTES, values.length - at);
            bytes.readFully(piece, 0, count * Float.BYTES);
            FloatBuffer floats =
                    ByteBuffer.wrap(piece).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
            floats.get(values, at, count);
            at += count;
        }
        DataException.require(bytes.read() < 0, "%s: goes on behind its last number; get it again", array);
        return values;
    }
}
