package dev.dither.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dither.data.KnownData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataTest {
    @TempDir
    Path folder;

    private Shell data(String... args) {
        String[] all = new String[args.length + 3];
        all[0] = "data";
        System.arraycopy(args, 0, all, 1, args.length);
        all[args.length + 1] = "--data-dir";
        all[args.length + 2] = folder.toString();
        return Shell.dither(all);
    }

    private void damage(String set, String file) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve(set)).resolve(file), "0,1,2\n");
    }

    @Test
    void embeddedDataIsWhole() {
        Shell shell = data("check", "digits");
        assertThat(shell.exit()).isZero();
        assertThat(shell.out()).contains("digits", "part of the program");
    }

    @Test
    void namedSetThatIsMissingIsNegative() {
        Shell shell = data("check", "mnist");
        assertThat(shell.exit()).isEqualTo(3);
        assertThat(shell.out()).contains("train-images-idx3-ubyte", "get it from https://");
    }

    @Test
    void missingSetsAreReportedButFineWhereNoneIsNamed() {
        Shell shell = data("check");
        assertThat(shell.exit()).isZero();
        assertThat(shell.out()).hasLineCount(15).containsPattern("mnist +not here"); // 10 sets, 5 embedded files
    }

    @Test
    void damagedFileIsNegativeEvenWhereNoneIsNamed() throws IOException {
        damage("optdigits", "optdigits.tra");
        Shell shell = data("check");
        assertThat(shell.exit()).isEqualTo(3);
        assertThat(shell.out()).contains("optdigits", "damaged", "SHA-256");
    }

    @Test
    void checkAsJsonNamesSetsAndFiles() throws IOException {
        Shell shell = data("check", "--json");
        JsonNode result = shell.json().get(0);
        assertThat(result.get("sets")).hasSize(KnownData.values().length);
        assertThat(result.get("files"))
                .filteredOn(f -> f.get("set").asText().equals("cifar-10"))
                .hasSize(6)
                .allMatch(f -> f.get("state").asText().equals("MISSING"));
    }

    @Test
    void listTellsWhatIsHereAndHowToGetTheRest() throws IOException {
        damage("optdigits", "optdigits.tra");
        Shell shell = data("list");
        assertThat(shell.exit()).isZero();
        assertThat(shell.out())
                .contains("folder: " + folder, "dither data fetch mnist", "by hand, then dither data add cifar-10 DIR")
                .containsPattern("optdigits +damaged")
                .containsPattern("digits +part of the program");
    }

    @Test
    void addPrintsOneLineForEachProblemAndChangesNothing() throws IOException {
        Path from = Files.createDirectory(folder.resolve("from"));
        Files.writeString(from.resolve("optdigits.tes"), "0,1,2\n");
        Shell shell = data("add", "optdigits", from.toString());
        assertThat(shell.exit()).isEqualTo(1);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err())
                .hasLineCount(2)
                .contains("dither: optdigits: no optdigits.tra", "optdigits.tes: SHA-256");
        assertThat(folder.resolve("optdigits")).doesNotExist();
    }

    @Test
    void addFromNowhereIsOneLine() {
        Shell shell = data("add", "mnist", folder.resolve("none").toString());
        assertThat(shell.exit()).isEqualTo(1);
        assertThat(shell.err()).hasLineCount(1).startsWith("dither: ").contains("none: no such folder");
    }

    @Test
    void setThatCannotBeFetchedSaysHowToGetIt() {
        Shell shell = data("fetch", "cifar-10");
        assertThat(shell.exit()).isEqualTo(2);
        assertThat(shell.err()).hasLineCount(1).contains("dither data add cifar-10 DIR");
    }

    @Test
    void embeddedSetNeedsNoFetching() {
        Shell shell = data("fetch", "digits");
        assertThat(shell.exit()).isZero();
        assertThat(shell.out()).contains("digits: part of the program");
    }
}
