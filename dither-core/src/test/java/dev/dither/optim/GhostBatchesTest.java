package dev.dither.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.Parameters;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class GhostBatchesTest {
    private static final List<String> NAMES = List.of("theta");
    private static final Sgd PLAIN = Sgd.of(0.1, 0);
    private static final double B = 0.1;

    /** A batch of three parts; the gradient of each is its factor times θ. */
    private static final List<Piece> PIECES = List.of(new Piece(0.5, 1), new Piece(0.25, -2), new Piece(0.25, 6));

    private record Piece(double share, double factor) {}

    /** Knows its parts, and remembers the values at which each was asked. */
    private static final class Batch implements GradientOracle {
        private final List<float[]> seen = new ArrayList<>();

        @Override
        public List<Tensor> gradient(Parameters parameters) {
            throw new AssertionError("the whole batch was asked");
        }

        @Override
        public List<Part> parts(int count) {
            assertThat(count).isEqualTo(PIECES.size());
            return PIECES.stream()
                    .map(piece -> new Part(piece.share(), p -> gradient(p, piece.factor())))
                    .toList();
        }

        private List<Tensor> gradient(Parameters parameters, double factor) {
            seen.add(parameters.all().get(0).toFloats());
            return parameters.all().stream().map(t -> t.detach().times(factor)).toList();
        }
    }

    private static double[] step(Optimizer optimizer, Batch batch) {
        try (Scope scope = Scope.open()) {
            Parameters parameters = Quadratic.parameters(NAMES);
            try (OptimizerState state = optimizer.init(parameters)) {
                optimizer.step(parameters, state, batch, 1, Quadratic.KEY);
            }
            return parameters.all().get(0).toDoubles();
        }
    }

    private static double length(double[] values) {
        return Math.sqrt(DoubleStream.of(values).map(v -> v * v).sum());
    }

    @Test
    void partsCountByTheirShareOfTheExamples() { // 0.5 · 1 − 0.25 · 2 + 0.25 · 6 = 1.5
        double[] found = step(new GhostBatches(PLAIN, 3), new Batch());
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(Quadratic.START[i] * (1 - 0.1 * 1.5), within(1e-6));
        }
    }

    @Test
    void insidePerturbedEachPartSeesNoiseOfItsOwn() {
        Batch batch = new Batch();
        double[] found = step(new Perturbed(new GhostBatches(PLAIN, 3), Perturbation.gaussian(B)), batch);
        double[] mean = new double[found.length];
        for (int part = 0; part < PIECES.size(); part++) {
            float[] draws = new float[found.length];
            Quadratic.KEY.child("noise").child(part).child("theta").fillNormal(draws);
            Piece piece = PIECES.get(part);
            for (int i = 0; i < found.length; i++) {
                double value = Quadratic.START[i] + B * draws[i];
                assertThat(batch.seen.get(part)[i]).isCloseTo((float) value, within(1e-6f));
                mean[i] += piece.share() * piece.factor() * value;
            }
        }
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(Quadratic.START[i] - 0.1 * mean[i], within(1e-6));
        }
        assertThat(batch.seen.get(1)).isNotEqualTo(batch.seen.get(0));
    }

    @Test
    void clippingInsideShortensTheMeanAndOutsideEachPart() {
        double start = length(Quadratic.START);
        double[] inside = step(new GhostBatches(new Clipped(PLAIN, start), 3), new Batch());
        assertThat(inside[0]).isCloseTo(Quadratic.START[0] * (1 - 0.1), within(1e-6)); // 1.5 becomes 1
        double[] outside = step(new Clipped(new GhostBatches(PLAIN, 3), 2 * start), new Batch());
        // 6 becomes 2: 0.5 · 1 − 0.25 · 2 + 0.25 · 2 = 0.5
        assertThat(outside[0]).isCloseTo(Quadratic.START[0] * (1 - 0.1 * 0.5), within(1e-6));
    }

    @Test
    void weightDecayAroundPerturbedIsThatOfEachPartsWeights() {
        Optimizer ghosts = new GhostBatches(PLAIN, 3);
        double[] decayed = step(new Decayed(new Perturbed(ghosts, Perturbation.gaussian(0)), 0.5), new Batch());
        assertThat(decayed[0]).isCloseTo(Quadratic.START[0] * (1 - 0.1 * (1.5 + 0.5)), within(1e-6));
    }

    @Test
    void sharpnessIsThatOfEachPart() {
        Batch batch = new Batch();
        step(Sam.of(new GhostBatches(PLAIN, 3), 0.05), batch);
        assertThat(batch.seen).hasSize(6);
        double start = length(Quadratic.START);
        // the second part goes uphill where its loss −θ² is highest: towards 0, the others away from it
        double expected = Quadratic.START[0] * (1 - 0.05 / start);
        assertThat(batch.seen.get(3)[0]).isCloseTo((float) expected, within(1e-6f));
    }

    @Test
    void onePartGivesTheBitsOfTheBase() {
        assertThat(Quadratic.run(new GhostBatches(PLAIN, 1), 1, 0.5)).isEqualTo(Quadratic.run(PLAIN, 1, 0.5));
        assertThat(Quadratic.run(new GhostBatches(PLAIN, 3), 1, 0.5))
                .as("an oracle without examples")
                .isEqualTo(Quadratic.run(PLAIN, 1, 0.5));
    }

    @Test
    void fewerThanOnePartIsRefused() {
        assertThatThrownBy(() -> new GhostBatches(PLAIN, 0)).hasMessage("ghostBatches.count must be at least 1, got 0");
    }
}
