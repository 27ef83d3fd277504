package dev.dither.lab.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that several commands share. */
final class Common {
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Folder of data sets; else $DITHER_DATA, ../shared/data, ~/.dither/data.")
    private @Nullable Path dataDir;

    @Option(names = "--runs", paramLabel = "DIR", description = "Folder of run directories (${DEFAULT-VALUE}).")
    private Path runs = Path.of("runs");

    @Option(names = "--json", description = "Print one JSON object on standard output and nothing else there.")
    private boolean json;

    Path runs() {
        return runs;
    }

    boolean json() {
        return json;
    }

    Path dataDir() {
        if (dataDir != null) {
            return dataDir;
        }
        String variable = System.getenv("DITHER_DATA");
        if (variable != null && !variable.isBlank()) {
            return Path.of(variable);
        }
        Path shared = home().resolve("../shared/data").normalize();
        return Files.isDirectory(shared) ? shared : Path.of(System.getProperty("user.home"), ".dither", "data");
    }

    /** Returns the options a later command needs to find the same data. */
    List<String> dataOptions() {
        return dataDir == null ? List.of() : List.of("--data-dir", dataDir.toString());
    }

    static Path home() {
        return Path.of(System.getProperty("dither.home", "."));
    }
}
