package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Normalization;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Batch normalization of each unit of a vector, or of each channel of an image.
 *
 * <p>Formula: y = γ (x − m) / √(v + ε) + β. In {@link StatisticsMode#RUNNING} m and v are the running statistics;
 * otherwise they are the mean and the biased variance over the batch, and for images over the positions too. In
 * {@link StatisticsMode#TRACKED} the running statistics follow: running ← (1 − momentum) running + momentum · batch,
 * where the batch's variance is the unbiased one. They start at 0 and 1, γ at 1, β at 0. Where a batch holds several draws of
 * its examples, each draw has statistics of its own, and running ones follow one draw after the other, as in separate passes.
 *
 * <p>Shapes: x, y [N, K] or [N, C, H, W]; parameters {@code scale} γ and {@code shift} β, buffers {@code mean} and
 * {@code variance}, each [K] or [C].
 *
 * <p>Differs: like PyTorch in everything, but there is no counter of batches, and momentum cannot be absent. TensorFlow's
 * decay is 1 − momentum.
 *
 * <p>Reference: Ioffe and Szegedy, Batch Normalization, 2015, Algorithms 1 and 2.
 *
 * @param momentum weight of the newest batch in the running statistics, in [0, 1]
 * @param epsilon ε, added to the variance
 * @param affine which of γ and β are trained; the other keeps its first value
 */
public record BatchNorm(double momentum, double epsilon, Affine affine) implements LayerSpec {
    /** Momentum 0.1, ε = 10⁻⁵, scale and shift trained: PyTorch's defaults. */
    public static final BatchNorm DEFAULT = new BatchNorm(0.1, 1e-5, Affine.SCALE_AND_SHIFT);

    private static final String SCALE = "scale";
    private static final String SHIFT = "shift";
    private static final String MEAN = "mean";
    private static final String VARIANCE = "variance";

    /** What is trained behind the normalization. */
    public enum Affine {
        /** Nothing. */
        NONE,
        /** β alone, the default of some TensorFlow layers. */
        SHIFT,
        /** γ alone. */
        SCALE,
        /** γ and β. */
        SCALE_AND_SHIFT
    }

    /** Checks. */
    public BatchNorm {
        Require.fraction("batch-norm.momentum", momentum);
        Require.positive("batch-norm.epsilon", epsilon);
    }

    /** Returns this with another weight of the newest batch. */
    public BatchNorm withMomentum(double other) {
        return new BatchNorm(other, epsilon, affine);
    }

    /** Returns this with another choice of what is trained. */
    public BatchNorm with(Affine other) {
        return new BatchNorm(momentum, epsilon, other);
    }

    @Override
    public Shape outputShape(Shape x) {
        if (x.rank() != 1 && x.rank() != 3) {
            throw new ShapeException("batch-norm", "a vector [K] or an image [C, H, W] for each example", x);
        }
        return x;
    }

    @Override
    public Layer build(Shape x, RandomKey key) {
        outputShape(x);
        long units = x.size(0);
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        if (affine == Affine.SCALE || affine == Affine.SCALE_AND_SHIFT) {
            parameters.put(SCALE, filled(1, units).variable());
        }
        if (affine == Affine.SHIFT || affine == Affine.SCALE_AND_SHIFT) {
            parameters.put(SHIFT, filled(0, units).variable());
        }
        Map<String, Tensor> buffers = Named.of(MEAN, filled(0, units), VARIANCE, filled(1, units));
        return new Normalized(x, this, parameters, buffers);
    }

    private static Tensor filled(double number, long units) {
        return Tensor.full(number, Shape.of(units)).owned();
    }

    record Normalized(Shape input, BatchNorm spec, Map<String, Tensor> parameters, Map<String, Tensor> buffers)
            implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Shapes.requireInput(pass.path(), input, x.shape());
            Normalization normalization = normalization(x);
            Normalization.Running running = running();
            return switch (pass.statistics()) {
                case RUNNING -> normalization.by(running.mean(), running.variance(), x);
                case BATCH -> ofEachDraw(x, pass, normalization::byBatch);
                case TRACKED -> ofEachDraw(x, pass, draw -> normalization.tracking(running, draw));
            };
        }

        /** Returns {@code forward(x, pass)}, of something that no other layer takes, pooled by windows of 2 × 2. */
        Tensor pooledAlone(Tensor x, Pass pass) {
            Shapes.requireInput(pass.path(), input, x.shape());
            if (pass.statistics() == StatisticsMode.RUNNING || !Normalization.poolsAlone(x)) {
                return forward(x, pass).maxPool(2, 2);
            }
            requireSeveral(x, pass);
            Optional<Normalization.Running> running =
                    pass.statistics() == StatisticsMode.TRACKED ? Optional.of(running()) : Optional.empty();
            return normalization(x).pooledAlone(x, pass.draws(), running);
        }

        private Normalization.Running running() {
            return new Normalization.Running(Named.at(buffers, MEAN), Named.at(buffers, VARIANCE), spec.momentum);
        }

        private Normalization normalization(Tensor x) {
            return new Normalization(parameter(SCALE, 1, x), parameter(SHIFT, 0, x), spec.epsilon);
        }

        private Tensor parameter(String name, double untrained, Tensor x) {
            Tensor trained = parameters.get(name);
            return trained != null
                    ? trained
                    : Tensor.full(untrained, Shape.of(input.size(0))).like(x);
        }

        /** Refuses a batch with one value a unit: its variance says nothing, and its unbiased variance is 0 / 0. */
        private static void requireSeveral(Tensor x, Pass pass) {
            Shape shape = x.shape();
            if (!(pass.examples(shape) * (shape.perExample().elements() / shape.size(1)) >= 2)) {
                throw new ShapeException(pass.path(), "2 values a unit or more for statistics of the batch", shape);
            }
        }

        private static Tensor ofEachDraw(Tensor x, Pass pass, UnaryOperator<Tensor> statistics) {
            requireSeveral(x, pass);
            if (pass.draws() == 1) {
                return statistics.apply(x);
            }
            long examples = pass.examples(x.shape());
            Tensor[] draws = new Tensor[pass.draws()];
            for (int draw = 0; draw < draws.length; draw++) {
                draws[draw] = statistics.apply(x.narrow(0, draw * examples, examples));
            }
            return Tensor.concatenated(0, draws);
        }
    }
}
