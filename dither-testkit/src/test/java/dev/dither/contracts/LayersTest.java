package dev.dither.contracts;

import dev.dither.nn.Activation;
import dev.dither.nn.AveragePool;
import dev.dither.nn.BatchNorm;
import dev.dither.nn.CaptionDecoder;
import dev.dither.nn.Conv;
import dev.dither.nn.Dense;
import dev.dither.nn.DropConnectConv;
import dev.dither.nn.DropConnectDense;
import dev.dither.nn.Dropout;
import dev.dither.nn.Flatten;
import dev.dither.nn.GlobalAveragePool;
import dev.dither.nn.Init;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.MaxPool;
import dev.dither.nn.NoisyDense;
import dev.dither.nn.ParallelDense;
import dev.dither.nn.PerturbedDense;
import dev.dither.nn.Posterior;
import dev.dither.nn.Residual;
import dev.dither.nn.Select;
import dev.dither.nn.StochasticConv;
import dev.dither.nn.StochasticDense;
import dev.dither.nn.TextEncoder;
import dev.dither.nn.VariationalConv;
import dev.dither.nn.VariationalDense;
import dev.dither.nn.VisualQuestion;
import dev.dither.nn.WeightNoise;
import dev.dither.nn.ZeroMeanConv;
import dev.dither.nn.ZeroMeanDense;
import dev.dither.tensor.Shape;
import dev.dither.testkit.LayerContract.Noise;
import dev.dither.testkit.LayerSpecContract;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A new layer is one more line in {@link #cases} or {@link #randomWeights}, or in {@link #elementWise} if it takes examples of any shape. */
@ParameterizedClass
@MethodSource("all")
class LayersTest implements LayerSpecContract {
    record Case(LayerSpec spec, Shape input, Noise noise) {
        @Override
        public String toString() {
            return spec + " of " + input;
        }
    }

    private static final int WORDS = 3;
    private static final TextEncoder TEXT = new TextEncoder(4, 2, 3, 1, 0.5);
    private static final Shape IMAGE = Shape.of(1, 3, 4);

    @Parameter
    Case subject;

    static List<Case> cases() {
        return List.of(
                quiet(Dense.of(3), 5),
                quiet(new Dense(3, Init.HE_NORMAL), 5),
                quiet(new Dense(3, Init.FAN_IN_UNIFORM), 5),
                quiet(ParallelDense.of(3), 5),
                quiet(Conv.of(3, 2), 2, 4, 5),
                quiet(new Conv(4, 3, 2, 1, 2, Init.HE_NORMAL, Conv.Bias.TRAINED), 2, 5, 4),
                quiet(Conv.same(3, 3).withoutBias(), 2, 9, 9),
                quiet(new MaxPool(2, 2), 2, 4, 5),
                quiet(new MaxPool(3, 1), 1, 4, 4),
                quiet(new AveragePool(2, 2), 2, 4, 5),
                quiet(new GlobalAveragePool(), 2, 4, 5),
                noisy(StochasticDense.of(3, -1), 5),
                noisy(StochasticDense.of(3, -1).linear(), 5),
                noisy(StochasticConv.of(Conv.of(2, 3), -1), 2, 5, 4),
                noisy(StochasticConv.normalized(Conv.of(2, 3), -1), 2, 5, 4),
                quiet(BatchNorm.DEFAULT, 5),
                quiet(BatchNorm.DEFAULT, 2, 4, 5),
                quiet(Residual.of(Dense.of(5), Activation.TANH), 5),
                noisy(Residual.of(Dense.of(5), new Dropout(0.4), Dense.of(5)), 5));
    }

    /** Layers whose weights are random. */
    static List<Case> randomWeights() {
        return List.of(
                withoutMean(ZeroMeanDense.of(3), 5),
                withoutMean(ZeroMeanDense.of(3).with(WeightNoise.GAUSSIAN.with(WeightNoise.Scale.LOG)), 5),
                withoutMean(ZeroMeanDense.of(3).with(WeightNoise.BERNOULLI).withoutBias(), 5),
                withoutMean(ZeroMeanDense.of(3).with(WeightNoise.UNIFORM.with(WeightNoise.Drawing.OUTPUTS)), 5),
                withoutMean(ZeroMeanConv.of(2, 3), 2, 5, 4),
                withoutMean(ZeroMeanConv.of(2, 3).with(WeightNoise.UNIFORM), 2, 5, 4),
                noisy(NoisyDense.independent(3), 5),
                noisy(NoisyDense.factorized(3), 5),
                noisy(new PerturbedDense(3, Init.HE_NORMAL, 0.2), 5),
                noisy(VariationalDense.of(3, Posterior.LAYER), 5),
                noisy(VariationalDense.of(3, Posterior.UNIT).withoutBias(), 5),
                noisy(VariationalDense.of(3, Posterior.WEIGHT), 5),
                noisy(VariationalDense.of(3, Posterior.ADDITIVE), 5),
                noisy(VariationalConv.of(2, 3, Posterior.LAYER), 2, 5, 4),
                noisy(VariationalConv.of(2, 3, Posterior.UNIT), 2, 5, 4),
                noisy(new VariationalConv(Conv.same(4, 3).withStride(2), Posterior.WEIGHT, -2), 2, 5, 4),
                noisy(VariationalConv.of(2, 3, Posterior.ADDITIVE), 2, 5, 4),
                noisy(DropConnectDense.of(3, 0.4), 5),
                noisy(DropConnectDense.of(3, 0.4).with(WeightNoise.Drawing.OUTPUTS), 5),
                noisy(new DropConnectConv(Conv.same(4, 3), 0.4, WeightNoise.Drawing.WEIGHTS), 2, 5, 4),
                noisy(new DropConnectConv(Conv.of(2, 3).withoutBias(), 0.4, WeightNoise.Drawing.OUTPUTS), 2, 5, 4));
    }

    /** Layers whose examples end with {@link #WORDS} words. */
    static List<Case> reading() {
        List<LayerSpec> vision = List.of(Conv.of(2, 2), Activation.TANH);
        return List.of(
                quiet(TEXT, WORDS),
                noisy(new TextEncoder(4, 2, 3, 2, 0.5), WORDS),
                quiet(new VisualQuestion(Shape.of(3, 2), List.of(), TEXT, 2, 1, 0), 6 + WORDS),
                noisy(new VisualQuestion(IMAGE, vision, TEXT, 4, 2, 0.5), 12 + WORDS),
                quiet(new CaptionDecoder(Shape.of(5), List.of(), 4, 2, 3, 0), 5 + WORDS),
                noisy(new CaptionDecoder(IMAGE, vision, 4, 2, 3, 0.5), 12 + WORDS));
    }

    static List<Case> elementWise() {
        return Stream.concat(
                        Arrays.stream(Activation.values()).map(activation -> quiet(activation, 2, 3)),
                        Stream.of(
                                quiet(new Flatten(), 2, 3),
                                quiet(new Select(List.of(0, 2, 5)), 2, 3),
                                noisy(new Dropout(0.4), 2, 3)))
                .toList();
    }

    static Stream<Case> all() {
        return Stream.of(cases(), randomWeights(), reading(), elementWise()).flatMap(List::stream);
    }

    private static Case quiet(LayerSpec spec, long... input) {
        return new Case(spec, Shape.of(input), Noise.NONE);
    }

    private static Case noisy(LayerSpec spec, long... input) {
        return new Case(spec, Shape.of(input), Noise.DRAWN);
    }

    private static Case withoutMean(LayerSpec spec, long... input) {
        return new Case(spec, Shape.of(input), Noise.WITHOUT_MEAN);
    }

    @Override
    public LayerSpec spec() {
        return subject.spec();
    }

    @Override
    public Shape input() {
        return subject.input();
    }

    @Override
    public Noise noise() {
        return subject.noise();
    }

    @Override
    public Set<String> parametersOfNoise() {
        if (subject.spec() instanceof VariationalDense dense) {
            return Set.of(dense.posterior().parameter());
        }
        if (subject.spec() instanceof NoisyDense) {
            return Set.of("scale", "biasScale");
        }
        return subject.spec() instanceof VariationalConv conv
                ? Set.of(conv.posterior().parameter())
                : Set.of();
    }

    @Override
    public int words() {
        return reading().contains(subject) ? WORDS : 0;
    }

    @Override
    public boolean takesAnyShape() {
        return elementWise().contains(subject);
    }
}
