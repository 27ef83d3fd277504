package dev.dither.tensor;

/** A tensor of the wrong shape, refused before the native engine sees it. */
public final class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * Says where, what was expected and what came.
     *
     * @param path path of the layer, {@code hidden/dense}
     * @param expected the expected shape in words, {@code [N, 784]}
     * @param found the shape that came
     */
    public ShapeException(String path, String expected, Shape found) {
        super(path + ": expected " + expected + ", got " + found);
    }

    private ShapeException(String message, ShapeException cause) {
        super(message, cause);
    }

    /** Returns this error as seen from the layer around: its path gets one more name in front. */
    public ShapeException in(String parent) {
        return new ShapeException(parent + "/" + getMessage(), this);
    }
}
