package dev.dither.data;

import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Features of images that stay in their file and are read when they are asked for: they may be larger than memory.
 *
 * <p>Shapes: in the file [images, regions, depth], or [images, depth] for one region, 32-bit floats in NumPy's format, version 1; a row is [regions, depth].
 *
 * @param file the file, which must stay as it is
 * @param start where its numbers begin
 * @param images number of images
 * @param regions regions of an image
 * @param depth features of a region
 */
record StoredFeatures(Path file, int start, int images, int regions, int depth) implements Features {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int LENGTH = MAGIC.length + Short.BYTES;
    private static final int LONGEST_HEADER = 1 << 16;
    private static final Pattern HEADER = Pattern.compile("\\{'descr': '<f4', 'fortran_order': False, 'shape':"
            + " \\((\\d{1,9})(?:, (\\d{1,9}))?, (\\d{1,9})\\), \\}\\s*");

    /** Reads the header of a file and checks its size. */
    static StoredFeatures open(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer begin = ByteBuffer.allocate(LONGEST_HEADER).order(ByteOrder.LITTLE_ENDIAN);
            fill(channel, begin, 0);
            begin.flip();
            boolean magic =
                    begin.remaining() > LENGTH && begin.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
            DataException.require(magic, "%s: no NumPy file of version 1; save the features with numpy.save", file);
            int header = Math.min(begin.getShort(MAGIC.length) & 0xffff, begin.remaining() - LENGTH);
            String text = new String(begin.array(), LENGTH, header, StandardCharsets.ISO_8859_1);
            StoredFeatures found = described(file, LENGTH + header, text);
            long expected = found.start + found.length() * Float.BYTES;
            DataException.require(
                    channel.size() == expected,
                    "%s: %s bytes, expected %s; damaged, save it again",
                    file,
                    channel.size(),
                    expected);
            return found;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static StoredFeatures described(Path file, int start, String text) {
        Matcher header = HEADER.matcher(text);
        DataException.require(
                header.matches(),
                "%s: expected 32-bit floats [images, regions, features], row by row, got %s; save numpy.float32",
                file,
                text.strip());
        return new StoredFeatures(
                file,
                start,
                Integer.parseInt(header.group(1)),
                header.group(2) == null ? 1 : Integer.parseInt(header.group(2)),
                Integer.parseInt(header.group(3)));
    }

    private static DataException unreadable(Path file, IOException cause) {
        return cause instanceof NoSuchFileException
                ? new DataException(file + ": no such file; check the path", cause)
                : new DataException(
                        String.format(Locale.ROOT, "%s: cannot be read (%s)", file, cause.getMessage()), cause);
    }

    /** Returns the shape of a row. */
    int[] shape() {
        return new int[] {regions, depth};
    }

    @Override
    public long length() {
        return (long) images * regions * depth;
    }

    @Override
    public void copy(int row, int stride, float[] target, int offset) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            read(channel, row, target, offset);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private void read(FileChannel channel, int row, float[] target, int offset) throws IOException {
        int count = regions * depth;
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * count).order(ByteOrder.LITTLE_ENDIAN);
        fill(channel, bytes, start + (long) row * count * Float.BYTES);
        DataException.require(
                !bytes.hasRemaining(),
                "%s: ends within image %s; the file was changed meanwhile, start again",
                file,
                row);
        bytes.flip().asFloatBuffer().get(target, offset, count);
    }

    private static void fill(FileChannel channel, ByteBuffer bytes, long from) throws IOException {
        int read = 0;
        while (bytes.hasRemaining() && read >= 0) {
            read = channel.read(bytes, from + bytes.position());
        }
    }

    @Override
    public Tensor gathered(int[] rows, int stride, Shape shape) {
        float[] values = new float[Math.multiplyExact(rows.length, stride)];
        for (int i = 0; i < rows.length; i++) {
            copy(rows[i], stride, values, i * stride);
        }
        return Tensor.of(values, shape);
    }

    @Override
    public Features reordered(int[] rows, int[] order) {
        throw new DataException(file + ": features that stay in their file keep their order; choose other data");
    }
}
