package dev.dither.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Sizes of the axes of a tensor, outermost first; no axes for a scalar.
 *
 * @param sizes size of each axis, none negative
 */
public record Shape(List<Long> sizes) {
    /** Copies and checks. */
    public Shape {
        sizes = List.copyOf(sizes);
        for (long size : sizes) {
            if (!(size >= 0)) {
                throw new IllegalArgumentException("shape sizes must not be negative, got " + sizes);
            }
        }
    }

    /** Returns the shape with these sizes. */
    public static Shape of(long... sizes) {
        return new Shape(Arrays.stream(sizes).boxed().toList());
    }

    /** Returns the number of axes. */
    public int rank() {
        return sizes.size();
    }

    /** Returns the size of an axis; negative axes count from the last. */
    public long size(int axis) {
        return sizes.get(axis < 0 ? rank() + axis : axis);
    }

    /** Returns the number of elements. */
    public long elements() {
        return sizes.stream().reduce(1L, Math::multiplyExact);
    }

    /** Returns this shape with one more axis in front. */
    public Shape batched(long n) {
        long[] all = new long[rank() + 1];
        all[0] = n;
        System.arraycopy(toArray(), 0, all, 1, rank());
        return of(all);
    }

    /** Returns this shape without its first axis. */
    public Shape perExample() {
        return new Shape(sizes.subList(1, rank()));
    }

    /** Returns the sizes as a new array. */
    public long[] toArray() {
        return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public String toString() {
        return sizes.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
}
