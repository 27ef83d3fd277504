package dev.dither.lab.report;

import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Signs of a hidden gradient: the tables of the folder {@code sanity}, a line for each check. */
record SanityChapter() implements Chapter {
    private static final String FOLDER = "sanity";

    @Override
    public boolean shows(String metric) {
        return metric.startsWith("sanity@");
    }

    @Override
    public List<Part> parts(RunDirectory run) {
        List<List<String>> lines = new ArrayList<>();
        Folder.tables(run, FOLDER).forEach(records -> records.forEach(record -> lines.add(line(record))));
        List<String> methods = run.rows().stream().map(Row::method).distinct().toList();
        lines.sort(Comparator.comparingInt(line -> methods.indexOf(line.get(0))));
        return lines.isEmpty() ? List.of() : List.of(part(lines));
    }

    /** From {@code method,seed,noiseRate,check,passed,verdict}. */
    private static List<String> line(List<String> record) {
        boolean passed = Boolean.parseBoolean(record.get(4));
        return List.of(record.get(0), record.get(3), passed ? "passed" : "FAILED", record.get(5));
    }

    private static Part part(List<List<String>> lines) {
        List<String> suspects = lines.stream()
                .filter(line -> line.get(2).equals("FAILED"))
                .map(line -> line.get(0))
                .distinct()
                .toList();
        String note = suspects.isEmpty()
                ? "Every check is passed. That proves nothing: a stronger attack may exist."
                : "A check failed for " + String.join(", ", suspects)
                        + ": the robust accuracy given for it is not to be believed until that is explained.";
        Part.Table table = new Part.Table(List.of("method", "check", "verdict", "found"), lines);
        return new Part("Signs of a hidden gradient", note, List.of(), List.of(table), List.of());
    }
}
