package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PassTest {
    private static final RandomKey KEY = RandomKey.root(3);

    @Test
    void shorthandsSetBothSwitches() {
        assertSwitches(Pass.training(KEY), NoiseMode.SAMPLE, StatisticsMode.TRACKED);
        assertSwitches(Pass.sampling(KEY), NoiseMode.SAMPLE, StatisticsMode.RUNNING);
        assertSwitches(Pass.mean(), NoiseMode.MEAN, StatisticsMode.RUNNING);
    }

    @Test
    void otherStatisticsLeaveAllElse() {
        Pass pass = Pass.sampling(KEY).in("a");
        Pass other = pass.withStatistics(StatisticsMode.BATCH);
        assertSwitches(other, NoiseMode.SAMPLE, StatisticsMode.BATCH);
        assertThat(other.key()).isEqualTo(pass.key());
        assertThat(other.path()).isEqualTo("a");
        assertThat(other.trace()).isSameAs(pass.trace());
    }

    @Test
    void childrenHaveTheirOwnKeyAndPathAndTheSameTrace() {
        Pass pass = Pass.sampling(KEY).withStatistics(StatisticsMode.BATCH);
        Pass child = pass.in("3").in("body");
        assertSwitches(child, NoiseMode.SAMPLE, StatisticsMode.BATCH);
        assertThat(child.path()).isEqualTo("3/body");
        assertThat(child.key()).isEqualTo(KEY.child("3").child("body"));
        assertThat(child.trace()).isSameAs(pass.trace());
    }

    @Test
    void anObserverSeesTheOutputOfEveryLayerByPath() {
        List<LayerSpec> specs = List.of(Dense.of(3), Residual.of(Dense.of(3), Activation.RELU), Dense.of(2));
        Map<String, Shape> seen = new LinkedHashMap<>();
        Trace trace = new Trace((path, output) -> seen.put(path, output.shape()));
        Pass pass = new Pass(NoiseMode.MEAN, StatisticsMode.RUNNING, KEY, "", trace);
        try (Scope scope = Scope.open();
                Network network = Network.build(Shape.of(4), specs, KEY)) {
            network.forward(Tensor.full(1, Shape.of(5, 4)), pass);
        }
        assertThat(List.copyOf(seen.keySet())).containsExactly("0", "1/body/0", "1/body/1", "1", "2");
        assertThat(seen).containsEntry("1/body/0", Shape.of(5, 3)).containsEntry("2", Shape.of(5, 2));
    }

    @Test
    void eachDrawOfABatchHasAnAddressWhereTheBatchHoldsThemAll() {
        Pass three = Pass.sampling(KEY).from(1).stacked(3);
        Pass second = Pass.sampling(KEY).from(2);
        assertThat(three.ofDraws(Shape.of(6, 2)))
                .hasSize(3)
                .doesNotHaveDuplicates()
                .element(1)
                .isEqualTo(second.ofDraws(Shape.of(2, 2)).get(0));
        assertThat(Pass.sampling(KEY).ofDraws(Shape.of(5))).containsExactly(KEY);
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> three.ofDraws(Shape.of(7, 2)));
    }

    private static void assertSwitches(Pass pass, NoiseMode noise, StatisticsMode statistics) {
        assertThat(pass.noise()).isEqualTo(noise);
        assertThat(pass.statistics()).isEqualTo(statistics);
    }
}
