package dev.dither.lab.report;

import dev.dither.lab.report.Figures.Condition;
import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.Spread;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs of one plan, which differ in their seeds at most; figures are never averaged over different plans. */
final class Section {
    private static final Set<String> NOT_THE_PLAN = Set.of("seed", "seeds", "run", "verdict", "published", "title");

    /** Most positions of a sweep that stand side by side. */
    private static final int ACROSS = 8;

    private final List<RunDirectory> runs;
    private final Map<String, Object> plan;
    private final Figures figures;
    private final List<Published> published;
    private final Map<String, List<Chart>> curves = new LinkedHashMap<>();
    private final List<Chart> sweeps;

    /** A figure of the literature; {@code draws} is null when it does not say. */
    private record Published(
            String method,
            String metric,
            @Nullable Object value,
            String source,
            @Nullable Object draws) {
        boolean isFor(Condition condition, String ofMetric) {
            boolean sameDraws = draws == null || draws.equals(condition.draws());
            return method.equals(condition.method()) && metric.equals(ofMetric) && sameDraws;
        }
    }

    private Section(List<RunDirectory> runs) {
        this.runs = runs;
        this.plan = runs.get(0).plan();
        List<Row> rows = new ArrayList<>();
        List<Map<String, Object>> events = new ArrayList<>();
        for (RunDirectory run : runs) {
            rows.addAll(run.rows());
            events.addAll(run.events());
        }
        rows.removeIf(row -> Chapter.ALL.stream().anyMatch(chapter -> chapter.shows(row.metric())));
        figures = new Figures(rows);
        published = published(plan);
        Map<String, Curves> learning = Curves.of(events);
        Set<String> methods = new LinkedHashSet<>();
        figures.conditions().forEach(condition -> methods.add(condition.method()));
        learning.values().forEach(of -> methods.addAll(of.methods()));
        Palette palette = new Palette(methods);
        Set<String> swept = figures.sweeps().keySet().stream().map(Axis::metric).collect(Collectors.toSet());
        learning.forEach((condition, of) -> curves.put(condition, of.charts(palette, swept)));
        sweeps = figures.charts(palette);
    }

    static List<Section> of(List<RunDirectory> runs) {
        Map<Object, List<RunDirectory>> byPlan = new LinkedHashMap<>();
        for (RunDirectory run : runs) {
            Map<String, Object> plan = new LinkedHashMap<>(run.plan());
            plan.keySet().removeAll(NOT_THE_PLAN);
            Object key = plan.isEmpty() ? run.path() : plan;
            byPlan.computeIfAbsent(key, k -> new ArrayList<>()).add(run);
        }
        return byPlan.values().stream().map(Section::new).toList();
    }

    private static List<Published> published(Map<String, Object> plan) {
        List<Published> all = new ArrayList<>();
        if (plan.get("published") instanceof Collection<?> list) {
            for (Object item : list) {
                if (item instanceof Map<?, ?> map) {
                    String source =
                            map.get("source") == null ? "" : map.get("source").toString();
                    all.add(new Published(
                            String.valueOf(map.get("method")),
                            String.valueOf(map.get("metric")),
                            map.get("value"),
                            source,
                            map.get("draws")));
                }
            }
        }
        return all;
    }

    String title() {
        for (String key : List.of("title", "id", "experiment", "name")) {
            if (plan.get(key) instanceof String text && !text.isBlank()) {
                return text;
            }
        }
        return runs.get(0).name();
    }

    String scale() {
        return plan.get("scale") instanceof String scale ? scale : "";
    }

    List<RunDirectory> runs() {
        return runs;
    }

    Set<Long> seeds() {
        return figures.seeds();
    }

    /** Learning curves by condition, which has no name where there is one alone. */
    Map<String, List<Chart>> curves() {
        return curves;
    }

    List<Chart> sweeps() {
        return sweeps;
    }

    /** The main table, then one for each sweep. */
    String mainTable() {
        Set<String> metrics = new LinkedHashSet<>(figures.metrics());
        Set<String> swept = new LinkedHashSet<>();
        figures.sweeps().values().forEach(at -> swept.addAll(at.values()));
        published.stream()
                .map(Published::metric)
                .filter(m -> !swept.contains(m))
                .forEach(metrics::add);
        String none = figures.sweeps().isEmpty() ? "<p class=\"note\">No figures yet.</p>\n" : "";
        Map<String, String> names = new LinkedHashMap<>();
        metrics.forEach(metric -> names.put(metric, metric));
        return metrics.isEmpty() ? none : byMetric(names, "metric");
    }

    /**
     * A line for each metric and way of predicting, a column for each method, so that what is compared stands side by side.
     *
     * @param names what the metrics are called here
     */
    private String byMetric(Map<String, String> names, String heading) {
        List<String> sources = new ArrayList<>();
        List<Condition> conditions = conditions(names.keySet());
        List<String> methods =
                conditions.stream().map(Condition::method).distinct().toList();
        boolean drawn = conditions.stream().anyMatch(condition -> condition.draws() > 0);
        StringBuilder head = new StringBuilder("<th scope=\"col\">" + Html.escaped(heading) + "</th>");
        methods.forEach(method ->
                head.append("<th scope=\"col\">").append(Html.escaped(method)).append("</th>"));
        StringBuilder body = new StringBuilder();
        names.forEach((metric, name) -> draws(conditions, metric).forEach(draws -> {
            body.append("<tr><th scope=\"row\">").append(breakable(name));
            body.append(drawn ? "<small>" + Condition.drawsText(draws) + "</small></th>" : "</th>");
            methods.forEach(method -> body.append(cell(new Condition(method, draws), metric, sources)));
            body.append("</tr>\n");
        }));
        return frame(head, body) + notes(sources);
    }

    /** Returns the numbers of draws by which a metric was measured or the literature says to have it; where there are none, the least. */
    private List<Integer> draws(List<Condition> conditions, String metric) {
        Predicate<Published> saysHowMany = figure -> figure.draws() != null;
        List<Integer> told = draws(
                conditions,
                condition -> !figures.at(condition, metric).isEmpty() || isPublished(condition, metric, saysHowMany));
        return told.isEmpty()
                ? draws(conditions, condition -> isPublished(condition, metric, figure -> true)).stream()
                        .limit(1)
                        .toList()
                : told;
    }

    private static List<Integer> draws(List<Condition> conditions, Predicate<Condition> which) {
        return conditions.stream()
                .filter(which)
                .map(Condition::draws)
                .distinct()
                .sorted()
                .toList();
    }

    private boolean isPublished(Condition condition, String metric, Predicate<Published> which) {
        return published.stream().filter(which).anyMatch(figure -> figure.isFor(condition, metric));
    }

    /** A table with a column for each position; of many positions a folded one with a line for each. */
    String sweepTables() {
        StringBuilder html = new StringBuilder();
        figures.sweeps().forEach((axis, at) -> {
            Map<String, String> positions = new LinkedHashMap<>();
            at.values().forEach(metric -> positions.put(metric, axis.column(metric)));
            String title = Html.escaped(axis.title());
            html.append(
                    positions.size() <= ACROSS
                            ? "<h3>" + title + "</h3>\n" + table(positions)
                            : "<details><summary>Table of " + title + "</summary>\n" + byMetric(positions, axis.name())
                                    + "</details>\n");
        });
        return html.toString();
    }

    private String table(Map<String, String> columns) {
        List<String> sources = new ArrayList<>();
        StringBuilder head = new StringBuilder("<th scope=\"col\">method</th>");
        columns.values()
                .forEach(label -> head.append("<th scope=\"col\">")
                        .append(Html.escaped(label))
                        .append("</th>"));
        StringBuilder body = new StringBuilder();
        for (Condition condition : conditions(columns.keySet())) {
            body.append("<tr><th scope=\"row\">").append(name(condition)).append("</th>");
            columns.keySet().forEach(metric -> body.append(cell(condition, metric, sources)));
            body.append("</tr>\n");
        }
        return frame(head, body) + notes(sources);
    }

    private static String breakable(String metric) {
        return Html.escaped(metric).replaceAll("(?=@)|(?<=[a-z])(?=[A-Z])", "<wbr>");
    }

    private static String frame(CharSequence head, CharSequence body) {
        return "<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr>" + head + "</tr></thead>\n<tbody>\n" + body
                + "</tbody>\n</table></div>\n";
    }

    private String name(Condition condition) {
        String draws = measured(condition) ? "<small>" + Condition.drawsText(condition.draws()) + "</small>" : "";
        return Html.escaped(condition.method()) + draws;
    }

    private boolean measured(Condition condition) {
        return figures.conditions().contains(condition);
    }

    /** Our conditions that have one of the metrics, then methods that only the literature has. */
    private List<Condition> conditions(Set<String> metrics) {
        List<Condition> all = new ArrayList<>(figures.conditions());
        all.removeIf(condition ->
                metrics.stream().allMatch(m -> figures.at(condition, m).isEmpty()));
        for (Published figure : published) {
            boolean listed = all.stream().anyMatch(condition -> figure.isFor(condition, figure.metric()));
            if (metrics.contains(figure.metric()) && !listed) {
                all.add(new Condition(figure.method(), figure.draws() instanceof Integer draws ? draws : 0));
            }
        }
        return all.stream().distinct().toList();
    }

    private String cell(Condition condition, String metric, List<String> sources) {
        String theirs = published.stream()
                .filter(figure -> figure.isFor(condition, metric))
                .map(figure -> "<small class=\"pub\">published " + Html.escaped(figure.value())
                        + mark(figure.source(), sources) + "</small>")
                .collect(Collectors.joining());
        List<Row> rows = figures.at(condition, metric);
        return rows.isEmpty()
                ? "<td class=\"none\">–" + theirs + "</td>"
                : "<td>" + ours(rows, figures.spread(condition, metric)) + theirs + "</td>";
    }

    private static String ours(List<Row> rows, Spread spread) {
        String deviation = spread.n() > 1 ? " ± " + Figures.text(spread.stddev(), spread.stddev()) : "";
        double stderr = rows.stream()
                .mapToDouble(row -> row.stderr().orElse(Double.NaN))
                .filter(e -> !Double.isNaN(e))
                .max()
                .orElse(Double.NaN);
        String error = Double.isNaN(stderr) ? "" : " · se ≤ " + Figures.text(stderr, stderr);
        return Figures.text(spread.mean(), spread.stddev()) + "<span class=\"sd\">" + deviation + "</span><small>n = "
                + spread.n() + error + "</small>";
    }

    private static String mark(String source, List<String> sources) {
        if (source.isBlank()) {
            return "";
        }
        if (!sources.contains(source)) {
            sources.add(source);
        }
        return "<sup>" + (sources.indexOf(source) + 1) + "</sup>";
    }

    private static String notes(List<String> sources) {
        StringBuilder html = new StringBuilder();
        if (!sources.isEmpty()) {
            html.append("<ol class=\"note\">");
            sources.forEach(
                    source -> html.append("<li>").append(Html.escaped(source)).append("</li>"));
            html.append("</ol>\n");
        }
        return html.toString();
    }
}
