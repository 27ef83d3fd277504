package dev.dither.lab.report;

import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What noise on the weights promises about examples not seen, with what has to hold for it: rows of bounds by scale. */
record PacBayesChapter() implements Chapter {
    private static final String BOUND = "pacBayes@scale=";
    private static final String DIVERGENCE = "kl@scale=";
    private static final String TRAINED = "noisyTrainAccuracy@scale=";

    @Override
    public boolean shows(String metric) {
        return metric.startsWith(BOUND) || metric.startsWith(DIVERGENCE);
    }

    @Override
    public List<Part> parts(RunDirectory run) {
        Map<Place, List<Row>> places = new LinkedHashMap<>();
        run.rows().stream()
                .filter(row -> row.metric().startsWith(BOUND))
                .forEach(row -> places.computeIfAbsent(
                                new Place(row.method(), row.metric().substring(BOUND.length())), p -> new ArrayList<>())
                        .add(row));
        if (places.isEmpty()) {
            return List.of();
        }
        List<List<String>> lines = new ArrayList<>();
        places.forEach((place, bounds) -> lines.add(line(place, bounds, run.rows())));
        Part.Table table = new Part.Table(
                List.of("method", "scale", "training error with noise", "KL, nats", "bound", "what it says"), lines);
        return List.of(new Part("Bounds by noise on the weights", note(run), List.of(), List.of(table), List.of()));
    }

    /** A method and the end of a metric's name, {@code 0.02} or {@code 0.02@noise=0.4}. */
    private record Place(String method, String end) {
        List<Double> values(List<Row> rows, String start) {
            Predicate<Row> own =
                    row -> row.method().equals(method) && row.metric().equals(start + end);
            return rows.stream().filter(own).map(Row::value).toList();
        }
    }

    private static List<String> line(Place place, List<Row> bounds, List<Row> rows) {
        Spread bound = Spread.of(bounds.stream().map(Row::value).toList());
        double trained = Spread.of(place.values(rows, TRAINED)).mean();
        double divergence = Spread.of(place.values(rows, DIVERGENCE)).mean();
        return List.of(
                place.method(),
                place.end().replace("@", ", "),
                Figures.text(1 - trained, 1e-3),
                Figures.text(divergence, Double.NaN),
                Figures.text(bound.mean(), 1e-3),
                words(bound));
    }

    private static String words(Spread bound) {
        return bound.max() < 1
                ? "not vacuous"
                : bound.min() < 1 ? "vacuous for some seeds" : "vacuous: no error is above 1";
    }

    private static String note(RunDirectory run) {
        Object confidence =
                run.plan().get("variability") instanceof Map<?, ?> section ? section.get("confidence") : null;
        return "Each is a bound on the expected error of the network with noise, not of the clean one: training error with noise"
                + " + 4 √((KL + log(2m / p)) / m), m the examples it was measured on, p = "
                + (confidence == null ? "as in the plan" : confidence)
                + ". It holds with probability 1 − p if the prior was chosen before the data was seen, if examples are independent"
                + " draws of one distribution, and for one scale chosen beforehand; running statistics of normalization are not"
                + " covered. A bound of 1 or more says nothing. Means over seeds.";
    }
}
