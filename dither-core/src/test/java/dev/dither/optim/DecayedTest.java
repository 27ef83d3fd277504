package dev.dither.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DecayedTest {
    @Test
    void decayInTheGradientIsThatOfTheRule() {
        double[] factors = Quadratic.falling(20);
        for (Rule rule : new Rule[] {Sgd.of(0.1, 0.9), Adam.DEFAULT, Adagrad.DEFAULT}) {
            double[] expected = Quadratic.run(rule.withWeightDecay(0.3), factors);
            double[] found = Quadratic.run(new Decayed(rule, 0.3), factors);
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).isCloseTo(expected[i], within(1e-4));
            }
            assertThat(found).isNotEqualTo(Quadratic.run(rule, factors));
        }
    }

    @Test
    void badDecayIsRefused() {
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Decayed(Adam.DEFAULT, bad))
                    .hasMessage("decayed.weightDecay must be finite and >= 0, got " + bad);
        }
    }
}
