package dev.dither.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import org.junit.jupiter.api.Test;

class RankingTest {
    @Test
    void separatedScoresGiveOneAndReversedOnesZero() {
        double[] scores = {4, 3, 2, 1};
        assertThat(Ranking.auroc(scores, new boolean[] {true, true, false, false}))
                .isEqualTo(1);
        assertThat(Ranking.auroc(scores, new boolean[] {false, false, true, true}))
                .isZero();
    }

    @Test
    void equalScoresCountHalf() {
        assertThat(Ranking.auroc(new double[] {1, 1, 1}, new boolean[] {true, false, false}))
                .isEqualTo(0.5);
        // marked 3 and 2, unmarked 2 and 1: pairs 1, 1, ½, 1
        assertThat(Ranking.auroc(new double[] {3, 2, 2, 1}, new boolean[] {true, true, false, false}))
                .isCloseTo(3.5 / 4, within(1e-12));
    }

    @Test
    void areaIsTheFractionOfPairsInOrder() { // against the definition, with many ties
        float[] draws = new float[200];
        RandomKey.root(4).fillUniform(draws);
        double[] scores = new double[100];
        boolean[] marked = new boolean[100];
        for (int i = 0; i < 100; i++) {
            marked[i] = draws[i] < 0.3;
            scores[i] = Math.floor(10 * draws[100 + i]) + (marked[i] ? 2 : 0);
        }
        assertThat(Ranking.auroc(scores, marked)).isCloseTo(pairs(scores, marked), within(1e-12));
    }

    @Test
    void areaOfOneKindAloneIsNoNumber() {
        assertThat(Ranking.auroc(new double[] {1, 2}, new boolean[] {true, true}))
                .isNaN();
        assertThat(Ranking.auroc(new double[] {1, 2}, new boolean[2])).isNaN();
    }

    @Test
    void descendingKeepsTheOrderOfEqualScores() {
        assertThat(Ranking.descending(new double[] {1, 3, 1, 2})).containsExactly(1, 3, 0, 2);
    }

    private static double pairs(double[] scores, boolean[] marked) {
        double won = 0;
        int all = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (marked[i] && !marked[j]) {
                    all++;
                    won += (1 + Math.signum(scores[i] - scores[j])) / 2;
                }
            }
        }
        return won / all;
    }
}
