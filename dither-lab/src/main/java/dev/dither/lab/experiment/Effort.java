package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.labels.TransitionMatrix;
import dev.dither.nn.Network;
import dev.dither.rng.RandomKey;
import dev.dither.train.Recipe;

/**
 * What the trainings of a cell consist of, as if none ended early.
 *
 * @param trial of a step
 * @param steps of all its trainings
 * @param looks what is done forward alone, for validation, as a number of steps
 */
record Effort(Trial trial, long steps, double looks) {
    private static final double FORWARD = 1 / 3.0;

    /**
     * Returns that of a cell of a plan.
     *
     * <p>Formula: for each training its steps, and a third of a step for each batch of validation examples.
     *
     * @param train all training examples, those of validation included
     */
    static Effort of(Plan plan, Examples train, CellId cell) {
        Method method = plan.method(cell.method());
        Recipe recipe =
                plan.recipe(method, method.likelihood(TransitionMatrix.identity(train.classes())), train.size());
        int validated = (int) Math.round(plan.validationFraction() * train.size());
        int trainings = cell.stages(plan);
        double looks = FORWARD * recipe.epochs() * validated / recipe.batchSize();
        Trial trial = new Trial(
                () -> Network.build(train.shape(), plan.layers(cell.method(), train), RandomKey.root(0)),
                recipe,
                () -> train);
        return new Effort(trial, trainings * steps(recipe, train.size() - validated), trainings * looks);
    }

    /** Returns the steps of a training. */
    static long steps(Recipe recipe, int examples) {
        return recipe.epochs() * (long) recipe.passes() * recipe.stepsPerPass(examples);
    }
}
