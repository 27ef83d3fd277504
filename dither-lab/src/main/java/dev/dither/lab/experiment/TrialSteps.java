package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.labels.TransitionMatrix;
import dev.dither.nn.Network;
import dev.dither.rng.RandomKey;
import dev.dither.train.DivergedException;
import dev.dither.train.Recipe;
import dev.dither.train.Trainer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A few steps of each method on a network that is thrown away, to see what they cost.
 *
 * <p>Numerics: nothing of it is kept, and no draw of the run is touched; only a clock is read. A rough count of multiplications says
 * first whether a run is long enough to be worth it.
 */
final class TrialSteps {
    /** Multiplications a second that any machine manages. */
    private static final double SLOW = 2e9;

    /** What a step costs besides. */
    private static final double BESIDES = 1e-3;

    /** Forward, and backward to activations and to parameters. */
    private static final int PASSES = 3;

    private static final int TRIED = 2;

    private final Plan plan;
    private final Examples train;
    private final Map<String, StepCost> costs = new HashMap<>();

    TrialSteps(Plan plan, Examples train) {
        this.plan = plan;
        this.train = train;
    }

    /** Returns the estimate for cells if it is long. */
    Optional<Estimate> ifLong(List<CellId> cells) {
        Map<String, StepCost> rough = new HashMap<>();
        return Estimate.of(plan, train, cells, method -> rough.computeIfAbsent(method, this::counted))
                        .isLong()
                ? Optional.of(estimate(cells)).filter(Estimate::isLong)
                : Optional.empty();
    }

    /** Returns the estimate for cells. */
    Estimate estimate(List<CellId> cells) {
        return Estimate.of(plan, train, cells, method -> costs.computeIfAbsent(method, this::tried));
    }

    private StepCost counted(String method) {
        try (Network network = network(method)) {
            Footprint footprint = Footprint.of(network);
            int batch = plan.training().batchSize();
            double multiplications = (double) PASSES * batch * footprint.multiplications();
            return StepCost.of(footprint, batch, 0, BESIDES + multiplications / SLOW);
        }
    }

    private StepCost tried(String name) {
        Method method = plan.method(name);
        int batch = Math.min(plan.training().batchSize(), train.size());
        Recipe recipe = plan.recipe(method, method.likelihood(TransitionMatrix.identity(train.classes())), train.size())
                .withPasses(1);
        try (Network network = network(name)) {
            trial(network, recipe, batch); // the first step of a process is slower than all others
            Trial trial = trial(network, recipe, Math.min(TRIED * batch, train.size()));
            return StepCost.of(Footprint.of(network), batch, trial.memory(), trial.seconds() * batch);
        } catch (DivergedException e) { // the run itself will say so
            return counted(name);
        }
    }

    /**
     * What some steps took.
     *
     * @param seconds an example
     * @param memory numbers that the optimizer keeps
     */
    private record Trial(double seconds, long memory) {}

    private Trial trial(Network network, Recipe recipe, int examples) {
        try (Trainer trainer = new Trainer(network, recipe, RandomKey.root(0))) {
            double seconds = trainer.epoch(first(examples)).seconds();
            long memory = trainer.checkpoint().optimizer().values().stream()
                    .mapToLong(values -> values.length)
                    .sum();
            return new Trial(seconds / examples, memory);
        }
    }

    private Examples first(int count) {
        return train.subset(IntStream.range(0, count).toArray());
    }

    private Network network(String method) {
        return Network.build(train.shape(), plan.layers(method, train), RandomKey.root(0));
    }
}
