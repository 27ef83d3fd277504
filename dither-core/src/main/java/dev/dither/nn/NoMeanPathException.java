package dev.dither.nn;

/** A pass by the mean through a layer whose mean says nothing of its input. */
public final class NoMeanPathException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    NoMeanPathException(String path) {
        super(path + ": no mean path: its weights have mean 0; predict by draws, as draws:20, or build it with "
                + "MeanPath.BIAS to see what the mean gives");
    }
}
