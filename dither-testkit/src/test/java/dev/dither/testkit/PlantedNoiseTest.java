package dev.dither.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.labels.LabelNoise;
import dev.dither.labels.NoisyLabels;
import dev.dither.labels.Pairwise;
import dev.dither.labels.Symmetric;
import dev.dither.noise.Gaussian;
import dev.dither.rng.RandomKey;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Draws and labels with one defect each. */
class PlantedNoiseTest {
    @Test
    void aStandardDeviationFivePercentOffIsNoticed() {
        assertThat(Planted.failures(WideDraws.class)).containsExactly("drawsHaveTheStatedStandardDeviation");
    }

    @Test
    void aMeanFivePercentOffIsNoticed() {
        assertThat(Planted.failures(MovedDraws.class)).containsExactly("drawsHaveTheStatedMean");
    }

    @Test
    void aStreamThatIgnoresItsKeyIsNoticed() {
        assertThat(Planted.failures(OneStream.class)).containsExactly("drawsAreAFunctionOfTheKey");
    }

    @Test
    void repeatedDrawsAreNoticed() {
        assertThat(Planted.failures(Repeated.class)).contains("successiveDrawsAreUncorrelated");
    }

    @Test
    void anEntropyFivePercentOffInScaleIsNoticed() {
        assertThat(Planted.failures(WrongEntropy.class)).containsExactly("entropyIsTheIntegral");
    }

    @Test
    void aDivergenceTheWrongWayRoundIsNoticed() {
        assertThat(Planted.failures(WrongDivergence.class))
                .containsExactly("divergenceFromOthersIsPositiveAndTheIntegral");
    }

    @Test
    void aNoiseRateFivePercentOffIsNoticed() {
        assertThat(Planted.failures(WrongRate.class)).containsExactly("flipsHappenAtTheNoiseRate");
    }

    @Test
    void labelsThatIgnoreTheirKeyAreNoticed() {
        assertThat(Planted.failures(FixedLabels.class)).containsExactly("labelsAreAFunctionOfTheKey");
    }

    static class RightDraws implements DistributionContract<Gaussian> {
        @Override
        public Gaussian distribution() {
            return new Gaussian(0.5, 2);
        }

        @Override
        public OptionalDouble density(Gaussian d, double x) {
            double z = (x - d.mean()) / d.stddev();
            return OptionalDouble.of(Math.exp(-0.5 * z * z) / d.stddev() / Math.sqrt(2 * Math.PI));
        }

        @Override
        public double lowest() {
            return -25;
        }

        @Override
        public double highest() {
            return 25;
        }
    }

    static class WideDraws extends RightDraws {
        @Override
        public void fill(RandomKey key, float[] target) {
            new Gaussian(0.5, 2 * 1.05).fill(key, target);
        }
    }

    static class MovedDraws extends RightDraws {
        @Override
        public void fill(RandomKey key, float[] target) {
            new Gaussian(0.5 + 0.05 * 2, 2).fill(key, target);
        }
    }

    static class OneStream extends RightDraws {
        @Override
        public void fill(RandomKey key, float[] target) {
            super.fill(RandomKey.root(5), target);
        }
    }

    static class Repeated extends RightDraws {
        @Override
        public void fill(RandomKey key, float[] target) {
            super.fill(key, target);
            for (int i = 1; i < target.length; i += 2) {
                target[i] = target[i - 1];
            }
        }
    }

    static class WrongEntropy extends RightDraws {
        @Override
        public OptionalDouble density(Gaussian d, double x) {
            return super.density(new Gaussian(d.mean(), d.stddev() * 1.05), x);
        }
    }

    static class WrongDivergence extends RightDraws {
        @Override
        public List<Gaussian> others() {
            return List.of(new Gaussian(0, 3));
        }

        @Override
        public OptionalDouble kl(Gaussian from, Gaussian to) {
            return OptionalDouble.of(to.kl(from));
        }
    }

    static class WrongRate implements LabelNoiseContract {
        @Override
        public LabelNoise noise() {
            return new Symmetric(0.4);
        }

        @Override
        public NoisyLabels corrupt(int[] clean, RandomKey key) {
            return new Symmetric(0.4 * 1.05).corrupt(clean, classes(), key);
        }
    }

    static class FixedLabels implements LabelNoiseContract {
        @Override
        public LabelNoise noise() {
            return new Pairwise(0.4);
        }

        @Override
        public NoisyLabels corrupt(int[] clean, RandomKey key) {
            return noise().corrupt(clean, classes(), RandomKey.root(6));
        }
    }
}
