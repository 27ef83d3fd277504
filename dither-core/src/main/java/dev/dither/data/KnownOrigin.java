package dev.dither.data;

import java.net.URI;

/**
 * Where the files of a public set can be downloaded one by one.
 *
 * @param base address that the name of a file is appended to; ends in a slash
 * @param suffix what follows the name there: .gz or nothing
 */
public record KnownOrigin(URI base, String suffix) {
    /** Checks the slash. */
    public KnownOrigin {
        DataException.require(base.toString().endsWith("/"), "%s: an address of files must end in /", base);
    }

    /** Returns the origin of gzip files. */
    public static KnownOrigin gzipped(String base) {
        return new KnownOrigin(URI.create(base), ".gz");
    }

    /** Returns the origin of files as they are. */
    public static KnownOrigin plain(String base) {
        return new KnownOrigin(URI.create(base), "");
    }

    URI address(KnownFile file) {
        return base.resolve(file.name() + suffix);
    }
}
