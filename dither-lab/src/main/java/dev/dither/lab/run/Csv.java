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
        return new Parser(text).parsed();
    }

    static String quoted(String field) {
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
            throw new RunException("record " + number + ": expected " + FIELDS + " fields, got " + fields.size());
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
            throw new RunException("record " + number + ": " + e.getMessage(), e);
        }
    }

    /** One pass over a text; each step takes a character, or the two of an escaped quotation mark. */
    private static final class Parser {
        private final String text;
        private final List<List<String>> records = new ArrayList<>();
        private final List<String> record = new ArrayList<>();
        private final StringBuilder field = new StringBuilder();
        private boolean quoted;
        private int end;

        Parser(String text) {
            this.text = text;
        }

        Parsed parsed() {
            int at = 0;
            while (at < text.length()) {
                at = quoted ? inside(at) : outside(at);
            }
            return new Parsed(records, end);
        }

        /** Takes what stands at a place between quotation marks, and returns the next place. */
        private int inside(int at) {
            boolean escaped = text.startsWith("\"\"", at);
            if (escaped || text.charAt(at) != '"') {
                field.append(text.charAt(at));
            } else {
                quoted = false;
            }
            return at + (escaped ? 2 : 1);
        }

        private int outside(int at) {
            char c = text.charAt(at);
            if (c == '"' && field.isEmpty()) {
                quoted = true;
            } else if (c == ',') {
                endField(field.toString());
            } else if (c == '\n') {
                endField(withoutReturn(field));
                records.add(List.copyOf(record));
                record.clear();
                end = at + 1;
            } else {
                field.append(c);
            }
            return at + 1;
        }

        private void endField(String value) {
            record.add(value);
            field.setLength(0);
        }

        private static String withoutReturn(StringBuilder field) {
            int last = field.length() - 1;
            return last >= 0 && field.charAt(last) == '\r' ? field.substring(0, last) : field.toString();
        }
    }
}
