package dev.dither.lab.report;

import dev.dither.lab.report.AttackRows.Kind;
import dev.dither.lab.report.AttackRows.Line;
import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Accuracy against the radius of attacks, by every way to decide side by side, and how far examples were moved. */
record AttackChapter() implements Chapter {
    private static final String ACCURACY = "robustAccuracy";
    private static final List<String> DECISIONS = List.of("mean", "draw", "average", "majority", "all");

    @Override
    public boolean shows(String metric) {
        return AttackRows.holds(metric);
    }

    @Override
    public List<Part> parts(RunDirectory run) {
        AttackRows rows = new AttackRows(run.rows());
        return rows.kinds().stream().map(kind -> part(rows, kind)).toList();
    }

    private static Part part(AttackRows rows, Kind kind) {
        String sees = kind.sees().equals("mean") ? "the mean network" : "the average of draws";
        String condition = kind.condition().isEmpty()
                ? ""
                : ", " + kind.condition().substring(1).replace("@", ", ");
        String note = String.format(
                Locale.ROOT,
                "Mean ± standard deviation over seeds. Standard error over the attacked examples of one seed: at most"
                        + " %.3f. mean: without noise; draw: one draw; average: of the probabilities of the draws;"
                        + " majority of the draws; all: every draw is right.",
                rows.standardError(kind));
        return new Part(
                "Under attack by " + kind.attack() + ", which sees " + sees + condition,
                note,
                charts(rows, kind),
                List.of(accuracies(rows, kind), moves(rows, kind)),
                List.of());
    }

    private static List<Chart> charts(AttackRows rows, Kind kind) {
        List<String> methods = rows.methods(kind);
        Palette byMethod = new Palette(methods);
        Palette byDecision = new Palette(DECISIONS);
        List<Chart> charts = new ArrayList<>();
        Chart.Builder together = new Chart.Builder("accuracy of the mean network", "radius");
        for (String method : methods) {
            draw(together, method, byMethod.color(method), rows, new Line(kind, method, ACCURACY, "mean"));
        }
        charts.add(together.build());
        for (String method : methods) {
            List<String> decisions = rows.decisions(kind, method);
            Chart.Builder own = new Chart.Builder(method + ": accuracy by every way to decide", "radius");
            for (String by : decisions) {
                draw(own, by, byDecision.color(by), rows, new Line(kind, method, ACCURACY, by));
            }
            if (decisions.size() > 1) {
                charts.add(own.build());
            }
        }
        return charts;
    }

    private static void draw(Chart.Builder chart, String label, int color, AttackRows rows, Line line) {
        rows.at(line).forEach((radius, of) -> {
            if (radius != AttackRows.UNLIMITED) {
                chart.add(label, color, radius, spread(of));
            }
        });
    }

    private static Part.Table accuracies(AttackRows rows, Kind kind) {
        List<List<String>> lines = new ArrayList<>();
        for (String method : rows.methods(kind)) {
            List<String> decisions = rows.decisions(kind, method);
            for (String by : decisions) {
                String how = decisions.size() == 1 ? "deterministic" : by;
                lines.add(line(method, how, rows, new Line(kind, method, ACCURACY, by)));
            }
        }
        return new Part.Table(head("judged by", rows, kind), lines);
    }

    private static Part.Table moves(AttackRows rows, Kind kind) {
        List<List<String>> lines = new ArrayList<>();
        for (String method : rows.methods(kind)) {
            lines.add(line(method, "success", rows, new Line(kind, method, "attackSuccess", "")));
            lines.add(line(method, "L2 of successes", rows, new Line(kind, method, "attackL2", "")));
            lines.add(line(method, "L∞ of successes", rows, new Line(kind, method, "attackLinf", "")));
        }
        return new Part.Table(head("as the attacker sees it", rows, kind), lines);
    }

    private static List<String> head(String second, AttackRows rows, Kind kind) {
        List<String> head = new ArrayList<>(List.of("method", second));
        rows.radii(kind).forEach(radius -> head.add(radius == AttackRows.UNLIMITED ? "no budget" : "radius " + radius));
        return head;
    }

    private static List<String> line(String method, String what, AttackRows rows, Line line) {
        List<String> cells = new ArrayList<>(List.of(method, what));
        for (double radius : rows.radii(line.kind())) {
            List<Row> of = rows.at(line).getOrDefault(radius, List.of());
            cells.add(of.isEmpty() ? "–" : text(spread(of)));
        }
        return cells;
    }

    private static Spread spread(List<Row> rows) {
        return Spread.of(rows.stream().map(Row::value).toList());
    }

    private static String text(Spread spread) {
        return spread.n() > 1
                ? String.format(Locale.ROOT, "%.3f ± %.3f", spread.mean(), spread.stddev())
                : String.format(Locale.ROOT, "%.3f", spread.mean());
    }
}
