package dev.dither.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.labels.SoftBootstrap;
import dev.dither.nn.Activation;
import dev.dither.nn.BatchNorm;
import dev.dither.nn.Dense;
import dev.dither.nn.DropConnectDense;
import dev.dither.nn.Dropout;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.nn.Posterior;
import dev.dither.nn.StochasticDense;
import dev.dither.nn.Trace;
import dev.dither.nn.VariationalDense;
import dev.dither.nn.ZeroMeanDense;
import dev.dither.objective.ImportanceWeighted.Weighting;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImportanceWeightedTest {
    private static final RandomKey KEY = RandomKey.root(40);
    private static final int N = 5;
    private static final int DRAWS = 7;
    private static final int[] LABELS = {0, 2, 1, 1, 0};
    private static final List<LayerSpec> DROPOUT = List.of(
            Dense.of(6),
            BatchNorm.DEFAULT,
            Activation.TANH,
            new Dropout(0.5),
            Dense.of(5),
            BatchNorm.DEFAULT,
            Activation.TANH,
            Dense.of(3));
    private static final List<LayerSpec> STOCHASTIC =
            List.of(Dense.of(6), StochasticDense.of(5, 0), StochasticDense.of(4, 0), Dense.of(3));
    private static final CrossEntropy PENALIZED =
            CrossEntropy.plain().plus(new MaxEntropy(MaxEntropy.Aggregation.PER_UNIT, 0.3, 1, MaxEntropy.Layers.SUM));

    private static void with(List<LayerSpec> layers, Consumer<Network> test) {
        try (Scope scope = Scope.open();
                Network network = Network.build(Shape.of(4), layers, KEY)) {
            network.trained().all().forEach(Tensor::widen);
            network.tracked().byName().values().forEach(Tensor::widen);
            test.accept(network);
        }
    }

    private static Batch batch() {
        return new Batch(Tensor.normal(KEY.child("x"), Shape.of(N, 4)).toDouble(), Tensor.ofLabels(LABELS));
    }

    private static Pass pass() {
        return Pass.training(KEY);
    }

    /** Returns the log-likelihoods of separate passes, [draw][example]. */
    private static List<Tensor> separately(Network network) {
        List<Tensor> each = new ArrayList<>();
        for (int draw = 0; draw < DRAWS; draw++) {
            Pass own = pass().from(draw).tracedBy(new Trace());
            each.add(CrossEntropy.plain().logLikelihoods(network.forward(batch().x(), own), batch()));
        }
        return each;
    }

    static List<List<LayerSpec>> noises() {
        return List.of(
                DROPOUT,
                STOCHASTIC,
                List.of(VariationalDense.of(5, Posterior.WEIGHT), Activation.TANH, Dense.of(3)),
                List.of(Dense.of(6), Activation.TANH, ZeroMeanDense.of(3)),
                List.of(DropConnectDense.of(5, 0.5), Activation.TANH, DropConnectDense.of(3, 0.5)));
    }

    @ParameterizedTest
    @MethodSource("noises")
    void theGradientIsThatOfSeparatePassesWeighedByHand(List<LayerSpec> layers) {
        with(layers, network -> {
            List<Tensor> each = separately(network);
            double[][] l = each.stream().map(Tensor::toDoubles).toArray(double[][]::new);
            Tensor sum = Tensor.full(0, Shape.of()).toDouble();
            double bound = 0;
            for (int i = 0; i < N; i++) {
                double likelihood = 0;
                for (double[] draw : l) {
                    likelihood += Math.exp(draw[i]);
                }
                bound -= Math.log(likelihood / DRAWS) / N;
                for (int s = 0; s < DRAWS; s++) {
                    double weight = Math.exp(l[s][i]) / likelihood;
                    sum = sum.minus(each.get(s).narrow(0, i, 1).sum().times(weight / N));
                }
            }
            Loss loss = ImportanceWeighted.of(CrossEntropy.plain(), DRAWS).loss(network, batch(), pass());
            assertThat(loss.total().item()).isCloseTo(bound, within(1e-12));
            List<Tensor> variables = network.trained().all();
            assertClose(Gradients.of(loss.total(), variables), Gradients.of(sum, variables), 1e-12);
        });
    }

    @Test
    void equalWeightsGiveTheMeanOfSeparateLosses() {
        with(DROPOUT, network -> {
            double mean = separately(network).stream()
                    .mapToDouble(draw -> -draw.mean().item())
                    .average()
                    .orElseThrow();
            Loss loss = equal().loss(network, batch(), pass());
            assertThat(loss.total().item()).isCloseTo(mean, within(1e-12));
            assertThat(loss.terms().get(ImportanceWeighted.EFFECTIVE).item()).isCloseTo(DRAWS, within(1e-12));
            Loss weighted = ImportanceWeighted.of(CrossEntropy.plain(), DRAWS).loss(network, batch(), pass());
            assertThat(weighted.total().item()).isLessThan(mean - 0.01);
        });
    }

    private static ImportanceWeighted equal() {
        return ImportanceWeighted.of(CrossEntropy.plain(), DRAWS).with(Weighting.EQUAL);
    }

    @Test
    void oneDrawHasTheBitsOfTheInnerObjectiveHoweverItIsWeighed() {
        with(DROPOUT, network -> {
            double alone =
                    CrossEntropy.plain().loss(network, batch(), pass()).total().item();
            for (Weighting weighting : Weighting.values()) {
                ImportanceWeighted one =
                        ImportanceWeighted.of(CrossEntropy.plain(), 1).with(weighting);
                assertThat(one.loss(network, batch(), pass()).total().item()).isEqualTo(alone);
            }
        });
    }

    @Test
    void likelihoodsMayBeAsSmallAsTheyLike() {
        for (Weighting weighting : Weighting.values()) {
            try (Scope scope = Scope.open()) {
                double[] l = {-1000, -2000, -1001, -2000};
                Tensor each = Tensor.of(l, Shape.of(2, 2));
                double expected = weighting == Weighting.EQUAL
                        ? 1500.25
                        : (1000 - Math.log1p(Math.exp(-1)) + 2000 + Math.log(2) - Math.log(2)) / 2 + Math.log(2) / 2;
                assertThat(weighting.nll(each).item()).isCloseTo(expected, within(1e-9));
                double first = weighting == Weighting.EQUAL ? 0.5 : 1 / (1 + Math.exp(-1));
                assertThat(weighting.weights(each).toDoubles())
                        .containsExactly(new double[] {first, 0.5, 1 - first, 0.5}, within(1e-12));
            }
        }
    }

    @Test
    @Tag("determinism")
    void gradientsDoNotDependOnHowManyDrawsAreInMemory() {
        for (List<LayerSpec> layers : List.of(DROPOUT, STOCHASTIC)) {
            CrossEntropy inner = layers == STOCHASTIC ? PENALIZED : CrossEntropy.plain();
            for (Weighting weighting : Weighting.values()) {
                ImportanceWeighted whole = ImportanceWeighted.of(inner, DRAWS).with(weighting);
                with(layers, network -> {
                    Differentiated expected = differentiated(whole, network);
                    List<Tensor> gradients = expected.gradients().get();
                    for (int atATime : new int[] {1, 3, 6}) {
                        Differentiated parts = differentiated(whole.withDrawBatch(atATime), network);
                        assertClose(parts.gradients().get(), gradients, 1e-12);
                        assertThat(parts.loss().total().item())
                                .isCloseTo(expected.loss().total().item(), within(1e-12));
                        expected.loss()
                                .terms()
                                .forEach((name, term) -> assertThat(
                                                parts.loss().terms().get(name).item())
                                        .as(name)
                                        .isCloseTo(term.item(), within(1e-12)));
                    }
                });
            }
        }
    }

    @Test
    void runningStatisticsFollowOnceADrawHoweverManyAreInMemory() {
        List<double[]> found = new ArrayList<>();
        for (int atATime : new int[] {ImportanceWeighted.ALL, 1, 3}) {
            with(DROPOUT, network -> {
                differentiated(
                        ImportanceWeighted.of(CrossEntropy.plain(), DRAWS).withDrawBatch(atATime), network);
                found.add(network.tracked().byName().get("5/mean").toDoubles());
                found.add(network.tracked().byName().get("1/variance").toDoubles());
            });
        }
        for (int i = 2; i < found.size(); i++) {
            assertThat(found.get(i)).containsExactly(found.get(i % 2), within(1e-12));
        }
    }

    @Test
    void onlyLikelihoodsAndGradientsStayOfAPart() {
        List<Long> alive = new ArrayList<>();
        with(
                DROPOUT,
                network -> differentiated(
                        ImportanceWeighted.of(new Counting(CrossEntropy.plain(), alive), DRAWS)
                                .withDrawBatch(1),
                        network));
        assertThat(alive).hasSize(2 * DRAWS);
        for (int part = 1; part < DRAWS; part++) {
            assertThat(alive.get(part) - alive.get(part - 1)).as("likelihoods").isEqualTo(1);
        }
        for (int part = DRAWS + 2; part < 2 * DRAWS; part++) {
            assertThat(alive.get(part) - alive.get(part - 1))
                    .as("total and nll")
                    .isEqualTo(2);
        }
    }

    /** Notes how many tensors are alive whenever it is asked for likelihoods. */
    private record Counting(Likelihood inner, List<Long> alive) implements Likelihood {
        @Override
        public Tensor logLikelihoods(Tensor outputs, Batch batch) {
            alive.add(Scope.liveTensors());
            return inner.logLikelihoods(outputs, batch);
        }

        @Override
        public Loss withPenalties(Tensor nll, Network network, Pass pass) {
            return inner.withPenalties(nll, network, pass);
        }

        @Override
        public Loss loss(Network network, Batch batch, Pass pass) {
            return inner.loss(network, batch, pass);
        }
    }

    private static Differentiated differentiated(ImportanceWeighted objective, Network network) {
        return objective.differentiated(
                network,
                batch(),
                pass().tracedBy(new Trace()),
                network.trained().all());
    }

    private static void assertClose(List<Tensor> found, List<Tensor> expected, double tolerance) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).toDoubles()).containsExactly(expected.get(i).toDoubles(), within(tolerance));
        }
    }

    @Test
    void aLossThatIsNoLikelihoodIsRefused() {
        with(
                DROPOUT,
                network -> assertThatThrownBy(() -> ImportanceWeighted.of(CrossEntropy.of(SoftBootstrap.DEFAULT), 2)
                                .loss(network, batch(), pass()))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("SoftBootstrap is no likelihood"));
    }

    @Test
    void fewerThanOneDrawIsRefused() {
        assertThatThrownBy(() -> ImportanceWeighted.of(CrossEntropy.plain(), 0))
                .hasMessage("importance-weighted.draws must be at least 1, got 0");
        assertThatThrownBy(() -> ImportanceWeighted.of(CrossEntropy.plain(), 2).withDrawBatch(0))
                .hasMessage("importance-weighted.drawBatch must be at least 1, got 0");
    }
}
