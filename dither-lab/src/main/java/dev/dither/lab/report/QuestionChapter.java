package dev.dither.lab.report;

import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Answers to questions about pictures: rows by type of question in a table, and right and wrong answers with their pictures, from the
 * tables of the folder {@code questions}.
 */
record QuestionChapter() implements Chapter {
    private static final String FOLDER = "questions";
    private static final Map<String, String> TASKS = Map.of(
            "accuracy@type=", "Answers by type of question",
            "choiceAccuracy@type=", "Answers by type of question, among choices");

    @Override
    public boolean shows(String metric) {
        return TASKS.keySet().stream().anyMatch(metric::startsWith);
    }

    @Override
    public List<Part> parts(RunDirectory run) {
        List<Part> parts = new ArrayList<>();
        TASKS.keySet().stream().sorted().forEach(task -> {
            List<Row> rows = run.rows().stream()
                    .filter(row -> row.metric().startsWith(task))
                    .toList();
            if (!rows.isEmpty()) {
                parts.add(byType(task, rows));
            }
        });
        Folder.tables(run, FOLDER).forEach(answers -> parts.addAll(answers(answers)));
        return parts;
    }

    private static Part byType(String task, List<Row> rows) {
        List<String> types = List.copyOf(new TreeSet<>(
                rows.stream().map(row -> row.metric().substring(task.length())).toList()));
        Map<String, Map<String, List<Double>>> methods = new LinkedHashMap<>();
        rows.forEach(row -> methods.computeIfAbsent(row.method(), m -> new LinkedHashMap<>())
                .computeIfAbsent(row.metric().substring(task.length()), t -> new ArrayList<>())
                .add(row.value()));
        List<String> head = new ArrayList<>(List.of("method"));
        head.addAll(types);
        List<List<String>> lines = new ArrayList<>();
        methods.forEach((method, values) -> {
            List<String> line = new ArrayList<>(List.of(method));
            types.forEach(type -> line.add(text(values.getOrDefault(type, List.of()))));
            lines.add(line);
        });
        return new Part(
                TASKS.getOrDefault(task, task),
                "Share of the test questions of a type that the mean network answers as people did; mean ± standard deviation over seeds."
                        + " Types are not equally frequent, and where few answers are possible more guesses are right.",
                List.of(),
                List.of(new Part.Table(head, lines)),
                List.of());
    }

    private static String text(List<Double> values) {
        if (values.isEmpty()) {
            return "–";
        }
        Spread spread = Spread.of(values);
        String mean = Figures.text(spread.mean(), 1e-2);
        return values.size() == 1 ? mean : mean + " ± " + Figures.text(spread.stddev(), 1e-2);
    }

    /** From {@code method,seed,right,type,question,given,predicted,probability,png}. */
    private static List<Part> answers(List<List<String>> records) {
        List<Part> parts = new ArrayList<>();
        for (boolean right : new boolean[] {true, false}) {
            List<List<String>> chosen = records.stream()
                    .filter(line -> Boolean.parseBoolean(line.get(2)) == right)
                    .toList();
            if (!chosen.isEmpty()) {
                parts.add(answers(chosen, right));
            }
        }
        return parts;
    }

    private static Part answers(List<List<String>> records, boolean right) {
        String title = records.get(0).get(0) + ": questions answered " + (right ? "right" : "wrong");
        String note =
                "Test questions of all types in turn, as few about one picture as may be; with the answer of the network its"
                        + " probability.";
        boolean pictures = records.stream().noneMatch(line -> line.get(8).isEmpty());
        return pictures
                ? new Part(
                        title,
                        note,
                        List.of(),
                        List.of(),
                        records.stream().map(QuestionChapter::picture).toList())
                : new Part(title, note, List.of(), List.of(table(records)), List.of());
    }

    private static Part.Picture picture(List<String> line) {
        return new Part.Picture(
                line.get(8), line.get(4) + "\nis " + line.get(5) + "\nanswered " + line.get(6) + ", " + line.get(7));
    }

    private static Part.Table table(List<List<String>> records) {
        List<List<String>> lines = records.stream()
                .map(line -> List.of(line.get(4), line.get(5), line.get(6), line.get(7)))
                .toList();
        return new Part.Table(List.of("question", "people said", "answered", "probability"), lines);
    }
}
