package dev.dither.lab.experiment;

import dev.dither.attack.Sanity;
import dev.dither.data.Examples;
import dev.dither.lab.run.RunException;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A saved network and the examples that it is attacked on.
 *
 * @param path the model file
 * @param network the network
 * @param examples the examples
 * @param stochastic whether the network draws
 * @param plan the attack
 */
public record AttackedModel(Path path, Network network, Examples examples, boolean stochastic, AttackPlan plan)
        implements AutoCloseable {
    /**
     * Reads a network and examples for it; the caller closes it.
     *
     * @param data name of a public set, or a path, or absent: the test part of the data it was trained on
     * @throws ExperimentException if they do not fit, or the box of the inputs is not known
     */
    public static AttackedModel load(Path path, @Nullable String data, Path dataDir, AttackPlan plan) {
        ModelFile file = ModelFile.describe(path);
        if (file.standardization() != null) {
            throw new ExperimentException(path + ": its inputs are standardized, so what they may be is not known;"
                    + " train it with data.standardize set to false to attack it");
        }
        Examples test = file.test(data, dataDir);
        if (!test.shape().equals(new Shape(file.input())) || test.classes() != file.classes()) {
            throw new ExperimentException(path + " takes " + file.input() + " and " + file.classes() + " classes, "
                    + test.name() + " has " + test.shape() + " and " + test.classes());
        }
        plan.requireFit(file.data(), test);
        boolean stochastic = file.layers().stream().anyMatch(LayerSpec::noisy);
        return new AttackedModel(path, ModelFile.load(path), plan.of(test), stochastic, plan);
    }

    /** Returns how the network stands the attack, at each radius. */
    public List<Robustness> robustness(long seed) {
        List<AttackerView> views = stochastic ? plan.sees() : List.of(AttackerView.MEAN);
        int draws = stochastic ? plan.draws() : 1;
        return new Campaign(plan, network, examples, views, draws, RandomKey.root(seed)).robustness();
    }

    /**
     * Returns what speaks for a hidden gradient.
     *
     * @param other model file of a network of the same task, from which examples are transferred
     */
    public Sanity sanity(Path other, long seed) {
        try (Network stranger = ModelFile.load(other)) {
            if (!stranger.input().equals(network.input())) {
                throw new RunException(other + " takes " + stranger.input() + ", " + path + " takes " + network.input()
                        + "; give a network of the same task");
            }
            return new SanityChecks(plan).examined(network, stranger, examples, stochastic, RandomKey.root(seed));
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
