package dev.dither.lab.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.dither.lab.key.Require;
import dev.dither.lab.run.RunException;
import dev.dither.lab.run.SafeTensors;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.NoiseMode;
import dev.dither.rl.Choice;
import dev.dither.rl.Environment;
import dev.dither.rl.Environments;
import dev.dither.rl.Evaluation;
import dev.dither.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A trained policy on disk, and all that is needed to let it play again as it was judged.
 *
 * @param format version of this description
 * @param environment name of what it plays
 * @param layers what its network is made of
 * @param choice how actions follow from its logits
 * @param noise whether each episode draws weights of its own, or all play by their means
 * @param method name of the method in its experiment
 * @param seed seed of its training
 * @param episode episodes it was trained for
 */
public record PolicyFile(
        int format,
        String environment,
        List<LayerSpec> layers,
        Choice choice,
        NoiseMode noise,
        String method,
        long seed,
        int episode) {
    static final String KEY = "dither-policy";
    private static final int FORMAT = 1;

    /** Copies and checks. */
    public PolicyFile {
        Require.that(format == FORMAT, "format " + format + ", but this version reads " + FORMAT);
        Environments.named(environment);
        layers = List.copyOf(layers);
    }

    /** Describes the policy of a cell behind its last episode. */
    static PolicyFile of(ReinforcementPlan plan, CellId cell, Network policy) {
        return new PolicyFile(
                FORMAT,
                plan.environment(),
                policy.specs(),
                plan.actions(),
                plan.policy(cell.method()).evaluation().noise(),
                cell.method(),
                cell.seed(),
                plan.episodes());
    }

    /** Returns the bytes of a file with the weights of this policy. */
    byte[] bytes(Network policy) {
        return NetworkFile.bytes(policy, Map.of(KEY, LayerJson.text(this)));
    }

    /**
     * Returns whether a file is that of a policy; the whole file is checked.
     *
     * @throws RunException in one line, if the file is missing or damaged
     */
    public static boolean holds(Path path) {
        return SafeTensors.read(path).metadata().containsKey(KEY);
    }

    /**
     * Returns the description in a file.
     *
     * @throws RunException in one line, if the file is missing, damaged or of another kind
     */
    public static PolicyFile describe(Path path) {
        return describe(path, SafeTensors.read(path));
    }

    private static PolicyFile describe(Path path, SafeTensors file) {
        try {
            return LayerJson.MAPPER.readValue(NetworkFile.description(path, file, KEY), PolicyFile.class);
        } catch (JsonProcessingException e) {
            throw NetworkFile.notUnderstood(path, e);
        }
    }

    /**
     * Returns the network in a file; the caller closes it.
     *
     * @throws RunException in one line, if the file is missing, damaged or of another kind
     */
    public static Network load(Path path) {
        SafeTensors file = SafeTensors.read(path);
        PolicyFile description = describe(path, file);
        Shape observation = Shape.of(description.task().observationSize());
        return NetworkFile.network(path, file, observation, description.layers);
    }

    /** Returns what it plays. */
    public Environment task() {
        return Environments.named(environment);
    }

    /** Returns how it was judged, with another number of episodes. */
    public Evaluation evaluation(int episodes) {
        return new Evaluation(episodes, choice, noise);
    }
}
