package dev.dither.data;

import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Labelled examples of one shape, immutable by convention: the arrays given at creation must not be written to later.
 *
 * <p>Images stay bytes until they are copied out, so that 60,000 of 28 × 28 take 47 MB. Subsets and relabelled sets
 * share the features of their origin.
 *
 * <p>Shapes: an example is [C, H, W] for images, [D] for rows; features are stored example after example.
 * <p>Units: a feature of a byte set is the unsigned byte times the scale of the set, 1/255 for images.
 */
public final class Examples {
    private final String name;
    private final int[] shape;
    private final int stride;
    private final Features features;
    private final int[] rows;
    private final int[] labels;
    private final int classes;

    private Examples(String name, int[] shape, Features features, int[] rows, int[] labels, int classes) {
        this.name = name;
        this.shape = shape;
        this.stride = product(shape);
        this.features = features;
        this.rows = rows;
        this.labels = labels;
        this.classes = classes;
    }

    /**
     * Features as bytes.
     *
     * @param values the unsigned bytes, example after example; kept, not copied
     * @param scale factor from byte to feature, for example 1/255
     */
    public record Pixels(byte[] values, float scale) {}

    /**
     * Returns a set whose features are unsigned bytes times their scale.
     *
     * @param name what messages and reports call the set
     * @param shape sizes of one example, all positive
     * @param pixels the bytes and their scale
     * @param labels class of every example, 0 … classes−1
     * @param classes number of classes
     */
    public static Examples ofBytes(String name, int[] shape, Pixels pixels, int[] labels, int classes) {
        DataException.require(
                0 < pixels.scale() && pixels.scale() < Float.POSITIVE_INFINITY,
                "%s: scale must be positive, got %s",
                name,
                pixels.scale());
        return of(name, shape, new Features.Bytes(pixels.values(), pixels.scale()), labels, classes);
    }

    /**
     * Returns a set whose features are the given floats.
     *
     * @param name what messages and reports call the set
     * @param shape sizes of one example, all positive
     * @param values the features, example after example; kept, not copied
     * @param labels class of every example, 0 … classes−1
     * @param classes number of classes
     */
    public static Examples ofFloats(String name, int[] shape, float[] values, int[] labels, int classes) {
        return of(name, shape, new Features.Floats(values), labels, classes);
    }

    /**
     * Returns a set of questions about pictures: an example is flat, first the values of its picture, then the numbers of its words.
     * Pictures are shared by all questions about them.
     *
     * @param name what messages and reports call the set
     * @param pictures the pictures, or features of them; their labels do not matter
     * @param questions which picture each question is about, and its words
     * @param labels class of every question's answer, 0 … classes−1
     * @param classes number of answers
     */
    public static Examples ofQuestions(String name, Examples pictures, Questions questions, int[] labels, int classes) {
        QuestionFeatures features = QuestionFeatures.of(name, pictures, questions);
        return of(name, new int[] {features.stride()}, features, labels, classes);
    }

    static Examples ofStored(String name, StoredFeatures stored) {
        return of(name, stored.shape(), stored, new int[stored.images()], 1);
    }

    /** Returns the features of the set that this is a subset of. */
    Features origin() {
        return features;
    }

    private static Examples of(String name, int[] shape, Features features, int[] labels, int classes) {
        Objects.requireNonNull(name, "name");
        boolean positive = shape.length > 0 && Arrays.stream(shape).allMatch(size -> size > 0);
        DataException.require(positive, "%s: sizes of an example must be positive, got %s", name, text(shape));
        DataException.require(classes > 0, "%s: number of classes must be positive, got %s", name, classes);
        long expected = (long) labels.length * product(shape);
        DataException.require(
                features.length() == expected,
                "%s: expected %s values for %s labels of shape %s, got %s",
                name,
                expected,
                labels.length,
                text(shape),
                features.length());
        int[] rows = IntStream.range(0, labels.length).toArray();
        return new Examples(name, shape.clone(), features, rows, checked(name, labels, classes), classes);
    }

    /** Returns the name of the set. */
    public String name() {
        return name;
    }

    /** Returns the number of examples. */
    public int size() {
        return rows.length;
    }

    /** Returns a copy of the shape of one example, for example [1, 28, 28]. */
    public int[] exampleShape() {
        return shape.clone();
    }

    /** Returns the number of features of one example: the product of its shape. */
    public int featureCount() {
        return stride;
    }

    /** Returns the number of classes. */
    public int classes() {
        return classes;
    }

    /** Returns the class of example {@code i}. */
    public int label(int i) {
        return labels[i];
    }

    /** Returns the number, from 0, that example {@code i} has in the set that this is a subset of. */
    public int row(int i) {
        return rows[i];
    }

    /** Returns a copy of all labels. */
    public int[] labels() {
        return labels.clone();
    }

    /** Returns the labels of some examples, in the order in which they are named. */
    public int[] labels(int[] chosen) {
        return Arrays.stream(chosen).map(this::label).toArray();
    }

    /** Returns the number of examples of each class, indexed by class. */
    public int[] classCounts() {
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        return counts;
    }

    /** Returns the same examples under other labels, one for each. */
    public Examples withLabels(int[] other) {
        return withLabels(other, classes);
    }

    /** Returns the same examples under other labels, one for each, of another number of classes. */
    public Examples withLabels(int[] other, int ofClasses) {
        DataException.require(other.length == size(), "%s: expected %s labels, got %s", name, size(), other.length);
        return new Examples(name, shape, features, rows, checked(name, other, ofClasses), ofClasses);
    }

    /** Returns the same examples with their features in another order: feature j is the one that was at {@code order[j]}. */
    public Examples reordered(int[] order) {
        DataException.require(
                order.length == stride, "%s: expected an order of %s features, got %s", name, stride, order.length);
        int[] all = IntStream.range(0, size()).toArray();
        return new Examples(name, shape, features.reordered(rows, order), all, labels, classes);
    }

    /** Returns the examples at {@code indices}, in that order; an index may occur more than once. */
    public Examples subset(int[] indices) {
        int[] chosen = new int[indices.length];
        int[] kept = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
            int index = Objects.checkIndex(indices[i], size());
            chosen[i] = rows[index];
            kept[i] = labels[index];
        }
        return new Examples(name, shape, features, chosen, kept, classes);
    }

    /** Copies the scaled features of example {@code index} into {@code target}, from {@code offset} on. */
    public void copyFeatures(int index, float[] target, int offset) {
        Objects.checkIndex(index, size());
        Objects.checkFromIndexSize(offset, stride, target.length);
        features.copy(rows[index], stride, target, offset);
    }

    /** Returns the scaled features of the examples at {@code indices} as one tensor [N, …]. */
    public Tensor gather(int[] indices) {
        int[] chosen = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
            chosen[i] = rows[indices[i]];
        }
        return features.gathered(chosen, stride, shape().batched(indices.length));
    }

    /** Returns the shape of one example, that of {@link #exampleShape}. */
    public Shape shape() {
        return Shape.of(Arrays.stream(shape).asLongStream().toArray());
    }

    /** Returns the two parts of an example where the set is of questions about pictures. */
    public Optional<QuestionForm> questionForm() {
        return features.form();
    }

    /** Returns the scaled features of example {@code index}. */
    public float[] features(int index) {
        float[] target = new float[stride];
        copyFeatures(index, target, 0);
        return target;
    }

    /**
     * Returns the SHA-256 of what a training sees, 64 hexadecimal digits: the shape, then for each example its label and its
     * features, all as 32-bit numbers with the highest byte first. Of questions about pictures the values of a picture count by their
     * SHA-256, since many questions share it.
     */
    public String sha256() {
        if (features instanceof QuestionFeatures questions) {
            return questions.sha256(rows, labels);
        }
        MessageDigest digest = Content.sha256Digest();
        ByteBuffer numbers = ByteBuffer.allocate(4 * Math.max(shape.length, 1 + stride));
        Arrays.stream(shape).forEach(numbers::putInt);
        digest.update(numbers.flip());
        float[] values = new float[stride];
        for (int i = 0; i < size(); i++) {
            copyFeatures(i, values, 0);
            numbers.clear().putInt(labels[i]);
            for (float value : values) {
                numbers.putFloat(value);
            }
            digest.update(numbers.flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public String toString() {
        return name + ": " + size() + " examples of " + text(shape) + ", " + classes + " classes";
    }

    private static int[] checked(String name, int[] labels, int classes) {
        for (int i = 0; i < labels.length; i++) {
            DataException.require(
                    0 <= labels[i] && labels[i] < classes,
                    "%s: label of example %s must be in 0 … %s, got %s",
                    name,
                    i,
                    classes - 1,
                    labels[i]);
        }
        return labels.clone();
    }

    private static int product(int[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    private static String text(int[] shape) {
        return Arrays.toString(shape);
    }
}
