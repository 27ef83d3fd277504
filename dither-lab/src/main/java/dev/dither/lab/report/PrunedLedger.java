package dev.dither.lab.report;

import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.RunException;
import dev.dither.prune.Ledger;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a pruning removed, from {@code pruning/<cell>.csv}.
 *
 * @param method the method, with the noise rate where there is one
 * @param seed the seed
 * @param ledger the removals
 */
record PrunedLedger(String method, long seed, Ledger ledger) {
    private static final Pattern NAME = Pattern.compile("(.+)-seed(\\d+)-noise([0-9.E-]+)\\.csv");

    /** Returns the ledgers of a run, in the order of their names; none where it pruned nothing. */
    static List<PrunedLedger> all(RunDirectory run) {
        Path folder = run.path().resolve("pruning");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().flatMap(file -> read(file).stream()).toList();
        } catch (IOException e) {
            throw new RunException("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Files of other names are nobody's ledger. */
    private static List<PrunedLedger> read(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return List.of();
        }
        String method = URLDecoder.decode(name.group(1), StandardCharsets.UTF_8);
        String noise = Double.parseDouble(name.group(3)) == 0 ? "" : " @ noise " + name.group(3);
        try {
            Ledger ledger = Ledger.parse(Files.readAllLines(file));
            return List.of(new PrunedLedger(method + noise, Long.parseLong(name.group(2)), ledger));
        } catch (IOException | IllegalArgumentException e) {
            throw new RunException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    long dead() {
        return ledger.removals().stream()
                .filter(removal -> removal.reason() == Ledger.Reason.DEAD)
                .count();
    }
}
