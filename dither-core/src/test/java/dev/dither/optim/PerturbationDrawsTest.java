package dev.dither.optim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.nn.NoiseFamily;
import dev.dither.nn.Parameters;
import dev.dither.optim.Perturbation.Measure;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Moments of the noise of 100,000 weights. Mean and variance are within five of their standard errors but for one right sampler
 * in a million; an error of 5 % of the standard deviation, which is more than nine errors even with the tails of Laplace, is noticed.
 */
class PerturbationDrawsTest {
    private static final int COUNT = 100_000;
    private static final double B = 0.02;

    @ParameterizedTest
    @Tag("statistical")
    @CsvSource({
        "GAUSSIAN, SCALE, 1",
        "LAPLACE, SCALE, 1.4142135623730951",
        "UNIFORM, SCALE, 0.5773502691896258",
        "GAUSSIAN, STDDEV, 1",
        "LAPLACE, STDDEV, 1",
        "UNIFORM, STDDEV, 1"
    })
    void momentsAreThoseOfTheFamily(NoiseFamily family, Measure measure, double stddevOfScaleOne) {
        double[] noise = noise(Perturbation.of(family, B).with(measure));
        double stddev = B * stddevOfScaleOne;
        assertThat(mayHave(noise, 0, stddev)).isTrue();
        assertThat(mayHave(noise, 0, 1.05 * stddev)).isFalse();
        assertThat(mayHave(noise, 0.05 * stddev, stddev)).isFalse();
    }

    private static boolean mayHave(double[] noise, double mean, double stddev) {
        double first = moment(noise, mean, 1);
        double second = moment(noise, mean, 2);
        double error = Math.sqrt((moment(noise, mean, 4) - second * second) / COUNT);
        return Math.abs(first) <= 5 * Math.sqrt(second / COUNT) && Math.abs(second - stddev * stddev) <= 5 * error;
    }

    private static double moment(double[] noise, double mean, int power) {
        double sum = 0;
        for (double e : noise) {
            sum += Math.pow(e - mean, power);
        }
        return sum / COUNT;
    }

    private static double[] noise(Perturbation perturbation) {
        try (Scope scope = Scope.open()) {
            Tensor zeros = Tensor.full(0, Shape.of(COUNT / 100, 100)).variable();
            Map<Tensor, Tensor> added =
                    perturbation.added(new Parameters(Map.of("0/weight", zeros)), RandomKey.root(8));
            return added.values().iterator().next().toDoubles();
        }
    }
}
