package dev.dither.data;

/**
 * A file of a public set, or a folder of PNG files.
 *
 * @param name its name below the folder of the set, without .gz
 * @param sha256 SHA-256 of its decompressed bytes, in lower-case hexadecimal; for a folder that of what {@code sha256sum *.png} prints in
 *     it, sorted by name
 * @param need whether the set can be loaded without it
 */
public record KnownFile(String name, String sha256, Need need) {
    /** Whether a set can be loaded without a file. */
    public enum Need {
        /** The set cannot be loaded without it. */
        REQUIRED,
        /** A training file that is left out if it is missing. */
        OPTIONAL
    }
}
