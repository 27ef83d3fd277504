package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.lab.run.CsvText;
import dev.dither.predict.RandomWeights;
import dev.dither.rng.Stream;
import java.util.ArrayList;
import java.util.List;

/**
 * The two numbers by which a layer of two units with random weights tells examples apart: draws of them for some test
 * examples of each class, in the folder {@code codes}, and how much the spreads of the two say the same.
 *
 * <p>Formula: {@code codeCorrelation} is Pearson's correlation of log σ₁ and log σ₂ over the test examples, σ over the draws of
 * one example. Near 1 the second number repeats the first, near 0 it says something else of an example.
 *
 * @param draws draws of each example, at least 2
 */
record Codes(int draws) implements Evaluation {
    /** Name of the correlation. */
    static final String CORRELATION = "codeCorrelation";

    private static final int NUMBERS = 2;
    private static final int DRAWS_KEPT = 20;
    private static final int EXAMPLES_KEPT = 25;

    /** Keeps the logarithm finite where a unit does not vary. */
    private static final double FLOOR = 1e-30;

    @Override
    public String name() {
        return "codes";
    }

    @Override
    public List<String> headlines() {
        return List.of(CORRELATION);
    }

    @Override
    public Findings evaluate(Trained trained, Bench bench) {
        return RandomWeights.of(trained.network()).stream()
                .filter(layer -> layer.dense() && layer.output().size(0) == NUMBERS)
                .findFirst()
                .map(layer -> of(layer.path(), trained))
                .orElse(Findings.of(List.of()));
    }

    private Findings of(String layer, Trained trained) {
        DrawnOutputs codes = DrawnOutputs.of(
                trained.network(),
                trained.test(),
                new DrawnOutputs.Asked(
                        layer,
                        NUMBERS,
                        draws,
                        trained.root().child(Stream.EVALUATION).child(name())));
        double correlation = correlation(codes, trained.test().size());
        return Findings.of(List.of(Figure.of(CORRELATION, correlation, draws)))
                .with("codes/" + trained.cell().fileStem() + ".csv", table(codes, trained));
    }

    private static double correlation(DrawnOutputs codes, int examples) {
        double[] first = new double[examples];
        double[] second = new double[examples];
        for (int i = 0; i < examples; i++) {
            first[i] = Math.log(codes.stddev(i, 0) + FLOOR);
            second[i] = Math.log(codes.stddev(i, 1) + FLOOR);
        }
        return covariance(first, second) / Math.sqrt(covariance(first, first) * covariance(second, second));
    }

    private static double covariance(double[] a, double[] b) {
        double sumA = 0;
        double sumB = 0;
        for (int i = 0; i < a.length; i++) {
            sumA += a[i];
            sumB += b[i];
        }
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - sumA / a.length) * (b[i] - sumB / b.length);
        }
        return sum;
    }

    private static byte[] table(DrawnOutputs codes, Trained trained) {
        CsvText table = new CsvText("method", "seed", "class", "example", "draw", "first", "second");
        CellId cell = trained.cell();
        for (int example : kept(trained.test())) {
            String of = trained.data().className(trained.test().label(example));
            for (int draw = 0; draw < Math.min(DRAWS_KEPT, codes.draws()); draw++) {
                float first = (float) codes.at(draw, example, 0);
                float second = (float) codes.at(draw, example, 1);
                table.line(cell.method(), cell.seed(), of, trained.test().row(example), draw, first, second);
            }
        }
        return table.bytes();
    }

    /** Returns the first examples of each class, in the order of the classes. */
    private static List<Integer> kept(Examples test) {
        List<Integer> kept = new ArrayList<>();
        for (int label = 0; label < test.classes(); label++) {
            int left = EXAMPLES_KEPT;
            for (int i = 0; i < test.size() && left > 0; i++) {
                if (test.label(i) == label) {
                    kept.add(i);
                    left--;
                }
            }
        }
        return kept;
    }
}
