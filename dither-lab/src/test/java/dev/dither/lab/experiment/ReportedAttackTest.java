package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.attack.Proportion;
import dev.dither.attack.Sanity.AtRadius;
import dev.dither.attack.Sanity.Check;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportedAttackTest {
    private static List<Check> checks(int iterative, int... byRadius) {
        List<AtRadius> accuracies = IntStream.range(0, byRadius.length)
                .mapToObj(i -> new AtRadius(i / 10.0, new Proportion(byRadius[i], 100)))
                .toList();
        return new ReportedAttack(AttackKind.FGS, accuracies, new Proportion(iterative, 100)).checks();
    }

    @Test
    void fallingCurveThatManyStepsDoNotLowerPasses() {
        assertThat(checks(10, 97, 50, 12)).hasSize(2).allMatch(Check::passed);
    }

    /** A network hardened by single steps: 97, 25, then 77 % again, and none under many steps. */
    @Test
    void hardenedAgainstSingleStepsAloneFailsBoth() {
        List<Check> checks = checks(0, 97, 25, 77);
        assertThat(checks).noneMatch(Check::passed);
        assertThat(checks.get(0).verdict())
                .contains("25.0 % at 0.1, 77.0 % at 0.2", "at 0.2;", "do not measure robustness");
        assertThat(checks.get(1).verdict()).contains("77.0 % under fgs, 0.0 % under many steps", "weak attack");
    }

    /** 50 against 56 of 100 is within chance: 0.06 < 1.645 √(0.25/100 + 0.2464/100) = 0.116. */
    @Test
    void riseWithinChanceIsNone() {
        assertThat(checks(50, 97, 50, 56)).allMatch(Check::passed);
    }

    private static Check smallest(int standing) {
        List<AtRadius> without = List.of(new AtRadius(Double.POSITIVE_INFINITY, new Proportion(standing, 100)));
        List<Check> checks = new ReportedAttack(AttackKind.CW_L2, without, new Proportion(0, 100)).checks();
        assertThat(checks).hasSize(1);
        return checks.get(0);
    }

    @Test
    void aSearchWithoutABudgetMustFindEveryExample() {
        assertThat(smallest(0).passed()).isTrue();
        assertThat(smallest(1).passed()).isFalse();
        assertThat(smallest(57).verdict())
                .contains("57.0 % under cw-l2", "steps are too few", "do not measure robustness");
    }
}
