package dev.dither.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.data.Split;
import dev.dither.nn.Activation;
import dev.dither.nn.Dense;
import dev.dither.nn.Flatten;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Select;
import dev.dither.nn.StochasticDense;
import dev.dither.objective.CrossEntropy;
import dev.dither.objective.MaxEntropy;
import dev.dither.optim.Adam;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictor;
import dev.dither.prune.Entropy.Normalization;
import dev.dither.prune.Pruned.Ending;
import dev.dither.prune.Pruning.Pace;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.train.DivergedException;
import dev.dither.train.Recipe;
import dev.dither.train.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PruningLoopTest {
    private static final RandomKey KEY = RandomKey.root(41);
    private static final Shape INPUT = Shape.of(6);
    private static final List<LayerSpec> SPECS =
            List.of(StochasticDense.of(8, -3), StochasticDense.of(5, -3), Dense.of(3));
    private static final Split DATA = Split.of(Some.examples(600, INPUT, 3, KEY), 0.25, KEY);
    private static final Recipe RECIPE = Recipe.of(
            CrossEntropy.plain().plus(new MaxEntropy(MaxEntropy.Aggregation.PER_UNIT, 1e-3, 0, MaxEntropy.Layers.SUM)),
            Adam.DEFAULT.withLearningRate(1e-2),
            10,
            30);
    private static final Pace QUICK = new Pace(4, 50, 1);
    private static final Entropy ENTROPY = new Entropy(Normalization.NONE);

    private static Network trained;
    private long live;
    private @Nullable Ledger last;

    @BeforeAll
    static void train() {
        trained = Network.build(INPUT, SPECS, KEY);
        try (Trainer trainer = new Trainer(trained, RECIPE, KEY)) {
            for (int epoch = 0; epoch < 10; epoch++) {
                trainer.epoch(DATA.train());
            }
        }
    }

    @AfterAll
    static void close() {
        trained.close();
    }

    @BeforeEach
    void count() {
        live = Scope.liveTensors();
    }

    @AfterEach
    void nothingIsLeftAlive() {
        assertThat(Scope.liveTensors()).isEqualTo(live);
    }

    @Test
    void aGoalIsReachedUnitByUnitAndNotPassed() {
        try (Network network = pruned(pruning("flops<50%"), event -> {}, Ending.GOALS_REACHED)) {
            Ledger ledger = Objects.requireNonNull(last);
            assertThat(Widths.of(network)).isEqualTo(ledger.last().widths());
            assertThat(ledger.unpruned().widths()).hasToString("8-5");
            long half = ledger.unpruned().complexity().flops() / 2;
            assertThat(ledger.last().complexity().flops()).isLessThan(half);
            int units = 13;
            for (Ledger.Removal removal : ledger.removals()) {
                assertThat(removal.step()).isEqualTo(14 - units);
                assertThat(sum(removal.after().widths())).isEqualTo(--units);
            }
            Ledger.Standing before =
                    ledger.removals().get(ledger.removals().size() - 2).after();
            assertThat(before.complexity().flops()).isGreaterThanOrEqualTo(half);
        }
    }

    @Test
    void aLimitOnTheErrorGivesTheLastNetworkWithinIt() {
        List<Ledger.Removal> seen = new ArrayList<>();
        try (Network network = pruned(pruning("error<40%"), into(seen), Ending.LIMIT_BROKEN)) {
            Ledger.Standing kept = Objects.requireNonNull(last).last();
            assertThat(kept.validationError()).isLessThan(0.4).isEqualTo(error(network));
            assertThat(seen.get(seen.size() - 1).after().validationError()).isGreaterThanOrEqualTo(0.4);
            assertThat(seen.get(seen.size() - 2).after()).isEqualTo(kept);
        }
    }

    @Test
    void whenTheErrorIsLookedAtRarelyTheLastNetworkSeenIsGiven() {
        List<Ledger.Removal> seen = new ArrayList<>();
        Pruning rare = pruning("error<25%").with(new Pace(4, 50, 3));
        pruned(rare, into(seen), Ending.LIMIT_BROKEN).close();
        assertThat(seen)
                .allSatisfy(removal -> assertThat(Double.isNaN(removal.after().validationError()))
                        .isEqualTo(removal.step() % 3 != 0 && removal.step() != seen.size()));
        assertThat(Objects.requireNonNull(last).steps() % 3).isZero();
        assertThat(Objects.requireNonNull(last).steps()).isLessThan(seen.size());
    }

    @Test
    void goalsAndLimitsCombine() {
        pruned(pruning("error<60%", "flops<80%", "size<90%"), event -> {}, Ending.GOALS_REACHED)
                .close();
        Ledger.Standing end = Objects.requireNonNull(last).last();
        Complexity.Percent left = end.complexity().percentOf(last.unpruned().complexity());
        assertThat(left.flops()).isLessThan(80);
        assertThat(end.validationError()).isLessThan(0.6);
    }

    @Test
    void oneUnitOfEachLayerStays() {
        pruned(pruning("error<100%").with(new Pace(0, 20, 100)), event -> {}, Ending.NOTHING_LEFT)
                .close();
        assertThat(Objects.requireNonNull(last).last().widths()).hasToString("1-1");
        assertThat(last.last().validationError()).isNotNaN();
    }

    @Test
    void whatSavesMoreIsTunedForLonger() {
        Pace pace = new Pace(60, 100, 50, 1);
        assertThat(pace.miniBatches(0.01)).isEqualTo(61);
        assertThat(pace.miniBatches(4.2)).isEqualTo(480);
        assertThat(new Pace(60, 50, 1).miniBatches(4.2)).isEqualTo(60);
        assertThat(course(new Pace(4, 0, 50, 1))).isEqualTo(course(QUICK));
        assertThat(course(new Pace(4, 1, 50, 1))).isNotEqualTo(course(QUICK));
    }

    private List<String> course(Pace pace) {
        pruned(pruning("flops<60%").with(pace), event -> {}, Ending.GOALS_REACHED)
                .close();
        return Objects.requireNonNull(last).toCsv();
    }

    @Test
    void asManyUnitsStayAsHaveTo() {
        pruned(pruning("error<100%").with(new Pace(0, 20, 100)).leaving(2), event -> {}, Ending.NOTHING_LEFT)
                .close();
        assertThat(Objects.requireNonNull(last).last().widths()).hasToString("2-2");
        assertRefusal(
                pruning("flops<1%").leaving(2), "budget flops<1% is impossible: 2 units in each layer still has 22");
    }

    @Test
    @Tag("determinism")
    void aResumedPruningGivesTheBitsOfAnUninterruptedOne() {
        Pruning pruning = pruning("flops<40%");
        List<PruningEvent.Resumable> points = new ArrayList<>();
        Map<Integer, Network> copies = new LinkedHashMap<>();
        Consumer<PruningEvent> saving = event -> {
            if (event instanceof PruningEvent.Resumable point) {
                points.add(point);
                copies.put(point.ledger().steps(), Surgery.keep(point.network(), Selection.ALL));
            }
        };
        try (Network whole = pruned(pruning, saving, Ending.GOALS_REACHED)) {
            List<String> ledger = Objects.requireNonNull(last).toCsv();
            Ledger third = Ledger.parse(points.get(2).ledger().toCsv());
            Network saved = Objects.requireNonNull(copies.get(3));
            Pruned resumed = new PruningLoop(pruning, KEY).resume(saved, third, DATA, event -> {});
            assertThat(resumed.ledger().toCsv()).isEqualTo(ledger);
            assertThat(resumed.network().trained().toArrays())
                    .usingRecursiveComparison()
                    .isEqualTo(whole.trained().toArrays());
            resumed.network().close();
            assertThatThrownBy(() -> new PruningLoop(pruning, KEY).resume(whole, third, DATA, event -> {}))
                    .hasMessage("ledger of another network: it ends at "
                            + third.last().widths() + ", got " + Widths.of(whole));
        }
        copies.values().forEach(Network::close);
    }

    @Test
    @Tag("determinism")
    void anotherKeyPrunesOtherwise() {
        Pruning random =
                Pruning.of(new RandomUnits(), RECIPE, Budget.parse("size<70%")).with(QUICK);
        List<List<String>> ledgers = new ArrayList<>();
        for (RandomKey key : List.of(KEY, KEY, KEY.child("other"))) {
            Pruned pruned = new PruningLoop(random, key).run(trained, DATA, event -> {});
            ledgers.add(pruned.ledger().toCsv());
            pruned.network().close();
        }
        assertThat(ledgers.get(1)).isEqualTo(ledgers.get(0));
        assertThat(ledgers.get(2)).isNotEqualTo(ledgers.get(0));
    }

    @Test
    void theNetworkThatIsPrunedStaysAsItIs() {
        Map<String, float[]> before = trained.trained().toArrays();
        pruned(pruning("flops<80%"), event -> {}, Ending.GOALS_REACHED).close();
        assertThat(trained.trained().toArrays()).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void deadUnitsGoFirstAllAtOnceAndUnderACertificate() {
        List<PruningEvent> events = new ArrayList<>();
        try (Scope scope = Scope.open();
                Network network = Surgery.keep(trained, Selection.ALL)) {
            Map<String, float[]> arrays = network.trained().toArrays();
            float[] bias = Objects.requireNonNull(arrays.get("0/bias"));
            bias[2] = -1e3f;
            bias[5] = -1e3f;
            network.trained().assign(arrays);
            Pruned pruned = new PruningLoop(pruning("size<50%"), KEY).run(network, DATA, events::add);
            pruned.network().close();
            List<Ledger.Removal> removals = pruned.ledger().removals();
            assertThat(removals.subList(0, 2))
                    .extracting(Ledger.Removal::unit)
                    .containsExactly(new Unit("0", 2), new Unit("0", 5));
            assertThat(removals.subList(0, 2)).allSatisfy(removal -> {
                assertThat(removal.step()).isZero();
                assertThat(removal.reason()).isEqualTo(Ledger.Reason.DEAD);
                assertThat(removal.after().widths()).hasToString("6-5");
            });
            assertThat(removals.get(2).reason()).isEqualTo(Ledger.Reason.RANKED);
            assertThat(removals.get(2).step()).isEqualTo(1);
            assertThat(events.get(0)).isInstanceOf(PruningEvent.DeadRemoved.class);
        }
    }

    @Test
    void featuresGoTooWhenTheyMay() {
        List<LayerSpec> specs = List.of(new Flatten(), Dense.of(4), Activation.RELU, Dense.of(3));
        try (Network network = Network.build(Shape.of(2, 3), specs, KEY)) {
            Recipe plain = Recipe.of(CrossEntropy.plain(), Adam.DEFAULT, 1, 10);
            Split data = Split.of(Some.examples(60, Shape.of(2, 3), 3, KEY), 0.5, KEY);
            Pruning pruning = Pruning.of(new Taylor(), plain, Budget.parse("size<50%"))
                    .with(QUICK)
                    .with(Prunable.HIDDEN_UNITS_AND_FEATURES);
            Pruned pruned = new PruningLoop(pruning, KEY).run(network, data, event -> {});
            assertThat(pruned.network().specs().get(0)).isInstanceOf(Select.class);
            pruned.network().close();
        }
    }

    @Test
    void latencyIsWhatTheMeasureSays() {
        Latency parameters = network -> network.trained().count() * 1e-6;
        Pruning pruning = pruning("latency<100us").with(parameters);
        try (Network network = pruned(pruning, event -> {}, Ending.GOALS_REACHED)) {
            assertThat(network.trained().count()).isLessThan(100);
        }
    }

    @Test
    void trainingAtTheEndIsPartOfTheResult() {
        Pruning pruning = pruning("flops<70%");
        try (Network without = pruned(pruning, event -> {}, Ending.GOALS_REACHED);
                Network with = pruned(pruning.endingWith(RECIPE), event -> {}, Ending.GOALS_REACHED)) {
            assertThat(with.specs()).isEqualTo(without.specs());
            assertThat(error(with)).isLessThanOrEqualTo(error(without));
            assertThat(with.trained().toArrays().get("0/weight"))
                    .isNotEqualTo(without.trained().toArrays().get("0/weight"));
        }
    }

    @Test
    void impossibleBudgetsAreRefusedUpFront() {
        String now = Budget.text(100 * error(trained));
        assertRefusal(pruning("error<0.1%"), "budget error<0.1% is impossible: the unpruned network has " + now + "%");
        assertRefusal(pruning("flops<1k"), "budget flops<1000 is impossible: the unpruned network meets it with 103");
        assertRefusal(pruning("size<10"), "budget size<10 is impossible: one unit in each layer still has 10");
        assertRefusal(pruning("latency<1us"), "a budget of latency needs a measure; give the pruning one");
    }

    @Test
    void aCriterionThatRanksNothingIsRefused() {
        try (Network network = Network.build(INPUT, List.of(Dense.of(4), Activation.RELU, Dense.of(3)), KEY)) {
            assertThatThrownBy(() -> new PruningLoop(pruning("size<50%"), KEY).run(network, DATA, event -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Entropy[normalization=NONE] ranks no unit that may go of " + network.specs());
        }
    }

    @Test
    void fineTuningThatDivergesLeavesNothingAlive() {
        Recipe wild = Recipe.of(CrossEntropy.plain(), Adam.DEFAULT.withLearningRate(1e38), 1, 30);
        Pruning pruning = Pruning.of(ENTROPY, wild, Budget.parse("size<50%")).with(QUICK);
        assertThatThrownBy(() -> new PruningLoop(pruning, KEY).run(trained, DATA, event -> {}))
                .isInstanceOf(DivergedException.class);
    }

    @Test
    void aLedgerSurvivesItsText() {
        pruned(pruning("flops<80%").with(new Pace(1, 20, 2)), event -> {}, Ending.GOALS_REACHED)
                .close();
        List<String> lines = Objects.requireNonNull(last).toCsv();
        assertThat(Ledger.parse(lines)).isEqualTo(last);
        assertThat(lines.get(1)).isEqualTo("0,UNPRUNED,,,,8-5,103,103,13," + error(trained));
        assertThatThrownBy(() -> Ledger.parse(lines.subList(1, 2)))
                .hasMessageStartingWith("ledger must begin with step,reason,");
        assertThatThrownBy(() -> Ledger.parse(List.of(lines.get(0), "0,UNPRUNED")))
                .hasMessage("ledger line must have 10 cells, got 0,UNPRUNED");
        assertThatThrownBy(() -> Ledger.parse(List.of(lines.get(0), lines.get(1), "1,RANKED,0,x,,7-5,1,1,1,")))
                .hasMessageEndingWith("got 1,RANKED,0,x,,7-5,1,1,1,");
    }

    private void assertRefusal(Pruning pruning, String message) {
        assertThatThrownBy(() -> new PruningLoop(pruning, KEY).run(trained, DATA, event -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    /** Prunes the trained network and remembers the ledger; the caller closes what is left. */
    private Network pruned(Pruning pruning, Consumer<PruningEvent> listener, Ending ending) {
        Pruned pruned = new PruningLoop(pruning, KEY).run(trained, DATA, listener);
        last = pruned.ledger();
        assertThat(pruned.ending()).isEqualTo(ending);
        return pruned.network();
    }

    private static Consumer<PruningEvent> into(List<Ledger.Removal> seen) {
        return event -> {
            if (event instanceof PruningEvent.UnitRemoved removed) {
                seen.add(removed.removal());
            }
        };
    }

    private static double error(Network network) {
        return 1
                - new Predictor(network, new Inference.Mean(), KEY)
                        .predict(DATA.validation())
                        .accuracy(DATA.validation().labels());
    }

    private static int sum(Widths widths) {
        return widths.units().stream().mapToInt(Integer::intValue).sum();
    }

    private static Pruning pruning(String... budgets) {
        return Pruning.of(
                        ENTROPY,
                        RECIPE,
                        Arrays.stream(budgets).map(Budget::parse).toArray(Budget[]::new))
                .with(QUICK);
    }
}
