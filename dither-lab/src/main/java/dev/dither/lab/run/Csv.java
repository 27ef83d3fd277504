package dev.dither.lab.run;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The text form of {@link Row}s: RFC 4180 with a header, one record per line. */
final class Csv {
    static final String HEADER = "run,seed,method,metric,value,draws,stderr";
    private static final int FIELDS = 7;

    private Csv() {}

    /** Complete records, and the number of characters they take; what follows was cut off by a killed process. */
    record Parsed(List<List<String>> records, int end) {}

    static String line(Row row) {
        String stderr = row.stderr().isPresent() ? Double.toString(row.stderr().getAsDouble()) : "";
        return String.join(
                        ",",
                        quoted(row.run()),
                        Long.toString(row.seed()),
                        quoted(row.method()),
                        quoted(row.metric()),
                        Double.toString(row.value()),
                        Integer.toString(row.draws()),
                        stderr)
                + "\n";
    }

    static List<Row> rows(String text) {
        List<List<String>> records = parse(text).records();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            List<String> record = records.get(i);
            if (i == 0) {
                requireHeader(record);
            } else if (!record.equals(List.of(""))) {
                rows.add(row(record, i + 1));
            }
        }
        return List.copyOf(rows);
    }

    static Parsed parse(String text) {
        List<List<String>> records = new ArrayList<>();
        List<String> record = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        int end = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                field.append(text.charAt(++i));
            } else if (c == '"' && (quoted || field.isEmpty())) {
                quoted = !quoted;
            } else if (quoted || c != ',' && c != '\n') {
                field.append(c);
            } else {
                record.add(c == '\n' ? withoutReturn(field) : field.toString());
                field.setLength(0);
                if (c == '\n') {
                    records.add(List.copyOf(record));
                    record.clear();
                    end = i + 1;
                }
            }
        }
        return new Parsed(records, end);
    }

    private static String withoutReturn(StringBuilder field) {
        int last = field.length() - 1;
        return last >= 0 && field.charAt(last) == '\r' ? field.substring(0, last) : field.toString();
    }

    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    private static void requireHeader(List<String> record) {
        if (!String.join(",", record).equals(HEADER)) {
            throw new RunException("expected the header " + HEADER + ", got " + String.join(",", record));
        }
    }

    private static Row row(List<String> fields, int number) {
        if (fields.size() != FIELDS) {
            throw new RunException("record %d: expected %d fields, got %d".formatted(number, FIELDS, fields.size()));
        }
        try {
            String stderr = fields.get(6);
            return new Row(
                    fields.get(0),
                    Long.parseLong(fields.get(1)),
                    fields.get(2),
                    fields.get(3),
                    Double.parseDouble(fields.get(4)),
                    Integer.parseInt(fields.get(5)),
                    stderr.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(stderr)));
        } catch (IllegalArgumentException e) {
            throw new RunException("record %d: %s".formatted(number, e.getMessage()), e);
        }
    }
}
