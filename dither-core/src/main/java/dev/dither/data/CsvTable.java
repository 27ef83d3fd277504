package dev.dither.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Numeric table from comma-separated text: a header, one named label column, every other column a feature.
 *
 * <p>Cells are numbers without quotes; those of the label column may be any text. Empty lines are skipped.
 *
 * <p>Shapes: an example is [features].
 * <p>Units: those of the file; see {@link Standardization}.
 *
 * @param featureNames names of the feature columns, in the order of the file
 * @param classNames names of the classes; a class is its index here
 * @param examples the rows
 */
public record CsvTable(List<String> featureNames, List<String> classNames, Examples examples) {
    /** Copies the lists. */
    public CsvTable {
        featureNames = List.copyOf(featureNames);
        classNames = List.copyOf(classNames);
    }

    /** Reads a table; its classes are the distinct values of the label column, in alphabetical order. */
    public static CsvTable read(Path file, String labelColumn) {
        Content content = Content.read(file);
        Rows rows = Rows.of(content, labelColumn);
        return rows.table(rows.labels().distinct().sorted().toList());
    }

    /** Reads a table whose classes are given, for example a test table under the classes of the training table. */
    public static CsvTable read(Path file, String labelColumn, List<String> classNames) {
        return Rows.of(Content.read(file), labelColumn).table(classNames);
    }

    private record Row(String where, String[] cells) {}

    private record Rows(String where, List<String> header, int labelIndex, List<Row> rows) {
        static Rows of(Content content, String labelColumn) {
            List<String> lines = content.lines();
            DataException.require(!lines.isEmpty(), "%s: empty, expected a header line; add one", content.where());
            List<String> header = List.of(cells(lines.get(0).replace("\uFEFF", "")));
            int labelIndex = header.indexOf(labelColumn);
            DataException.require(
                    labelIndex >= 0,
                    "%s: no column \"%s\", the header has %s; name one of these",
                    content.where(),
                    labelColumn,
                    header);
            DataException.require(
                    header.size() > 1, "%s: no feature column beside the label; add one", content.where());
            List<Row> rows = rows(content.where(), lines, header.size());
            DataException.require(!rows.isEmpty(), "%s: no rows below the header; add one", content.where());
            return new Rows(content.where(), header, labelIndex, rows);
        }

        private static List<Row> rows(String where, List<String> lines, int columns) {
            List<Row> rows = new ArrayList<>();
            for (int i = 1; i < lines.size(); i++) {
                if (!lines.get(i).isBlank()) {
                    rows.add(row(where + ":" + (i + 1), lines.get(i), columns));
                }
            }
            return rows;
        }

        private static Row row(String where, String line, int columns) {
            String[] cells = cells(line);
            DataException.require(
                    cells.length == columns,
                    "%s: %s cells, expected %s as in the header; correct the line",
                    where,
                    cells.length,
                    columns);
            return new Row(where, cells);
        }

        private static String[] cells(String line) {
            return Arrays.stream(line.split(",", -1)).map(String::strip).toArray(String[]::new);
        }

        Stream<String> labels() {
            return rows.stream().map(row -> row.cells()[labelIndex]);
        }

        CsvTable table(List<String> classNames) {
            int width = header.size() - 1;
            float[] values = new float[Math.multiplyExact(rows.size(), width)];
            int[] labels = new int[rows.size()];
            for (int i = 0; i < labels.length; i++) {
                Row row = rows.get(i);
                labels[i] = ClassNames.index(classNames, row.cells()[labelIndex], row.where());
                copy(row, values, i * width);
            }
            List<String> names = new ArrayList<>(header);
            names.remove(labelIndex);
            Examples examples = Examples.ofFloats(where, new int[] {width}, values, labels, classNames.size());
            return new CsvTable(names, classNames, examples);
        }

        private void copy(Row row, float[] values, int offset) {
            int next = offset;
            for (int column = 0; column < header.size(); column++) {
                if (column != labelIndex) {
                    values[next++] = number(row, column);
                }
            }
        }

        private float number(Row row, int column) {
            String cell = row.cells()[column];
            try {
                float value = Float.parseFloat(cell);
                DataException.require(
                        Float.isFinite(value),
                        "%s: %s is %s, expected a finite number; correct it",
                        row.where(),
                        header.get(column),
                        cell);
                return value;
            } catch (NumberFormatException e) {
                String message = String.format(
                        Locale.ROOT,
                        "%s: %s is \"%s\", expected a number; correct it",
                        row.where(),
                        header.get(column),
                        cell);
                throw new DataException(message, e);
            }
        }
    }
}
