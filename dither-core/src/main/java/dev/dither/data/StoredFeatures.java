package dev.dither.data;

import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

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
    private static final String ADVICE = "save the features with numpy.save";

    /** Reads the header of a file and checks its size. */
    static StoredFeatures open(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer begin = ByteBuffer.allocate(NpyHeader.LONGEST);
            fill(channel, begin, 0);
            StoredFeatures found = described(file, NpyHeader.find(begin.flip(), file, ADVICE));
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

    private static StoredFeatures described(Path file, NpyHeader.Found found) {
        NpyHeader header = found.header()
                .filter(read -> read.type().equals("f4")
                        && (read.sizes().size() == 2 || read.sizes().size() == 3))
                .orElseThrow(() -> new DataException(String.format(
                        Locale.ROOT,
                        "%s: expected 32-bit floats [images, regions, features], row by row, got %s; save numpy.float32",
                        file,
                        found.text().strip())));
        List<Integer> sizes = header.sizes();
        return new StoredFeatures(
                file, header.start(), sizes.get(0), sizes.size() == 2 ? 1 : sizes.get(1), sizes.get(sizes.size() - 1));
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
