package dev.dither.lab.report;

import java.util.List;

/**
 * A headed part of the report; the report escapes all its text.
 *
 * @param title heading
 * @param note a sentence below it, or empty
 * @param charts line charts
 * @param tables tables behind the charts
 * @param pictures pictures behind the tables
 */
record Part(String title, String note, List<Chart> charts, List<Table> tables, List<Picture> pictures) {
    Part {
        charts = List.copyOf(charts);
        tables = List.copyOf(tables);
        pictures = List.copyOf(pictures);
    }

    /** Returns whether there is nothing but pictures. */
    boolean picturesAlone() {
        return charts.isEmpty() && tables.isEmpty() && !pictures.isEmpty();
    }

    /**
     * A table; the first cell of a line is its heading.
     *
     * @param head headings of the columns
     * @param lines the lines below
     */
    record Table(List<String> head, List<List<String>> lines) {
        private static final int SENTENCE = 24;

        Table {
            head = List.copyOf(head);
            lines = lines.stream().map(List::copyOf).toList();
        }

        String html() {
            StringBuilder html = new StringBuilder("<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr>");
            head.forEach(text ->
                    html.append("<th scope=\"col\">").append(Html.escaped(text)).append("</th>"));
            html.append("</tr></thead>\n<tbody>\n");
            for (List<String> line : lines) {
                html.append("<tr>");
                for (int i = 0; i < line.size(); i++) {
                    html.append(
                            i == 0 ? "<th scope=\"row\">" + Html.escaped(line.get(0)) + "</th>" : cell(line.get(i)));
                }
                html.append("</tr>\n");
            }
            return html.append("</tbody>\n</table></div>\n").toString();
        }

        /** Figures stay on one line, sentences need not. */
        private static String cell(String text) {
            return (text.length() > SENTENCE ? "<td class=\"words\">" : "<td>") + Html.escaped(text) + "</td>";
        }
    }

    /**
     * A picture.
     *
     * @param png the image, PNG in Base64
     * @param caption the text below, in one line or in several, of which the first says what it is
     */
    record Picture(String png, String caption) {
        /** Returns whether the text needs more room than a line has. */
        boolean told() {
            return caption.contains("\n");
        }

        String html() {
            String text = Html.escaped(caption.replace("\n", ", "));
            String data = png.replaceAll("\\s", "");
            String image = data.matches("[A-Za-z0-9+/]+=*")
                    ? "<img alt=\"" + text + "\" src=\"data:image/png;base64," + data + "\">"
                    : "<em>image unreadable</em>";
            return "<figure>" + image + "<figcaption>" + (told() ? lines() : text) + "</figcaption></figure>\n";
        }

        private String lines() {
            String lines = Html.escaped(caption).replace("\n", "</span><span>");
            return "<span>" + lines + "</span>";
        }
    }
}
