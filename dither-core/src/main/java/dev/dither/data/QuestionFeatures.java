package dev.dither.data;

import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Features of questions about pictures; a row is put together when it is asked for, so a picture is in memory once, however many
 * questions are about it.
 *
 * @param pictures values of the pictures
 * @param rows row of the picture that each question is about
 * @param questions the questions
 * @param parts how a row is put together
 */
record QuestionFeatures(Features pictures, int[] rows, Questions questions, QuestionForm parts) implements Features {
    static QuestionFeatures of(String name, Examples pictures, Questions questions) {
        int[] rows = new int[questions.size()];
        for (int i = 0; i < rows.length; i++) {
            int picture = questions.pictures()[i];
            DataException.require(
                    0 <= picture && picture < pictures.size(),
                    "%s: question %s is about picture %s, but there are %s pictures",
                    name,
                    i,
                    picture,
                    pictures.size());
            rows[i] = pictures.row(picture);
        }
        QuestionForm parts = new QuestionForm(pictures.shape(), questions.length(), questions.vocabulary());
        return new QuestionFeatures(pictures.origin(), rows, questions, parts);
    }

    /** Returns the number of values of a row. */
    int stride() {
        return Math.addExact(pictureStride(), questions.length());
    }

    private int pictureStride() {
        return Math.toIntExact(parts.picture().elements());
    }

    @Override
    public long length() {
        return (long) questions.size() * stride();
    }

    @Override
    public Optional<QuestionForm> form() {
        return Optional.of(parts);
    }

    @Override
    public void copy(int row, int stride, float[] target, int offset) {
        int picture = pictureStride();
        pictures.copy(rows[row], picture, target, offset);
        for (int i = 0; i < questions.length(); i++) {
            target[offset + picture + i] = questions.words()[row * questions.length() + i];
        }
    }

    @Override
    public Tensor gathered(int[] chosen, int stride, Shape shape) {
        float[] values = new float[Math.multiplyExact(chosen.length, stride)];
        for (int i = 0; i < chosen.length; i++) {
            copy(chosen[i], stride, values, i * stride);
        }
        return Tensor.of(values, shape);
    }

    @Override
    public Features reordered(int[] chosen, int[] order) {
        throw new DataException(
                "questions about pictures: pixels and words cannot change places; choose data without words");
    }

    /** Returns the SHA-256 of some rows and their labels, a picture counting by its own. */
    String sha256(int[] chosen, int[] labels) {
        MessageDigest digest = Content.sha256Digest();
        Map<Integer, byte[]> ofPictures = new HashMap<>();
        ByteBuffer numbers = ByteBuffer.allocate(Integer.BYTES * (1 + questions.length()));
        for (int i = 0; i < chosen.length; i++) {
            numbers.clear().putInt(labels[i]);
            for (int k = 0; k < questions.length(); k++) {
                numbers.putInt(questions.words()[chosen[i] * questions.length() + k]);
            }
            digest.update(numbers.flip());
            digest.update(ofPictures.computeIfAbsent(rows[chosen[i]], this::pictureSha256));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private byte[] pictureSha256(int row) {
        float[] values = new float[pictureStride()];
        pictures.copy(row, values.length, values, 0);
        ByteBuffer numbers = ByteBuffer.allocate(Float.BYTES * values.length);
        numbers.asFloatBuffer().put(values);
        return Content.sha256Digest().digest(numbers.array());
    }
}
