package dev.dither.lab.report;

import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** How far single draws of a network scatter, beside the average of many draws and the mean: rows of single draws. */
record DrawChapter() implements Chapter {
    private static final String SINGLE = "singleAccuracy@draw=";
    private static final String ACCURACY = "testAccuracy";

    /** How far marks may lie from the draws, in widths of the histogram. */
    private static final double REACH = 2;

    /** Colors of the two marks; single draws have the first. */
    private static final int AVERAGE = 1;

    private static final int MEAN = 2;

    @Override
    public boolean shows(String metric) {
        return metric.startsWith(SINGLE);
    }

    @Override
    public List<Part> parts(RunDirectory run) {
        Map<String, List<Double>> singles = new LinkedHashMap<>();
        run.rows().stream()
                .filter(row -> shows(row.metric()))
                .forEach(row -> singles.computeIfAbsent(row.method(), m -> new ArrayList<>())
                        .add(row.value()));
        if (singles.isEmpty()) {
            return List.of();
        }
        List<Chart> charts = new ArrayList<>();
        List<List<String>> lines = new ArrayList<>();
        singles.forEach((method, values) -> {
            Judged judged = Judged.of(run.rows(), method);
            charts.add(chart(method, values, judged));
            lines.add(line(method, values, judged));
        });
        return List.of(new Part(
                "Single draws",
                "Test accuracies of single draws, one by one, of all seeds together. What lies far from them is in the table"
                        + " alone.",
                charts,
                List.of(new Part.Table(
                        List.of("method", "draws", "worst", "mean ± sd", "best", "average of draws", "mean network"),
                        lines)),
                List.of()));
    }

    /** The accuracy of the average of the most draws, and of the mean network, over seeds. */
    private record Judged(int draws, OptionalDouble average, OptionalDouble mean) {
        static Judged of(List<Row> rows, String method) {
            List<Row> own = rows.stream()
                    .filter(row -> row.method().equals(method) && row.metric().equals(ACCURACY))
                    .toList();
            OptionalInt most = own.stream().mapToInt(Row::draws).max();
            int draws = most.orElse(0) > 1 ? most.getAsInt() : -1;
            return new Judged(draws, accuracy(own, draws), accuracy(own, 0));
        }

        private static OptionalDouble accuracy(List<Row> rows, int draws) {
            return rows.stream()
                    .filter(row -> row.draws() == draws)
                    .mapToDouble(Row::value)
                    .average();
        }
    }

    private static Chart chart(String method, List<Double> values, Judged judged) {
        Spread spread = Spread.of(values);
        List<Chart.Mark> marks = new ArrayList<>();
        judged.average()
                .ifPresent(at -> marks.add(new Chart.Mark("average of " + judged.draws() + " draws", AVERAGE, at)));
        judged.mean().ifPresent(at -> marks.add(new Chart.Mark("mean network", MEAN, at)));
        Chart chart = Histogram.chart(method, "test accuracy", "single draws", values);
        for (Chart.Mark mark : marks) {
            chart = near(mark.at(), spread) ? chart.with(mark) : chart;
        }
        return chart;
    }

    private static boolean near(double at, Spread spread) {
        double width = REACH * (spread.max() - spread.min());
        return spread.min() - width <= at && at <= spread.max() + width;
    }

    private static List<String> line(String method, List<Double> values, Judged judged) {
        Spread spread = Spread.of(values);
        return List.of(
                method,
                String.valueOf(spread.n()),
                text(OptionalDouble.of(spread.min())),
                text(OptionalDouble.of(spread.mean())) + " ± " + Figures.text(spread.stddev(), spread.stddev()),
                text(OptionalDouble.of(spread.max())),
                text(judged.average()),
                text(judged.mean()));
    }

    private static String text(OptionalDouble accuracy) {
        return accuracy.isPresent() ? Figures.text(accuracy.getAsDouble(), 1e-3) : "–";
    }
}
