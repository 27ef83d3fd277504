package dev.dither.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Decompressed bytes of one file, and where they came from.
 *
 * @param where the file, for messages
 * @param bytes its content
 */
record Content(String where, byte[] bytes) {
    private static final String GZIP = ".gz";

    /** Reads a file; one whose name ends in .gz is decompressed. */
    static Content read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new Content(file.toString(), bytes(file.toString(), in));
        } catch (NoSuchFileException e) {
            throw new DataException(file + ": no such file; check the path", e);
        } catch (IOException e) {
            throw damaged(file.toString(), e);
        }
    }

    /** Lists the PNG files of a folder as {@code sha256sum *.png} does, a line for each, sorted by name. */
    static Content listed(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            String lines = files.filter(file -> file.getFileName().toString().endsWith(".png"))
                    .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                    .map(file -> read(file).sha256() + "  " + file.getFileName() + "\n")
                    .collect(Collectors.joining());
            return new Content(folder.toString(), lines.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw damaged(folder.toString(), e);
        }
    }

    /** Takes bytes as they came from an address; those of one that ends in .gz are decompressed. */
    static Content of(String address, byte[] bytes) {
        try (InputStream in = new ByteArrayInputStream(bytes)) {
            return new Content(address, bytes(address, in));
        } catch (IOException e) {
            throw damaged(address, e);
        }
    }

    /** Reads a resource of this package, decompressed if its name ends in .gz. */
    static Content resource(String name) {
        try (InputStream in = Content.class.getResourceAsStream(name)) {
            DataException.require(in != null, "%s: not in the library; use an unmodified dither-core jar", name);
            return new Content(name, bytes(name, in));
        } catch (IOException e) {
            throw damaged(name, e);
        }
    }

    private static byte[] bytes(String name, InputStream in) throws IOException {
        return name.endsWith(GZIP) ? new GZIPInputStream(in, 1 << 16).readAllBytes() : in.readAllBytes();
    }

    private static DataException damaged(String name, IOException cause) {
        String expected = name.endsWith(GZIP) ? "a complete gzip file" : "a readable file";
        String message = String.format(
                Locale.ROOT,
                "%s: cannot be read (%s), expected %s; download it again",
                name,
                cause.getMessage(),
                expected);
        return new DataException(message, cause);
    }

    /** Returns the SHA-256 of the bytes, 64 lower-case hexadecimal digits. */
    String sha256() {
        return HexFormat.of().formatHex(sha256Digest().digest(bytes));
    }

    static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Returns the lines of the bytes as UTF-8 text. */
    List<String> lines() {
        return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
}
