package dev.dither.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.dither.data.DataFolder.Transfer;
import dev.dither.data.FileStatus.State;
import dev.dither.data.KnownFile.Need;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    /** Two small files; the checksums are those of {@code printf one | sha256sum} and {@code printf two | sha256sum}. */
    private static final FileSet SET = new FileSet(
            "small",
            "https://example.org/",
            List.of(
                    new KnownFile(
                            "one", "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed", Need.REQUIRED),
                    new KnownFile(
                            "two", "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3", Need.OPTIONAL)));

    @TempDir
    Path root;

    private Path from;
    private DataFolder folder;
    private Path target;

    @BeforeEach
    void makeFolders() throws IOException {
        from = Files.createDirectory(root.resolve("from"));
        folder = new DataFolder(root.resolve("data"));
        target = root.resolve("data").resolve("small");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static List<State> states(List<FileStatus> found) {
        return found.stream().map(FileStatus::state).toList();
    }

    @Test
    void rightFilesAreCopiedPlainOrCompressed() throws IOException {
        Files.writeString(from.resolve("one"), "one");
        Files.write(from.resolve("two.gz"), gzip("two"));
        assertThat(folder.add(SET, from, Transfer.COPY)).isEmpty();
        assertThat(states(SET.check(target))).containsOnly(State.OK);
        assertThat(target.toFile().list()).containsExactlyInAnyOrder("one", "two.gz");
        assertThat(target.resolve("one")).isRegularFile().hasContent("one");
    }

    @Test
    void linksLeadToTheFiles() throws IOException {
        Path file = Files.writeString(from.resolve("one"), "one");
        assertThat(folder.add(SET, from, Transfer.LINK)).isEmpty();
        assertThat(target.resolve("one")).isSymbolicLink();
        assertThat(Files.readSymbolicLink(target.resolve("one"))).isEqualTo(file.toRealPath());
    }

    /** The checksum is that of {@code sha256sum *.png | sha256sum} in a folder whose files say one and two. */
    private static final FileSet PICTURES = new FileSet(
            "small",
            "https://example.org/",
            List.of(
                    new KnownFile(
                            "train/list",
                            "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed",
                            Need.REQUIRED),
                    new KnownFile(
                            "train/images",
                            "c0c2933afa9d4d4c52dbc975a2a56bd6541620e1986e2649c4e29f5c3acf1c09",
                            Need.REQUIRED)));

    private Path pictures() throws IOException {
        Path train = Files.createDirectories(from.resolve("train/images"));
        Files.writeString(train.resolve("1.png"), "one");
        Files.writeString(train.resolve("10.png"), "two");
        Files.writeString(train.resolve("notes.txt"), "not counted");
        Files.writeString(from.resolve("train/list"), "one");
        return train;
    }

    @Test
    void foldersOfPicturesAreCopiedAndReplaced() throws IOException {
        pictures();
        Path old = Files.createDirectories(target.resolve("train/images"));
        Files.writeString(old.resolve("1.png"), "damaged");
        assertThat(states(PICTURES.check(target))).containsExactly(State.MISSING, State.WRONG_CHECKSUM);
        assertThat(folder.add(PICTURES, from, Transfer.COPY)).isEmpty();
        assertThat(states(PICTURES.check(target))).containsOnly(State.OK);
        assertThat(target.resolve("train").toFile().list()).containsExactlyInAnyOrder("list", "images");
        assertThat(target.resolve("train/images/10.png")).isRegularFile().hasContent("two");
    }

    @Test
    void foldersOfPicturesAreLinkedAndTheLinkReplaced() throws IOException {
        Path train = pictures();
        assertThat(folder.add(PICTURES, from, Transfer.LINK)).isEmpty();
        assertThat(target.resolve("train/images")).isSymbolicLink();
        assertThat(states(PICTURES.check(target))).containsOnly(State.OK);
        Path other = Files.createDirectory(root.resolve("other"));
        Files.delete(target.resolve("train/images"));
        Files.createSymbolicLink(target.resolve("train/images"), other);
        assertThat(folder.add(PICTURES, from, Transfer.COPY)).isEmpty();
        assertThat(states(PICTURES.check(target))).containsOnly(State.OK);
        assertThat(other).exists();
        assertThat(train.resolve("1.png")).exists();
    }

    @Test
    void damagedPictureIsNamed() throws IOException {
        Files.writeString(pictures().resolve("10.png"), "other");
        assertThat(folder.add(PICTURES, from, Transfer.COPY))
                .extracting(FileStatus::detail)
                .singleElement()
                .asString()
                .contains("images: SHA-256 is", "get it from https://example.org/");
        assertThat(target).doesNotExist();
    }

    @Test
    void damagedFileIsReplacedInBothForms() throws IOException {
        Files.createDirectories(target);
        Files.writeString(target.resolve("one"), "damaged");
        Files.write(from.resolve("one.gz"), gzip("one"));
        assertThat(folder.add(SET, from, Transfer.COPY)).isEmpty();
        assertThat(target.toFile().list()).containsExactly("one.gz");
    }

    @Test
    void addingAFolderToItselfChangesNothing() throws IOException {
        Files.createDirectories(target);
        Files.writeString(target.resolve("one"), "one");
        assertThat(folder.add(SET, target, Transfer.LINK)).isEmpty();
        assertThat(target.resolve("one")).isRegularFile().hasContent("one");
        assertThat(Files.isSymbolicLink(target.resolve("one"))).isFalse();
    }

    @Test
    void problemsAreOneLineEachAndNothingIsWritten() throws IOException {
        Files.writeString(from.resolve("two"), "2");
        List<FileStatus> problems = folder.add(SET, from, Transfer.COPY);
        assertThat(states(problems)).containsExactly(State.MISSING, State.WRONG_CHECKSUM);
        assertThat(problems)
                .allSatisfy(problem ->
                        assertThat(problem.detail()).hasLineCount(1).contains(from.toString(), SET.source()));
        assertThat(folder.path()).doesNotExist();
    }

    @Test
    void missingFolderIsNamed() {
        assertThatThrownBy(() -> folder.add(KnownData.MNIST, root.resolve("none"), Transfer.COPY))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("none: no such folder");
    }

    @Test
    void embeddedSetNeedsNothing() {
        assertThatThrownBy(() -> folder.add(KnownData.DIGITS, from, Transfer.COPY))
                .isInstanceOf(DataException.class)
                .hasMessage("digits is part of the program; there is nothing to add");
    }

    /** Serves the files at {@code /files/} and does something in the meantime. */
    private static <T> T served(Map<String, byte[]> files, Function<KnownOrigin, T> job) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/files/", exchange -> {
            byte[] body = files.get(exchange.getRequestURI().getPath().substring("/files/".length()));
            exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
            if (body != null) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        try {
            String host = server.getAddress().getAddress().getHostAddress();
            return job.apply(KnownOrigin.gzipped(
                    "http://" + host + ":" + server.getAddress().getPort() + "/files/"));
        } finally {
            server.stop(0);
        }
    }

    private List<String> fetch(Map<String, byte[]> files) throws IOException {
        return served(files, origin -> folder.fetch(SET, origin));
    }

    @Test
    void fetchedFilesAreWhole() throws IOException {
        assertThat(fetch(Map.of("one.gz", gzip("one"), "two.gz", gzip("two")))).containsExactly("one.gz", "two.gz");
        assertThat(states(SET.check(target))).containsOnly(State.OK);
    }

    @Test
    void onlyWhatIsMissingIsFetched() throws IOException {
        Files.createDirectories(target);
        Files.writeString(target.resolve("one"), "one");
        assertThat(fetch(Map.of("two.gz", gzip("two")))).containsExactly("two.gz");
    }

    @Test
    void whatTheServerDoesNotHaveIsOneLineAndLeavesNothing() {
        assertThatThrownBy(() -> fetch(Map.of()))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("one.gz: the server answered 404", "dither data add small DIR");
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void otherBytesThanThePublishedAreRefusedAndLeaveNothing() {
        assertThatThrownBy(() -> fetch(Map.of("one.gz", gzip("two"))))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("one.gz", "SHA-256");
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void answerThatIsNotGzipIsOneLine() {
        assertThatThrownBy(() -> fetch(Map.of("one.gz", "<html>".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("expected a complete gzip file");
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void unreachablePlaceIsOneLine() throws IOException {
        KnownOrigin gone = served(Map.of(), origin -> origin);
        assertThatThrownBy(() -> folder.fetch(SET, gone))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("cannot be reached", "dither data add small DIR");
    }
}
