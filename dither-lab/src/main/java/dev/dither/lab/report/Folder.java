package dev.dither.lab.report;

import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The tables that a kind of evaluation leaves in a folder of a run, one for each cell. */
final class Folder {
    private Folder() {}

    /** Returns the records of each table without its header, in the order of the file names; empty tables are left out. */
    static List<List<List<String>>> tables(RunDirectory run, String folder) {
        Path path = run.path().resolve(folder);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".csv"))
                    .sorted()
                    .map(name -> run.table(folder + "/" + name))
                    .filter(records -> records.size() > 1)
                    .map(records -> records.subList(1, records.size()))
                    .toList();
        } catch (IOException e) {
            throw new RunException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }
}
