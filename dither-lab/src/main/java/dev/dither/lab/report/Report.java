package dev.dither.lab.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.RunException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One self-contained HTML page about run directories, and a function of their files alone.
 *
 * <p>Runs with the same plan are summed up together over their seeds; runs with different plans get sections of their
 * own. Charts are drawn by uPlot, which is part of the page; the page loads nothing.
 */
public final class Report {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Most pages of pictures that lie open. */
    private static final int UNFOLDED = 8;

    private static final String SPREAD =
            "<p class=\"note\">Mean ± standard deviation over n seeds; se, where given, is the"
                    + " largest standard error over draws of one seed.</p>\n";

    private final List<RunDirectory> runs;
    private final List<Chart> charts = new ArrayList<>();

    private Report(List<RunDirectory> runs) {
        if (runs.isEmpty()) {
            throw new RunException("a report needs at least one run directory");
        }
        this.runs = runs;
    }

    public static Report of(RunDirectory... runs) {
        return new Report(List.of(runs));
    }

    /** Writes {@code report.html} into the first directory. */
    public static void write(RunDirectory... runs) {
        byte[] page = of(runs).html().getBytes(StandardCharsets.UTF_8);
        runs[0].writeAtomically("report.html", page);
    }

    public String html() {
        charts.clear();
        List<Section> sections = Section.of(runs);
        String title = sections.get(0).title() + (sections.size() > 1 ? " and " + (sections.size() - 1) + " more" : "");
        StringBuilder body = new StringBuilder();
        for (Section section : sections) {
            body.append(section(section, sections.size() == 1 ? "h1" : "h2"));
        }
        body.append(rebuild());
        return Html.resource("page.html")
                .replace("{{title}}", Html.escaped(title))
                .replace("{{style}}", Html.resource("uPlot.min.css") + "\n" + Html.resource("report.css"))
                .replace("{{heading}}", sections.size() == 1 ? "" : "<h1>" + Html.escaped(title) + "</h1>")
                .replace("{{license}}", Html.resource("uPlot.LICENSE"))
                .replace("{{uplot}}", Html.resource("uPlot.iife.min.js"))
                .replace("{{script}}", Html.resource("report.js"))
                .replace("{{charts}}", scriptSafe(json(charts)))
                .replace("{{body}}", body);
    }

    private String section(Section section, String heading) {
        String scale = section.scale().isEmpty() ? "" : " · scale " + Html.escaped(section.scale());
        StringBuilder html = new StringBuilder("<header>\n<p class=\"eyebrow\">Dither report" + scale + "</p>\n");
        html.append(
                String.format(Locale.ROOT, "<%1$s>%2$s</%1$s>\n</header>\n", heading, Html.escaped(section.title())));
        section.runs().forEach(run -> html.append(verdict(run, section.runs().size() > 1)));
        html.append("<section>\n<h2>Results</h2>\n").append(section.mainTable());
        html.append(figures(section.sweeps()))
                .append(section.sweepTables())
                .append(SPREAD)
                .append("</section>\n");
        if (!section.curves().isEmpty()) {
            html.append("<section>\n<h2>Learning curves</h2>\n");
            html.append(curves(section.curves())).append("</section>\n");
        }
        section.runs().forEach(run -> html.append(chapters(run)));
        section.runs().forEach(run -> html.append(provenance(run, section)));
        return html.toString();
    }

    /** Several conditions are folded, all but the last, which in a sweep is the hardest. */
    private String curves(Map<String, List<Chart>> byCondition) {
        StringBuilder html = new StringBuilder();
        int left = byCondition.size();
        for (Map.Entry<String, List<Chart>> condition : byCondition.entrySet()) {
            String charts = figures(condition.getValue());
            left--;
            html.append(
                    byCondition.size() == 1
                            ? charts
                            : String.format(
                                    Locale.ROOT,
                                    "<details%s><summary>%s</summary>\n%s</details>\n",
                                    left == 0 ? " open" : "",
                                    Html.escaped(condition.getKey()),
                                    charts));
        }
        return html.toString();
    }

    private static String verdict(RunDirectory run, boolean named) {
        Object stated = run.manifest().getOrDefault("verdict", run.plan().get("verdict"));
        Map<?, ?> verdict = stated instanceof Map<?, ?> map ? map : Map.of();
        String status = text(verdict, "status", "none");
        String reason = text(verdict, "reason", "");
        boolean none = status.equals("none");
        String text = none ? "No verdict" : status.substring(0, 1).toUpperCase(Locale.ROOT) + status.substring(1);
        String why = reason.isBlank() && none ? withoutVerdict(run) : reason;
        String name = named ? "<code>" + Html.escaped(run.name()) + "</code> " : "";
        return String.format(
                        Locale.ROOT,
                        "<div class=\"verdict %s\"><strong>%s</strong><span>%s%s</span></div>\n",
                        Html.escaped(status.replace(' ', '-')),
                        Html.escaped(text),
                        name,
                        Html.escaped(why))
                + claims(verdict.get("claims"));
    }

    private static String text(Map<?, ?> verdict, String key, String absent) {
        Object value = verdict.get(key);
        return value == null ? absent : value.toString();
    }

    private static String withoutVerdict(RunDirectory run) {
        return run.plan().get("accept") == null ? "This run states no acceptance rule." : "This run has not ended.";
    }

    /** Further claims have no colour: the verdict is another's. */
    private static String claims(@Nullable Object claims) {
        StringBuilder html = new StringBuilder();
        if (claims instanceof Collection<?> list) {
            list.forEach(claim -> html.append(
                    claim instanceof Map<?, ?> map
                            ? "<p class=\"note\">Claim, " + Html.escaped(map.get("status")) + ": "
                                    + Html.escaped(map.get("reason")) + "</p>\n"
                            : ""));
        }
        return html.toString();
    }

    private String figures(List<Chart> drawn) {
        if (drawn.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<div class=\"charts\">\n");
        for (Chart chart : drawn) {
            html.append(String.format(
                    Locale.ROOT,
                    "<figure data-chart=\"%d\"><figcaption>%s</figcaption>",
                    charts.size(),
                    Html.escaped(chart.title())));
            html.append("<div class=\"plot\"></div>").append(legend(chart));
            html.append("<p class=\"axis\">").append(Html.escaped(chart.axis())).append("</p></figure>\n");
            charts.add(chart);
        }
        boolean seeds = drawn.stream().flatMap(chart -> chart.series().stream()).anyMatch(Chart.Series::band);
        return html + "</div>\n"
                + (seeds ? "<p class=\"note\">Line: mean over seeds. Band: lowest to highest seed.</p>\n" : "");
    }

    private static String legend(Chart chart) {
        StringBuilder html = new StringBuilder("<ul class=\"legend\">");
        for (Chart.Series series : chart.series()) {
            html.append(String.format(
                    Locale.ROOT,
                    "<li><i class=\"s%d%s\"></i>%s <output></output></li>",
                    series.color(),
                    series.repeat() == 0 ? "" : " again" + Math.min(series.repeat(), 3),
                    Html.escaped(series.label())));
        }
        chart.marks()
                .forEach(mark -> html.append(String.format(
                        Locale.ROOT,
                        "<li><i class=\"s%d again1\"></i>%s</li>",
                        mark.color(),
                        Html.escaped(mark.label()))));
        return html.append("</ul>").toString();
    }

    /** Many pages of pictures are folded: a sweep has some for each of its methods. */
    private String chapters(RunDirectory run) {
        List<Part> parts = Chapter.ALL.stream()
                .flatMap(chapter -> chapter.parts(run).stream())
                .toList();
        boolean fold = parts.stream().filter(Part::picturesAlone).count() > UNFOLDED;
        StringBuilder html = new StringBuilder();
        StringBuilder folded = new StringBuilder();
        for (Part part : parts) {
            String heading = Html.escaped(part.title());
            if (fold && part.picturesAlone()) {
                folded.append("<details><summary>" + heading + "</summary>\n" + content(part) + "</details>\n");
            } else {
                html.append("<section>\n<h2>" + heading + "</h2>\n" + content(part) + "</section>\n");
            }
        }
        return fold ? html + "<section>\n<h2>Pictures</h2>\n" + folded + "</section>\n" : html.toString();
    }

    private String content(Part part) {
        StringBuilder html = new StringBuilder();
        if (!part.note().isEmpty()) {
            html.append("<p class=\"note\">").append(Html.escaped(part.note())).append("</p>\n");
        }
        html.append(figures(part.charts()));
        part.tables().forEach(table -> html.append(table.html()));
        if (!part.pictures().isEmpty()) {
            boolean told = part.pictures().stream().anyMatch(Part.Picture::told);
            html.append("<div class=\"gallery" + (told ? " told" : "") + "\">\n");
            part.pictures().forEach(picture -> html.append(picture.html()));
            html.append("</div>\n");
        }
        return html.toString();
    }

    private static String provenance(RunDirectory run, Section section) {
        Map<String, Object> manifest = run.manifest();
        StringBuilder html = new StringBuilder("<section>\n<h2>How this run was made</h2>\n");
        Object command = manifest.get("commandLine");
        if (command != null) {
            html.append("<pre><code>")
                    .append(Html.escaped(commandLine(command)))
                    .append("</code></pre>\n");
        }
        html.append("<dl>\n").append(fact("run", run.name())).append(fact("seeds", Html.plain(seeds(run, section))));
        manifest.forEach((key, value) -> {
            boolean empty = value instanceof Map<?, ?> facts && facts.isEmpty();
            if (!empty && !List.of("commandLine", "verdict", "seeds").contains(key)) {
                html.append(
                        key.equals("peakMemoryBytes") && value instanceof Number bytes
                                ? fact("peak memory", bytes.longValue() / (1 << 20) + " MiB")
                                : fact(words(key), Html.plain(value)));
            }
        });
        return html.append("</dl>\n</section>\n").toString();
    }

    private static Object seeds(RunDirectory run, Section section) {
        Object stated = run.manifest().getOrDefault("seeds", run.plan().get("seeds"));
        return stated instanceof Collection<?> ? stated : section.runs().size() == 1 ? section.seeds() : measured(run);
    }

    private static Object measured(RunDirectory run) {
        return run.rows().stream().map(row -> row.seed()).distinct().sorted().toList();
    }

    private static String commandLine(Object command) {
        return command instanceof Collection<?> words
                ? words.stream()
                        .map(word -> Html.shellQuoted(String.valueOf(word)))
                        .collect(Collectors.joining(" "))
                : String.valueOf(command);
    }

    private static String fact(String name, String value) {
        return "<dt>" + Html.escaped(name) + "</dt><dd>" + Html.escaped(value) + "</dd>\n";
    }

    private static String words(String key) {
        return key.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    private String rebuild() {
        String paths = runs.stream()
                .map(run -> Html.shellQuoted(run.path().toString()))
                .collect(Collectors.joining(" "));
        return "<section>\n<h2>Rebuild this report</h2>\n<pre><code>./dither report " + Html.escaped(paths)
                + "</code></pre>\n</section>\n";
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new RunException("cannot write the charts: " + e.getOriginalMessage(), e);
        }
    }

    /** Inside a script element no text may end it. */
    private static String scriptSafe(String json) {
        return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }
}
