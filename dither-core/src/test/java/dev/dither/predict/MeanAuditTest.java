package dev.dither.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.Activation;
import dev.dither.nn.BatchNorm;
import dev.dither.nn.Dense;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Posterior;
import dev.dither.nn.Residual;
import dev.dither.nn.StochasticDense;
import dev.dither.nn.VariationalConv;
import dev.dither.nn.VariationalDense;
import dev.dither.nn.WeightNoise;
import dev.dither.nn.ZeroMeanDense;
import dev.dither.predict.MeanAudit.Collapsed;
import dev.dither.predict.MeanAudit.Use;
import dev.dither.predict.MeanAudit.ZeroMean;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeanAuditTest {
    private static final RandomKey KEY = RandomKey.root(71);

    private static MeanAudit audit(UnaryOperator<Map<String, float[]>> change, LayerSpec... specs) {
        try (Scope scope = Scope.open();
                Network network = Network.build(Shape.of(10), List.of(specs), KEY)) {
            network.trained().assign(change.apply(network.trained().toArrays()));
            return MeanAudit.of(network);
        }
    }

    private static UnaryOperator<Map<String, float[]>> with(String name, float... values) {
        return all -> {
            all.put(name, values);
            return all;
        };
    }

    private static float[] filled(int count, float value) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return values;
    }

    @ParameterizedTest
    @EnumSource
    void weightsThatHaveJustStartedAreFine(Posterior posterior) {
        MeanAudit audit = audit(all -> all, Dense.of(10), VariationalDense.of(4, posterior), Dense.of(2));
        assertThat(audit.empty()).isTrue();
        assertThat(audit.warnings(Use.PREDICTION)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"LAYER", "UNIT", "WEIGHT"})
    void aLayerIsCollapsedAboveTheLevelAndNotBelow(Posterior posterior) {
        int alphas = Map.of(Posterior.LAYER, 1, Posterior.UNIT, 4, Posterior.WEIGHT, 40)
                .getOrDefault(posterior, 0);
        LayerSpec layer = VariationalDense.of(4, posterior);
        assertThat(audit(with("0/logAlpha", filled(alphas, 2.9f)), layer).findings())
                .isEmpty();
        assertThat(audit(with("0/logAlpha", filled(alphas, 3.1f)), layer).findings())
                .singleElement()
                .satisfies(finding -> {
                    Collapsed collapsed = (Collapsed) finding;
                    assertThat(collapsed.layer()).isEqualTo("0");
                    assertThat(collapsed.noise()).isEqualTo(1);
                    assertThat(collapsed.medianLogAlpha()).isCloseTo(3.1, within(1e-6));
                    assertThat(collapsed.logAlphaOfLayer()).isCloseTo(3.1, within(1e-6));
                });
    }

    @Test
    void additiveWeightsAreJudgedByTheirAlphaToo() { // 2 log 5 − 2 log 0.1 = log 2500 = 7.824
        UnaryOperator<Map<String, float[]>> loud = all -> {
            all.put("0/mean", filled(40, -0.1f));
            all.put("0/logStddev", filled(40, (float) Math.log(5)));
            return all;
        };
        MeanAudit audit = audit(loud, VariationalDense.of(4, Posterior.ADDITIVE));
        assertThat(((Collapsed) audit.findings().get(0)).medianLogAlpha()).isCloseTo(7.824, within(1e-3));
    }

    @Test
    void halfOfTheWeightsIsNotMoreThanHalf() {
        LayerSpec layer = VariationalDense.of(4, Posterior.UNIT);
        assertThat(audit(with("0/logAlpha", 9, 9, -5, -5), layer).findings()).isEmpty();
        assertThat(audit(with("0/logAlpha", 9, 9, 9, -5), layer).findings())
                .singleElement()
                .satisfies(finding -> assertThat(((Collapsed) finding).noise()).isEqualTo(0.75));
    }

    @Test
    void aSparseLayerIsNotCollapsed() { // nine weights of ten are noise, but small: the tenth carries the signal
        UnaryOperator<Map<String, float[]>> sparse = all -> {
            float[] means = new float[40];
            float[] logAlpha = new float[40];
            for (int i = 0; i < 40; i++) {
                means[i] = i % 10 == 0 ? 1 : 1e-3f;
                logAlpha[i] = i % 10 == 0 ? -5 : 10;
            }
            all.put("0/mean", means);
            all.put("0/logAlpha", logAlpha);
            return all;
        };
        assertThat(audit(sparse, VariationalDense.of(4, Posterior.WEIGHT)).findings())
                .isEmpty();
    }

    @Test
    void layersOfMeanZeroAreFoundWhereverTheyAre() {
        LayerSpec refused = ZeroMeanDense.of(10); // has no pass by the mean at all
        LayerSpec shared = ZeroMeanDense.of(3).with(WeightNoise.BERNOULLI);
        MeanAudit audit =
                audit(all -> all, Residual.of(Dense.of(10), refused), BatchNorm.DEFAULT, Activation.RELU, shared);
        assertThat(audit.findings()).containsExactly(new ZeroMean("0/body/1"), new ZeroMean("3"));
    }

    @Test
    void convolutionsCollapseToo() {
        LayerSpec conv = VariationalConv.of(2, 2, Posterior.LAYER);
        try (Scope scope = Scope.open();
                Network network = Network.build(Shape.of(1, 4, 4), List.of(conv), KEY)) {
            Map<String, float[]> values = network.trained().toArrays();
            values.put("0/logAlpha", new float[] {15});
            network.trained().assign(values);
            assertThat(MeanAudit.of(network).findings()).hasSize(1);
        }
    }

    @Test
    void noisyActivationsAreNoMatter() {
        assertThat(audit(all -> all, StochasticDense.of(5, 8), Dense.of(2)).findings())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aWarningIsOneLineWithLayerFigureAndWayOut(Use use) {
        MeanAudit audit = audit(
                with("1/logAlpha", 9.06f), Dense.of(5), VariationalDense.of(4, Posterior.LAYER), ZeroMeanDense.of(2));
        List<String> warnings = audit.warnings(use);
        assertThat(warnings).hasSize(2).noneMatch(line -> line.contains("\n")).allMatch(line -> line.contains("draws"));
        assertThat(warnings.get(0))
                .startsWith("1: collapsed to noise, median log α 9.1, 100 % of its weights above 3: ");
        assertThat(warnings.get(1)).startsWith("2: all weights have mean 0");
    }
}
