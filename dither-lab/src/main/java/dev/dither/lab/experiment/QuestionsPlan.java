package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.key.Require;
import dev.dither.lab.run.CsvText;
import dev.dither.lab.source.AskedQuestion;
import dev.dither.lab.source.Questionnaire;
import dev.dither.language.VqaAccuracy;
import dev.dither.predict.Predictive;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The section {@code questions}: how often answers to the test questions are what people said, by the mean network, for all and for each
 * type of question; and some of them with their pictures.
 *
 * <p>Formula: {@link VqaAccuracy}. In the open-ended task the answer is the most probable of all; where questions have choices, in the
 * multiple-choice task that of the choices.
 *
 * @param shown how many right and how many wrong answers of each method the report shows
 */
record QuestionsPlan(@Default("12") int shown) implements Evaluation {
    /** Accuracy of the open-ended task over all questions. */
    static final String ACCURACY = "vqaAccuracy";

    private static final String OF_CHOICES = "choiceAccuracy";

    QuestionsPlan {
        Require.that(shown >= 0, "questions.shown must not be negative, got " + shown);
    }

    @Override
    public String name() {
        return "questions";
    }

    @Override
    public List<String> headlines() {
        return List.of(ACCURACY, OF_CHOICES);
    }

    @Override
    public boolean takesEnsembles() {
        return true;
    }

    @Override
    public void check(Plan plan, Examples train) {
        if (train.questionForm().isEmpty()) {
            throw new ExperimentException(
                    "questions: " + train.name() + " has no questions about pictures; leave that section out");
        }
    }

    @Override
    public Findings evaluate(Trained trained, Bench bench) {
        List<Answered> all = answered(trained);
        List<Figure> figures = new ArrayList<>(figures(ACCURACY, "accuracy", all, Answered::accuracy));
        List<Answered> chosen =
                all.stream().filter(one -> !one.asked().choices().isEmpty()).toList();
        if (!chosen.isEmpty()) {
            figures.addAll(figures(OF_CHOICES, OF_CHOICES, chosen, Answered::choiceAccuracy));
        }
        Findings found = Findings.of(figures);
        return trained.shown() && shown > 0
                ? found.with("questions/" + trained.cell().fileStem() + ".csv", table(trained, all))
                : found;
    }

    private static List<Answered> answered(Trained trained) {
        Questionnaire questions = trained.data().questions().orElseThrow();
        List<String> answers = trained.data().classNames();
        Predictive tested = trained.tested();
        return IntStream.range(0, tested.size())
                .mapToObj(
                        i -> Answered.of(i, questions.test().get(trained.test().row(i)), answers, tested))
                .toList();
    }

    private static List<Figure> figures(
            String overall, String byType, List<Answered> answers, Function<Answered, Double> accuracy) {
        SortedMap<String, List<Double>> types = new TreeMap<>();
        answers.forEach(one -> types.computeIfAbsent(one.asked().type(), t -> new ArrayList<>())
                .add(accuracy.apply(one)));
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of(
                overall, mean(types.values().stream().flatMap(List::stream).toList())));
        types.forEach((type, values) -> figures.add(Figure.of(byType + "@type=" + type, mean(values))));
        return figures;
    }

    private static double mean(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** Some answers, types taking turns, as few about one picture as may be. */
    private byte[] table(Trained trained, List<Answered> all) {
        CsvText table =
                new CsvText("method", "seed", "right", "type", "question", "given", "predicted", "probability", "png");
        CellId cell = trained.cell();
        for (boolean right : new boolean[] {true, false}) {
            for (Answered one :
                    examples(all.stream().filter(a -> a.right() == right).toList())) {
                table.line(
                        cell.method(),
                        cell.seed(),
                        right,
                        one.asked().type(),
                        one.asked().text(),
                        one.given(),
                        one.predicted(),
                        String.format(Locale.ROOT, "%.2f", one.probability()),
                        Gallery.questioned(trained.test(), one.example()).orElse(""));
            }
        }
        return table.bytes();
    }

    private List<Answered> examples(List<Answered> of) {
        Map<String, List<Answered>> byType = new LinkedHashMap<>();
        Set<Integer> pictures = new HashSet<>();
        of.stream()
                .filter(one -> pictures.add(one.asked().picture()))
                .forEach(one -> byType.computeIfAbsent(one.asked().type(), t -> new ArrayList<>())
                        .add(one));
        return IntStream.range(0, shown)
                .boxed()
                .flatMap(turn -> byType.values().stream()
                        .filter(list -> turn < list.size())
                        .map(list -> list.get(turn)))
                .limit(shown)
                .toList();
    }

    /**
     * An answer and what it is held against.
     *
     * @param example number of the test example
     * @param asked the question
     * @param predicted the most probable answer
     * @param probability of it
     * @param chosen the most probable of the choices, empty without any
     */
    private record Answered(int example, AskedQuestion asked, String predicted, double probability, String chosen) {
        static Answered of(int example, AskedQuestion asked, List<String> answers, Predictive tested) {
            int best = tested.predicted(example);
            String chosen = "";
            double highest = -1;
            for (int c = 0; c < answers.size() && !asked.choices().isEmpty(); c++) {
                if (asked.choices().contains(answers.get(c)) && tested.probability(example, c) > highest) {
                    chosen = answers.get(c);
                    highest = tested.probability(example, c);
                }
            }
            return new Answered(example, asked, answers.get(best), tested.probability(example, best), chosen);
        }

        double accuracy() {
            return VqaAccuracy.of(predicted, asked.given());
        }

        double choiceAccuracy() {
            return VqaAccuracy.of(chosen, asked.given());
        }

        boolean right() {
            return accuracy() > 0.5;
        }

        /** Returns what people said, the most frequent answer first. */
        String given() {
            Map<String, Long> counts = asked.given().stream()
                    .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
            if (counts.size() == 1) {
                return counts.keySet().iterator().next();
            }
            return counts.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .limit(3)
                    .map(entry -> entry.getKey() + " × " + entry.getValue())
                    .collect(Collectors.joining(", "));
        }
    }
}
