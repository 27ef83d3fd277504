package dev.dither.contracts;

import dev.dither.attack.AdversarialTraining;
import dev.dither.attack.Bounds;
import dev.dither.attack.Norm;
import dev.dither.attack.Threat;
import dev.dither.continual.Replayed;
import dev.dither.data.Examples;
import dev.dither.labels.BackwardCorrection;
import dev.dither.labels.ForwardCorrection;
import dev.dither.labels.HardBootstrap;
import dev.dither.labels.SoftBootstrap;
import dev.dither.labels.TransitionMatrix;
import dev.dither.nn.CaptionDecoder;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Posterior;
import dev.dither.nn.VariationalDense;
import dev.dither.nn.ZeroMeanDense;
import dev.dither.objective.CrossEntropy;
import dev.dither.objective.Elbo;
import dev.dither.objective.ImportanceWeighted;
import dev.dither.objective.InformationBottleneck;
import dev.dither.objective.L2;
import dev.dither.objective.LabelLoss;
import dev.dither.objective.MaxEntropy;
import dev.dither.objective.MaxEntropy.Aggregation;
import dev.dither.objective.MaxEntropy.Layers;
import dev.dither.objective.Objective;
import dev.dither.objective.Prior;
import dev.dither.objective.SequenceLikelihood;
import dev.dither.optim.Schedule;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import dev.dither.testkit.ObjectiveContract;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A new objective, a new loss of labels or a new penalty is one more line in {@link #cases}. */
@ParameterizedClass
@MethodSource("cases")
class ObjectivesTest implements ObjectiveContract {
    /** Examples of the contract are normal draws; a step of equal size on every feature is no function of the parameters. */
    private static final Threat NEARBY = new Threat(Norm.LINF, 0.1, new Bounds(-10, 10));

    private static final TransitionMatrix NOISE =
            TransitionMatrix.of(new double[][] {{0.7, 0.3, 0}, {0.1, 0.8, 0.1}, {0, 0.4, 0.6}});

    private static final Examples REMEMBERED = Examples.ofFloats(
            "memory", new int[] {4}, new float[] {1, 0, 2, 0, 0, -1, 0, 1, 1, 1, 0, -2}, new int[] {0, 2, 1}, 3);

    @Parameter
    Objective subject;

    static List<Objective> cases() {
        return List.of(
                CrossEntropy.plain(),
                penalized(Aggregation.PER_UNIT, Layers.SUM),
                penalized(Aggregation.PER_EXAMPLE, Layers.MEAN),
                penalized(Aggregation.PER_ELEMENT, Layers.SUM),
                CrossEntropy.plain().plus(new InformationBottleneck(0.3)),
                AdversarialTraining.of(penalized(Aggregation.PER_ELEMENT, Layers.SUM), NEARBY),
                CrossEntropy.of(SoftBootstrap.DEFAULT),
                CrossEntropy.of(HardBootstrap.DEFAULT),
                CrossEntropy.of(new ForwardCorrection(NOISE)),
                CrossEntropy.of(new BackwardCorrection(NOISE)),
                CrossEntropy.of(new ForwardCorrection(NOISE))
                        .plus(MaxEntropy.forLabelNoise())
                        .plus(new L2(0.1)),
                Replayed.of(CrossEntropy.plain().plus(new L2(0.1)), REMEMBERED, 2),
                Elbo.of(60),
                Elbo.of(60).with(Prior.StudentT.PUBLISHED),
                new Elbo(60, new Prior.Ard(), 0.5, Schedule.CONSTANT),
                ImportanceWeighted.of(penalized(Aggregation.PER_UNIT, Layers.SUM), 3),
                ImportanceWeighted.of(CrossEntropy.plain(), 3).with(ImportanceWeighted.Weighting.EQUAL),
                ImportanceWeighted.of(Elbo.of(60), 3),
                new SequenceLikelihood(),
                ImportanceWeighted.of(new SequenceLikelihood(), 3));
    }

    /** A bound wants random weights: one layer for each way an α is shared, and one without means. */
    @Override
    public List<LayerSpec> network() {
        if (sequences(subject)) {
            return List.of(new CaptionDecoder(Shape.of(2), List.of(), 3, 4, 5, 0.4));
        }
        return randomWeights(subject)
                ? List.of(
                        VariationalDense.of(5, Posterior.LAYER),
                        VariationalDense.of(4, Posterior.UNIT),
                        VariationalDense.of(4, Posterior.ADDITIVE),
                        ZeroMeanDense.of(3),
                        VariationalDense.of(3, Posterior.WEIGHT))
                : ObjectiveContract.super.network();
    }

    /** Sequences stand behind the other numbers of an example. */
    @Override
    public Tensor inputs() {
        Tensor draws = ObjectiveContract.super.inputs();
        Tensor words = Tensor.of(new float[] {2, 1, 1, 0, 2, 2, 2, 1, 1, 0, 2, 1}, Shape.of(6, 2));
        return sequences(subject) ? Tensor.concatenated(1, draws.narrow(1, 0, 2), words) : draws;
    }

    private static boolean sequences(Objective objective) {
        return objective instanceof ImportanceWeighted weighted
                ? sequences(weighted.inner())
                : objective instanceof SequenceLikelihood;
    }

    private static boolean randomWeights(Objective objective) {
        return objective instanceof ImportanceWeighted weighted
                ? randomWeights(weighted.inner())
                : objective instanceof Elbo;
    }

    static Stream<LabelLoss> labelLosses() {
        return cases().stream()
                .filter(CrossEntropy.class::isInstance)
                .map(objective -> ((CrossEntropy) objective).likelihood());
    }

    private static CrossEntropy penalized(Aggregation aggregation, Layers layers) {
        return CrossEntropy.plain().plus(new MaxEntropy(aggregation, 0.3, Math.log(4), layers));
    }

    @Override
    public Objective objective() {
        return subject;
    }
}
