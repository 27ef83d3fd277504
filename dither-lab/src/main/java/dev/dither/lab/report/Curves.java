package dev.dither.lab.report;

import dev.dither.lab.run.Spread;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Learning curves of one condition: the numbers of the events of type {@code epoch}, by term, method, epoch and training, which
 * is a seed, or a member of an ensemble with a seed.
 *
 * <p>A run over several conditions calls its methods {@code method @ condition}; each condition has curves of its own,
 * so that the lines of a picture can be compared.
 */
final class Curves {
    private static final List<String> FIRST = List.of(
            "validationAccuracy",
            "validationNll",
            "memorized",
            "recovered",
            "total",
            "nll",
            "penalty",
            "trainLoss",
            "trainAccuracy");
    private static final String CONDITION = " @ ";
    private static final Set<String> SETTINGS = Set.of("learningRate", "learningRateFactor");
    /** What the name of a term ends with that is the standard error of another. */
    private static final String ERROR = "Error";

    private static final Set<String> NOT_CURVES = Set.of(
            "seed",
            "stage",
            "stages",
            "member",
            "members",
            "epoch",
            "step",
            "steps",
            "seconds",
            "wallSeconds",
            "elapsed",
            "eta",
            "time",
            "timestamp");

    /** What lies along the axis where the events do not say. */
    private static final String EPOCH = "epoch";

    private final Map<String, Map<String, SortedMap<Double, Map<String, Double>>>> terms = new LinkedHashMap<>();
    private final Set<String> methods = new LinkedHashSet<>();
    private String axis = EPOCH;

    private Curves() {
        FIRST.forEach(term -> terms.put(term, new LinkedHashMap<>()));
    }

    /** Returns the curves of each condition, in the order of the events; one without a name where there are none. */
    static Map<String, Curves> of(Collection<Map<String, Object>> events) {
        Map<String, Curves> byCondition = new LinkedHashMap<>();
        for (Map<String, Object> event : events) {
            if (EPOCH.equals(event.get("type")) && event.get(EPOCH) instanceof Number epoch) {
                String label = String.valueOf(event.getOrDefault("method", "run"));
                int end = label.lastIndexOf(CONDITION);
                String method = end < 0 ? label : label.substring(0, end);
                String condition = end < 0 ? "" : label.substring(end + CONDITION.length());
                byCondition
                        .computeIfAbsent(condition, c -> new Curves())
                        .add(event, method + stage(event), epoch.doubleValue());
            }
        }
        return byCondition;
    }

    /** A stage before the last has lines of its own. */
    private static String stage(Map<String, Object> event) {
        Object stage = event.getOrDefault("stage", 1);
        return stage.equals(event.getOrDefault("stages", 1)) ? "" : ", stage " + stage;
    }

    private void add(Map<String, Object> event, String method, double epoch) {
        axis = String.valueOf(event.getOrDefault("unit", EPOCH));
        String training = event.getOrDefault("seed", 0) + "/" + event.getOrDefault("member", 1);
        methods.add(method);
        event.forEach((term, value) -> {
            if (value instanceof Number number && !NOT_CURVES.contains(term) && !shownElsewhere(term)) {
                terms.computeIfAbsent(term, t -> new LinkedHashMap<>())
                        .computeIfAbsent(method, m -> new TreeMap<>())
                        .computeIfAbsent(epoch, e -> new TreeMap<>())
                        .put(training, number.doubleValue());
            }
        });
    }

    private static boolean shownElsewhere(String term) {
        return Chapter.ALL.stream().anyMatch(chapter -> chapter.shows(term));
    }

    Set<String> methods() {
        return methods;
    }

    /**
     * Returns a chart for each term.
     *
     * @param drawn terms that have a picture already
     */
    List<Chart> charts(Palette palette, Set<String> drawn) {
        List<Chart> charts = new ArrayList<>();
        terms.forEach((term, byMethod) -> {
            if (drawn.contains(term) || (term.endsWith(ERROR) && terms.containsKey(base(term)))) {
                return;
            }
            Chart.Builder chart = new Chart.Builder(term, axis);
            byMethod.forEach((method, line) -> line.forEach((epoch, byTraining) ->
                    chart.add(method, palette.color(method), epoch, Spread.of(byTraining.values()))));
            if (!byMethod.isEmpty() && !(SETTINGS.contains(term) && isConstant(byMethod))) {
                charts.add(chart.build());
            }
        });
        return charts;
    }

    private static String base(String term) {
        return term.substring(0, term.length() - ERROR.length());
    }

    /** A learning rate that stays as it is needs no picture. */
    private static boolean isConstant(Map<String, SortedMap<Double, Map<String, Double>>> byMethod) {
        return byMethod.values().stream()
                        .flatMap(line -> line.values().stream())
                        .flatMap(byTraining -> byTraining.values().stream())
                        .distinct()
                        .count()
                == 1;
    }
}
