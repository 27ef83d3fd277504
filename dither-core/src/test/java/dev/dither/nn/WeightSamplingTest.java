package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.nn.WeightNoise.Drawing;
import dev.dither.nn.WeightNoise.Scale;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Outputs of layers with random weights against outputs of weights drawn one by one in plain Java.
 *
 * <p>20 000 draws of each. A right layer is off by more than 5 standard errors in one of at most 12 outputs with
 * probability 10⁻⁵; 5 % more noise moves a Gaussian variance by 7 of them, and a mean is moved by 7.
 */
@Tag("statistical")
@ParameterizedClass
@MethodSource("cases")
class WeightSamplingTest {
    private static final RandomKey KEY = RandomKey.root(23);
    private static final int DRAWS = 20_000;
    private static final int ERRORS = 5;
    private static final Shape VECTOR = Shape.of(4);
    private static final Shape IMAGE = Shape.of(2, 4, 3);

    /** Draws the weight number i, given the parameters of the layer. */
    private interface Weight {
        double draw(Map<String, float[]> parameters, int i, SplittableRandom random);
    }

    record Case(LayerSpec spec, Shape input, Weight weight) {
        @Override
        public String toString() {
            return spec.toString();
        }
    }

    @Parameter
    Case subject;

    static List<Case> cases() {
        Weight gaussian = (p, i, random) -> p.get("0/scale")[i] * random.nextGaussian();
        Weight logGaussian = (p, i, random) -> Math.exp(p.get("0/logScale")[i]) * random.nextGaussian();
        Weight bernoulli = (p, i, random) -> random.nextBoolean() ? p.get("0/scale")[i] : -p.get("0/scale")[i];
        Weight uniform = (p, i, random) -> (2 * random.nextDouble() - 1) * p.get("0/scale")[i];
        Weight layer = (p, i, random) -> dropped(p, i, p.get("0/logAlpha")[0], random);
        Weight unit = (p, i, random) -> dropped(p, i, p.get("0/logAlpha")[3 * i / p.get("0/mean").length], random);
        Weight weight = (p, i, random) -> dropped(p, i, p.get("0/logAlpha")[i], random);
        Weight additive =
                (p, i, random) -> p.get("0/mean")[i] + Math.exp(p.get("0/logStddev")[i]) * random.nextGaussian();
        Weight dropped = (p, i, random) -> random.nextDouble() < 0.3 ? 0 : p.get("0/weight")[i] / 0.7;
        ZeroMeanDense dense = ZeroMeanDense.of(3);
        return List.of(
                new Case(dense, VECTOR, gaussian),
                new Case(dense.with(WeightNoise.GAUSSIAN.with(Scale.LOG)), VECTOR, logGaussian),
                new Case(dense.with(WeightNoise.GAUSSIAN.with(Drawing.WEIGHTS)), VECTOR, gaussian),
                new Case(dense.with(WeightNoise.BERNOULLI), VECTOR, bernoulli),
                new Case(dense.with(WeightNoise.BERNOULLI.with(Drawing.OUTPUTS)), VECTOR, bernoulli),
                new Case(dense.with(WeightNoise.UNIFORM), VECTOR, uniform),
                new Case(dense.with(WeightNoise.UNIFORM.with(Drawing.OUTPUTS)), VECTOR, uniform),
                new Case(ZeroMeanConv.of(3, 3), IMAGE, gaussian),
                new Case(ZeroMeanConv.of(3, 3).with(WeightNoise.UNIFORM), IMAGE, uniform),
                new Case(VariationalDense.of(3, Posterior.LAYER), VECTOR, layer),
                new Case(VariationalDense.of(3, Posterior.UNIT), VECTOR, unit),
                new Case(VariationalDense.of(3, Posterior.WEIGHT), VECTOR, weight),
                new Case(VariationalDense.of(3, Posterior.ADDITIVE), VECTOR, additive),
                new Case(VariationalConv.of(3, 3, Posterior.UNIT), IMAGE, unit),
                new Case(VariationalConv.of(3, 3, Posterior.ADDITIVE), IMAGE, additive),
                new Case(DropConnectDense.of(3, 0.3), VECTOR, dropped),
                new Case(DropConnectDense.of(3, 0.3).with(Drawing.OUTPUTS), VECTOR, dropped),
                new Case(new DropConnectConv(Conv.of(3, 3), 0.3, Drawing.WEIGHTS), IMAGE, dropped),
                new Case(new DropConnectConv(Conv.of(3, 3), 0.3, Drawing.OUTPUTS), IMAGE, dropped));
    }

    private static double dropped(Map<String, float[]> p, int i, double logAlpha, SplittableRandom random) {
        double mean = p.get("0/mean")[i];
        return mean + Math.exp(logAlpha / 2) * mean * random.nextGaussian();
    }

    @Test
    void outputsHaveTheMomentsOfWeightsDrawnOneByOne() {
        try (Scope scope = Scope.open();
                Gradients.Off off = Gradients.off();
                Network network = Network.build(subject.input(), List.of(subject.spec()), KEY)) {
            vary(network);
            Tensor x = Tensor.normal(KEY.child("x"), subject.input().batched(2));
            Tensor y = network.forward(x, Pass.sampling(KEY.child("noise")), DRAWS);
            int outputs = Math.toIntExact(y.shape().elements() / DRAWS);
            Moments found = new Moments(y.toDoubles(), outputs);
            Moments expected = bruteForce(network, x, 1, 0);
            assertThat(found.errorsOfMean(expected)).isLessThan(ERRORS);
            assertThat(found.errorsOfVariance(expected)).isLessThan(ERRORS);
            assertThat(found.errorsOfVariance(bruteForce(network, x, 1.05, 0))).isGreaterThan(ERRORS);
            assertThat(found.errorsOfMean(bruteForce(network, x, 1, 0.1))).isGreaterThan(ERRORS);
        }
    }

    /** No two parameters alike, so that one taken for another shows. */
    private static void vary(Network network) {
        Map<String, float[]> values = network.trained().toArrays();
        for (int i = 0; i < 3; i++) {
            values.get("0/bias")[i] = 0.5f * i - 0.3f;
        }
        values.computeIfPresent("0/logAlpha", (name, logAlpha) -> {
            for (int i = 0; i < logAlpha.length; i++) {
                logAlpha[i] = -1 + 0.4f * (i % 5);
            }
            return logAlpha;
        });
        values.computeIfPresent("0/logStddev", (name, logStddev) -> {
            for (int i = 0; i < logStddev.length; i++) {
                logStddev[i] = -2 + 0.3f * (i % 4);
            }
            return logStddev;
        });
        network.trained().assign(values);
    }

    /** Stretches what weights add to their own mean output by {@code factor}, and shifts outputs by {@code shift}. */
    private Moments bruteForce(Network network, Tensor x, double factor, double shift) {
        Map<String, float[]> parameters = network.trained().toArrays();
        SplittableRandom random = KEY.child("brute force").generator();
        float[] mean = parameters.get("0/mean");
        int count = Math.toIntExact(network.trained().count()) - 3;
        count = mean == null ? count : mean.length;
        double[] weights = new double[count];
        double[] features = x.toDoubles();
        double[][] outputs = new double[DRAWS][];
        for (int draw = 0; draw < DRAWS; draw++) {
            for (int i = 0; i < weights.length; i++) {
                double centre = mean == null ? 0 : mean[i];
                weights[i] = centre + factor * (subject.weight().draw(parameters, i, random) - centre);
            }
            outputs[draw] = outputs(features, weights, parameters.get("0/bias"), shift);
        }
        double[] all = new double[DRAWS * outputs[0].length];
        for (int draw = 0; draw < DRAWS; draw++) {
            System.arraycopy(outputs[draw], 0, all, draw * outputs[0].length, outputs[0].length);
        }
        return new Moments(all, outputs[0].length);
    }

    private double[] outputs(double[] x, double[] weights, float[] bias, double shift) {
        return subject.input().equals(VECTOR) ? dense(x, weights, bias, shift) : conv(x, weights, bias, shift);
    }

    private static double[] dense(double[] x, double[] weights, float[] bias, double shift) {
        double[] y = new double[2 * 3];
        for (int k = 0; k < y.length; k++) {
            y[k] = bias[k % 3] + shift;
            for (int i = 0; i < 4; i++) {
                y[k] += x[k / 3 * 4 + i] * weights[k % 3 * 4 + i];
            }
        }
        return y;
    }

    /** Windows of 3 × 3 on images of 2 × 4 × 3: two positions, one above the other. */
    private static double[] conv(double[] x, double[] weights, float[] bias, double shift) {
        double[] y = new double[2 * 3 * 2];
        for (int k = 0; k < y.length; k++) {
            int image = k / 6;
            int unit = k / 2 % 3;
            y[k] = bias[unit] + shift;
            for (int i = 0; i < 18; i++) {
                int channel = i / 9;
                int row = k % 2 + i / 3 % 3;
                y[k] += x[image * 24 + channel * 12 + row * 3 + i % 3] * weights[unit * 18 + i];
            }
        }
        return y;
    }
}
