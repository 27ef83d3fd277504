package dev.dither.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a public set, and whether those in a folder are the published ones.
 *
 * @param id name of the set
 * @param source where to get the files
 * @param files the files
 */
record FileSet(String id, String source, List<KnownFile> files) {
    FileSet {
        files = List.copyOf(files);
    }

    /** Returns what is found of every file in a folder, in the order of the files. */
    List<FileStatus> check(Path folder) {
        return files.stream().map(file -> status(folder, file)).toList();
    }

    private FileStatus status(Path folder, KnownFile file) {
        try {
            return content(folder, file)
                    .map(found -> new FileStatus(
                            file, FileStatus.State.OK, verified(file, found).where()))
                    .orElseGet(() -> new FileStatus(file, FileStatus.State.MISSING, missing(folder, file)));
        } catch (DataException e) {
            return new FileStatus(file, FileStatus.State.WRONG_CHECKSUM, Objects.requireNonNull(e.getMessage()));
        }
    }

    String missing(Path folder, KnownFile file) {
        return String.format(
                Locale.ROOT, "%s: no %s or %2$s.gz in %s; get it from %s", id, file.name(), folder, source);
    }

    /** Returns the bytes of a file, plain or from its .gz, or the list of a folder, or nothing where none is there. */
    Optional<Content> content(Path folder, KnownFile file) {
        return Stream.of(file.name(), file.name() + ".gz")
                .map(folder::resolve)
                .filter(Files::exists)
                .findFirst()
                .map(found -> Files.isDirectory(found) ? Content.listed(found) : Content.read(found));
    }

    Content verified(KnownFile file, Content content) {
        String found = content.sha256();
        DataException.require(
                found.equals(file.sha256()),
                "%s: SHA-256 is %s, expected %s; damaged or another version, get it from %s",
                content.where(),
                found,
                file.sha256(),
                source);
        return content;
    }
}
