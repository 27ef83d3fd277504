package dev.dither.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ReturnsTest {
    private static final double[] REWARDS = {1, 0, -2, 4};

    @Test
    void eachReturnIsItsRewardAndTheDiscountedNext() {
        // by hand: 4, −2 + 4/2, 0 + 0/2, 1 + 0/2
        assertThat(Returns.PLAIN.of(REWARDS, 0.5)).containsExactly(1, 0, 0, 4);
        assertThat(Returns.PLAIN.of(REWARDS, 1)).containsExactly(3, 2, 2, 4);
        assertThat(Returns.PLAIN.of(REWARDS, 0)).containsExactly(REWARDS);
    }

    @Test
    void standardizedReturnsHaveMeanZeroAndVarianceOne() {
        // 3, 2, 2, 4: mean 2.75, variance 11/16
        double deviation = Math.sqrt(11.0 / 16);
        assertThat(Returns.STANDARDIZED.of(REWARDS, 1))
                .containsExactly(
                        new double[] {0.25 / deviation, -0.75 / deviation, -0.75 / deviation, 1.25 / deviation},
                        within(1e-7));
    }

    @Test
    void returnsThatAreAllAlikeWeighNothing() {
        assertThat(Returns.STANDARDIZED.of(new double[] {7}, 0.99)).containsExactly(0);
        assertThat(Returns.STANDARDIZED.of(new double[] {3, 3, 3}, 0)).containsExactly(0, 0, 0);
    }
}
