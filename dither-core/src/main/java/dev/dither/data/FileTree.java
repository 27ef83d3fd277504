package dev.dither.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A file, or a folder with all that is in it. */
final class FileTree {
    private FileTree() {}

    /** Copies the contents; links are followed. */
    static void copy(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            try (InputStream in = Files.newInputStream(from)) {
                Files.copy(in, to);
            }
            return;
        }
        Files.createDirectory(to);
        for (Path file : children(from)) {
            copy(file, to.resolve(file.getFileName().toString()));
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Removes it where it is there; what a link leads to stays. */
    static void delete(Path path) throws IOException {
        if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }
}
