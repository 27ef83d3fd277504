package dev.dither.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.data.Examples;
import dev.dither.nn.Dense;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Networks;
import dev.dither.nn.Pass;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EnsembleTest {
    private static final RandomKey ROOT = RandomKey.root(47);
    private static final RandomKey NOISE = ROOT.child("noise");
    private static final int N = 30;
    private static final List<LayerSpec> PLAIN = List.of(Dense.of(3));
    private static final List<LayerSpec> NOISY = Networks.stochasticMlp(List.of(6), 3, 1, 0.5);

    private static Examples examples() {
        float[] values = new float[N * 4];
        ROOT.child("x").fillNormal(values);
        return Examples.ofFloats("x", new int[] {4}, values, new int[N], 3);
    }

    private static Network network(List<LayerSpec> specs, int seed) {
        return Network.build(Shape.of(4), specs, RandomKey.root(seed));
    }

    private static Predictive predicted(Ensemble ensemble, Inference inference) {
        return new Predictor(ensemble, inference, NOISE).predict(examples());
    }

    private static double entropy(Predictive found, int example) {
        double sum = 0;
        for (int c = 0; c < 3; c++) {
            sum -= found.probability(example, c) * Math.log(found.probability(example, c));
        }
        return sum;
    }

    @Test
    void probabilitiesOfMembersAreAveragedAndTheirDisagreementIsInformation() {
        try (Network a = network(PLAIN, 1);
                Network b = network(PLAIN, 2)) {
            Predictive both = predicted(Ensemble.of(a, b), new Inference.Mean());
            Predictive one = new Predictor(a, new Inference.Mean(), NOISE).predict(examples());
            Predictive two = new Predictor(b, new Inference.Mean(), NOISE).predict(examples());
            assertThat(both.draws()).isZero();
            for (int i = 0; i < N; i++) {
                assertThat(both.probability(i, 1))
                        .isCloseTo((one.probability(i, 1) + two.probability(i, 1)) / 2, within(1e-12));
                double information = entropy(both, i) - (entropy(one, i) + entropy(two, i)) / 2;
                assertThat(both.mutualInformation(i)).isCloseTo(information, within(1e-9));
            }
            assertThat(both.mutualInformation(0)).isPositive();
        }
    }

    @Test
    void aMemberAloneHasTheBitsOfItsNetwork() { // the address of noise that Predictor documents
        try (Network network = network(NOISY, 1);
                Scope scope = Scope.open();
                Gradients.Off off = Gradients.off()) {
            Pass pass = Pass.sampling(NOISE.child(0).child(0));
            float[] expected = network.forward(Predictor.batch(examples(), 0, N), pass)
                    .logSoftmax()
                    .exp()
                    .toFloats();
            Predictive found = predicted(Ensemble.of(network), new Inference.Draws(1));
            for (int i = 0; i < N; i++) {
                assertThat(found.probability(i, 2)).isEqualTo(expected[3 * i + 2]);
            }
        }
    }

    @Test
    void everyMemberDrawsByItself() { // the same network twice: only its noise differs
        try (Network network = network(NOISY, 1);
                Scope scope = Scope.open()) {
            float[] logits = Ensemble.of(network, network)
                    .forward(Tensor.full(1, Shape.of(1, 4)), Pass.sampling(NOISE), 2)
                    .toFloats();
            assertThat(logits).hasSize(4 * 3).doesNotHaveDuplicates();
        }
    }

    @Test
    void drawsAreCountedOverTheMembers() {
        try (Network a = network(NOISY, 1);
                Network b = network(NOISY, 2)) {
            assertThat(predicted(Ensemble.of(a, b), new Inference.Draws(7)).drawsOf(0))
                    .isEqualTo(14);
        }
    }

    @Test
    void untilSureAsksAllMembersEquallyOften() {
        try (Network a = network(NOISY, 1);
                Network b = network(NOISY, 2);
                Network c = network(NOISY, 3)) {
            Predictive found = predicted(Ensemble.of(a, b, c), new Inference.UntilSure(0.03, 40));
            for (int i = 0; i < N; i++) {
                assertThat(found.drawsOf(i) % 3).isZero();
                assertThat(found.drawsOf(i)).isBetween(12, 42);
            }
            assertThat(IntStream.range(0, N).map(found::drawsOf).distinct().count())
                    .isGreaterThan(1);
        }
    }

    @Test
    void theSpreadIsThatOfAllMembers() { // the geometric mean of both, which have as many units
        try (Network a = network(NOISY, 1);
                Network b = network(NOISY, 2)) {
            double both = predicted(Ensemble.of(a, b), new Inference.Mean()).stddev(3);
            double one = predicted(Ensemble.of(a), new Inference.Mean()).stddev(3);
            double two = predicted(Ensemble.of(b), new Inference.Mean()).stddev(3);
            assertThat(both).isCloseTo(Math.sqrt(one * two), within(1e-6));
            assertThat(one).isNotCloseTo(two, within(1e-3));
        }
    }

    @Test
    void membersOfDifferentTasksAreRefused() {
        try (Network a = network(PLAIN, 1);
                Network wider = Network.build(Shape.of(5), PLAIN, ROOT);
                Network fewer = network(List.of(Dense.of(2)), 1);
                Scope scope = Scope.open()) {
            assertThatThrownBy(() -> new Ensemble(List.of()))
                    .hasMessage("ensemble.members: expected at least one network, got none");
            assertThatThrownBy(() -> Ensemble.of(a, wider))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage("ensemble.members[1]: expected [4], got [5]");
            Tensor x = Tensor.full(1, Shape.of(2, 4));
            assertThatThrownBy(() -> Ensemble.of(a, fewer).forward(x, Pass.mean(), 1))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage("ensemble.members[1] output: expected [2, 3], got [2, 2]");
        }
    }
}
