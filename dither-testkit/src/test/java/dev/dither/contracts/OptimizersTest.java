package dev.dither.contracts;

import dev.dither.optim.Adagrad;
import dev.dither.optim.Adam;
import dev.dither.optim.Clipped;
import dev.dither.optim.Decayed;
import dev.dither.optim.GhostBatches;
import dev.dither.optim.Grouped;
import dev.dither.optim.NoisyUpdate;
import dev.dither.optim.Optimizer;
import dev.dither.optim.Perturbation;
import dev.dither.optim.Perturbed;
import dev.dither.optim.Sam;
import dev.dither.optim.Sgd;
import dev.dither.optim.Sgd.Convention;
import dev.dither.testkit.OptimizerContract;
import java.util.List;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A new optimizer is one more line in {@link #cases}. */
@ParameterizedClass
@MethodSource("cases")
class OptimizersTest implements OptimizerContract {
    record Case(Optimizer optimizer, int steps) {}

    @Parameter
    Case subject;

    static List<Case> cases() {
        return List.of(
                new Case(Sgd.of(1e-3, 0), 20_000),
                new Case(Sgd.of(1e-3, 0.9), 2_000),
                new Case(new Sgd(1e-3, 0.9, 0, Convention.TORCH, true), 2_000),
                new Case(new Sgd(1e-3, 0.9, 0, Convention.CAFFE, false), 2_000),
                new Case(Adam.DEFAULT.withLearningRate(0.02), 2_000),
                new Case(new Adam(0.02, 0.9, 0.999, 1e-8, 0, true, false), 2_000),
                new Case(new Adam(0.02, 0.9, 0.999, 1e-8, 1e-5, false, true), 2_000),
                new Case(Adagrad.DEFAULT.withLearningRate(0.5), 2_000),
                new Case(new Clipped(Sgd.of(1e-3, 0.9), 50), 2_000),
                new Case(new GhostBatches(Sgd.of(1e-3, 0.9), 4), 2_000),
                new Case(Grouped.of(Sgd.of(1e-3, 0.9)), 2_000),
                new Case(new Decayed(Sgd.of(1e-3, 0.9), 1e-5), 2_000),
                new Case(new Perturbed(Sgd.of(1e-3, 0.9), Perturbation.gaussian(1e-3)), 2_000),
                new Case(new Perturbed(Adam.DEFAULT.withLearningRate(0.02), Perturbation.gaussian(1e-3)), 2_000),
                new Case(NoisyUpdate.langevin(Sgd.of(1e-3, 0), 1e-10), 20_000),
                new Case(Sam.of(Sgd.of(1e-3, 0.9), 1e-3), 2_000),
                new Case(Sam.adaptive(Sgd.of(1e-3, 0.9), 1e-3), 2_000));
    }

    @Override
    public Optimizer optimizer() {
        return subject.optimizer();
    }

    @Override
    public int steps() {
        return subject.steps();
    }
}
