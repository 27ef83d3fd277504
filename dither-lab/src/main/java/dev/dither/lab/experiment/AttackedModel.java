package dev.dither.lab.experiment;

import dev.dither.attack.Sanity;
import dev.dither.data.Examples;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.run.RunException;
import dev.dither.nn.Network;
import dev.dither.rng.RandomKey;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Saved networks and the examples that they are attacked on.
 *
 * @param saved the networks, most often one
 * @param examples the examples
 * @param plan the attack
 */
public record AttackedModel(SavedEnsemble saved, Examples examples, AttackPlan plan) implements AutoCloseable {
    /**
     * Reads networks and examples for them; the caller closes it.
     *
     * @param data name of a public set, or a path, or absent: the test part of the data the first was trained on
     * @throws ExperimentException if they do not fit, or the box of the inputs is not known
     */
    public static AttackedModel load(List<Path> paths, @Nullable String data, Path dataDir, AttackPlan plan) {
        SavedEnsemble saved = SavedEnsemble.load(paths);
        try {
            return new AttackedModel(saved, examples(saved, data, dataDir, plan), plan);
        } catch (RuntimeException e) {
            saved.close();
            throw e;
        }
    }

    private static Examples examples(SavedEnsemble saved, @Nullable String data, Path dataDir, AttackPlan plan) {
        if (saved.file().standardization() != null) {
            throw new ExperimentException(saved + ": its inputs are standardized, so what they may be is not known;"
                    + " train it without data.standardize, data.mean and data.stddev to attack it");
        }
        Examples test = saved.test(data, dataDir);
        plan.requireFit(saved.file().data(), test);
        return plan.of(test);
    }

    /** Returns how the networks stand the attack, at each radius. */
    public List<Robustness> robustness(long seed) {
        boolean stochastic = saved.stochastic();
        List<AttackerView> views = stochastic ? plan.sees() : List.of(AttackerView.MEAN);
        int draws = stochastic ? plan.draws() : 1;
        return new Campaign(plan, saved.ensemble(), examples, views, draws, RandomKey.root(seed)).robustness();
    }

    /**
     * Returns what speaks for a hidden gradient.
     *
     * @param other model file of a network of the same task, from which examples are transferred
     */
    public Sanity sanity(Path other, long seed) {
        try (Network stranger = ModelFile.load(other)) {
            var input = saved.ensemble().input();
            if (!stranger.input().equals(input)) {
                throw new RunException(other + " takes " + stranger.input() + ", " + saved + " takes " + input
                        + "; give a network of the same task");
            }
            return new SanityChecks(plan)
                    .examined(saved.ensemble(), stranger, examples, saved.stochastic(), RandomKey.root(seed));
        }
    }

    @Override
    public void close() {
        saved.close();
    }
}
