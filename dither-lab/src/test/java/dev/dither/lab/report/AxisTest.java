package dev.dither.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
    @Test
    void figureMeasuredOnceIsNoSweep() {
        assertThat(Axis.sweeps(List.of("accuracy", "accuracy@noise=0.4", "nll@noise=0.4")))
                .isEmpty();
    }

    @Test
    void positionsAreInOrder() {
        var sweeps = Axis.sweeps(List.of("accuracy@noise=0.4", "accuracy@noise=0", "nll@noise=0"));
        assertThat(sweeps.keySet()).containsExactly(new Axis("accuracy", "noise", ""));
        assertThat(sweeps.get(new Axis("accuracy", "noise", "")).values())
                .containsExactly("accuracy@noise=0", "accuracy@noise=0.4");
    }

    @Test
    void axisThatStandsStillBelongsToTheTitle() {
        List<String> metrics = List.of("accuracy@radius=0.1@noise=0.4", "accuracy@radius=0.2@noise=0.4");
        Axis axis = new Axis("accuracy", "radius", "@noise=0.4");
        assertThat(Axis.sweeps(metrics).keySet()).containsExactly(axis);
        assertThat(axis.title()).isEqualTo("accuracy by radius, noise=0.4");
        assertThat(axis.column(metrics.get(1))).isEqualTo("radius=0.2");
    }

    @Test
    void metricOnSeveralAxesIsDrawnAlongTheFirst() {
        var sweeps = Axis.sweeps(List.of("a@r=1@n=0", "a@r=2@n=0", "a@r=1@n=5", "a@r=2@n=5"));
        assertThat(sweeps.keySet()).containsExactly(new Axis("a", "r", "@n=0"), new Axis("a", "r", "@n=5"));
    }

    @Test
    void settingInWordsIsPartOfTheName() {
        var sweeps = Axis.sweeps(List.of("a@norm=linf@r=1", "a@norm=linf@r=2", "a@norm=l2@r=1"));
        assertThat(sweeps.keySet()).containsExactly(new Axis("a@norm=linf", "r", ""));
    }
}
