package dev.dither.lab.run;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A table as it is put together: RFC 4180 with a header, one record per line. */
public final class CsvText {
    private final StringBuilder text = new StringBuilder();
    private final int columns;

    /** Begins a table. */
    public CsvText(String... header) {
        columns = header.length;
        line((Object[]) header);
    }

    /** Adds a record of one field for each column. */
    public CsvText line(Object... fields) {
        if (fields.length != columns) {
            throw new IllegalArgumentException("expected " + columns + " fields, got " + fields.length);
        }
        text.append(Arrays.stream(fields)
                        .map(field -> Csv.quoted(String.valueOf(field)))
                        .collect(Collectors.joining(",")))
                .append('\n');
        return this;
    }

    /** Returns the file's content. */
    public byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
