package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.lab.run.CsvText;
import dev.dither.predict.RandomWeights;
import dev.dither.rng.Stream;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the first units of the last dense layer with random weights, before normalization and nonlinearity, are distributed over
 * draws and the test examples of each class: histograms in the folder {@code activations} for one cell of each method, and how
 * far classes differ in mean and in spread.
 *
 * <p>Formula: with mean m and standard deviation s of a unit over the draws and examples of one class, {@code
 * activationMeanRatio} is the largest |m| / s of all units and classes, {@code activationStddevRatio} the average over units of
 * the largest s over the smallest. Of a layer that tells classes apart by variances alone the first is near 0, but for chance,
 * and the second above 1.
 *
 * @param units how many units, from the first
 * @param draws draws of each example, at least 2
 */
record ClassActivations(int units, int draws) implements Evaluation {
    /** How far the mean of a class is from 0, in its standard deviations. */
    static final String MEANS = "activationMeanRatio";

    /** How much wider the widest class is than the narrowest. */
    static final String SPREADS = "activationStddevRatio";

    private static final int BINS = 48;

    /** Half of a histogram's width in standard deviations of the widest class. */
    private static final double REACH = 3;

    /** Keeps ratios finite where a unit does not vary. */
    private static final double FLOOR = 1e-12;

    @Override
    public String name() {
        return "activations";
    }

    @Override
    public List<String> headlines() {
        return List.of(MEANS, SPREADS);
    }

    @Override
    public Findings evaluate(Trained trained, Bench bench) {
        return RandomWeights.of(trained.network()).stream()
                .filter(RandomWeights::dense)
                .reduce((first, last) -> last)
                .map(layer -> of(layer.path(), Math.toIntExact(layer.output().size(0)), trained))
                .orElse(Findings.of(List.of()));
    }

    private Findings of(String layer, int width, Trained trained) {
        int seen = Math.min(units, width);
        DrawnOutputs outputs = DrawnOutputs.of(
                trained.network(),
                trained.test(),
                new DrawnOutputs.Asked(
                        layer,
                        seen,
                        draws,
                        trained.root().child(Stream.EVALUATION).child(name())));
        List<Unit> all = IntStream.range(0, seen)
                .mapToObj(unit -> Unit.of(outputs, trained.test(), unit))
                .toList();
        double means = all.stream().mapToDouble(Unit::meanRatio).max().orElse(0);
        double spreads = all.stream().mapToDouble(Unit::stddevRatio).average().orElse(1);
        Findings found = Findings.of(List.of(Figure.of(MEANS, means, draws), Figure.of(SPREADS, spreads, draws)));
        return trained.shown()
                ? found.with("activations/" + trained.cell().fileStem() + ".csv", table(layer, trained, outputs, all))
                : found;
    }

    /** Moments of one unit by class, of the classes that have examples. */
    private record Unit(int number, List<Moments> classes) {
        static Unit of(DrawnOutputs outputs, Examples test, int unit) {
            List<Moments> classes = IntStream.range(0, test.classes())
                    .filter(label -> test.classCounts()[label] > 0)
                    .mapToObj(label -> Moments.of(outputs, test, unit, label))
                    .toList();
            return new Unit(unit, classes);
        }

        double meanRatio() {
            return classes.stream()
                    .mapToDouble(of -> Math.abs(of.mean()) / (of.stddev() + FLOOR))
                    .max()
                    .orElse(0);
        }

        double widest() {
            return classes.stream().mapToDouble(Moments::stddev).max().orElse(0) + FLOOR;
        }

        double stddevRatio() {
            double narrowest =
                    classes.stream().mapToDouble(Moments::stddev).min().orElse(0) + FLOOR;
            return widest() / narrowest;
        }
    }

    private record Moments(int label, double mean, double stddev) {
        static Moments of(DrawnOutputs outputs, Examples test, int unit, int label) {
            double sum = 0;
            double squares = 0;
            long count = 0;
            for (int i = 0; i < test.size(); i++) {
                for (int draw = 0; draw < outputs.draws() && test.label(i) == label; draw++) {
                    double value = outputs.at(draw, i, unit);
                    sum += value;
                    squares += value * value;
                    count++;
                }
            }
            double mean = sum / count;
            return new Moments(label, mean, Math.sqrt(Math.max(0, squares / count - mean * mean)));
        }
    }

    private static byte[] table(String layer, Trained trained, DrawnOutputs outputs, List<Unit> units) {
        CsvText table = new CsvText("method", "seed", "layer", "unit", "class", "from", "to", "count");
        CellId cell = trained.cell();
        for (Unit unit : units) {
            double from = -REACH * unit.widest();
            double width = -2 * from / BINS;
            for (Moments of : unit.classes()) {
                long[] counts = counts(outputs, trained.test(), unit, of.label());
                String name = trained.data().className(of.label());
                for (int bin = 0; bin < BINS; bin++) {
                    float low = (float) (from + bin * width);
                    float high = (float) (from + (bin + 1) * width);
                    table.line(cell.method(), cell.seed(), layer, unit.number(), name, low, high, counts[bin]);
                }
            }
        }
        return table.bytes();
    }

    private static long[] counts(DrawnOutputs outputs, Examples test, Unit unit, int label) {
        double from = -REACH * unit.widest();
        double width = -2 * from / BINS;
        long[] counts = new long[BINS];
        for (int i = 0; i < test.size(); i++) {
            for (int draw = 0; draw < outputs.draws() && test.label(i) == label; draw++) {
                int bin = (int) Math.floor((outputs.at(draw, i, unit.number()) - from) / width);
                if (0 <= bin && bin < BINS) {
                    counts[bin]++;
                }
            }
        }
        return counts;
    }
}
