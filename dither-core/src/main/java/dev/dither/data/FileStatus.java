package dev.dither.data;

/**
 * What was found of one file of a public set.
 *
 * @param file the file
 * @param state what was found
 * @param detail one line: where it is, or what is wrong and what to do
 */
public record FileStatus(KnownFile file, State state, String detail) {
    /** What was found of a file. */
    public enum State {
        /** The file is there, and its bytes are the published ones. */
        OK,
        /** The file is not there. */
        MISSING,
        /** The file is there, but is damaged or another version. */
        WRONG_CHECKSUM
    }
}
