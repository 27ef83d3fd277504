package dev.dither.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CurvesTest {
    private static Map<String, Object> epoch(int seed, int member, double nll) {
        return Map.of(
                "type", "epoch", "method", "trio", "seed", seed, "member", member, "members", 2, "epoch", 1, "nll",
                nll);
    }

    @Test
    void membersAreTrainingsOfOneLineLikeSeeds() {
        List<Chart> charts = Curves.of(List.of(epoch(0, 1, 1), epoch(0, 2, 2), epoch(1, 1, 4), epoch(1, 2, 5)))
                .get("")
                .charts(new Palette(Set.of("trio")), Set.of());
        assertThat(charts).extracting(Chart::title).containsExactly("nll");
        Chart.Series line = charts.get(0).series().get(0);
        assertThat(charts.get(0).series()).hasSize(1);
        assertThat(List.of(line.mean(), line.low(), line.high()))
                .containsExactly(List.of(3.0), List.of(1.0), List.of(5.0));
    }
}
