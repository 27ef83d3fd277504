package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.run.RunException;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.predict.Ensemble;
import dev.dither.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A saved network, or several of one task that answer together.
 *
 * @param paths the model files
 * @param file description of the first; all take what it takes
 * @param ensemble the networks
 */
public record SavedEnsemble(List<Path> paths, ModelFile file, Ensemble ensemble) implements AutoCloseable {
    /** Copies. */
    public SavedEnsemble {
        paths = List.copyOf(paths);
    }

    /**
     * Reads them; the caller closes them.
     *
     * @param paths model files, at least one
     * @throws RunException if one is missing, damaged or of another kind, or they are not of one task
     */
    public static SavedEnsemble load(List<Path> paths) {
        ModelFile first = ModelFile.describe(paths.get(0));
        for (Path path : paths) {
            requireSameTask(paths.get(0), first, path);
        }
        List<Network> networks = new ArrayList<>();
        try {
            paths.forEach(path -> networks.add(ModelFile.load(path)));
            return new SavedEnsemble(paths, first, new Ensemble(networks));
        } catch (RuntimeException e) {
            networks.forEach(Network::close);
            throw e;
        }
    }

    private static void requireSameTask(Path firstPath, ModelFile first, Path path) {
        ModelFile other = ModelFile.describe(path);
        boolean same = first.input().equals(other.input())
                && first.classes() == other.classes()
                && first.classNames().equals(other.classNames());
        if (!same) {
            throw new RunException(path + " takes " + other.input() + " and " + other.classes() + " classes, "
                    + firstPath + " takes " + first.input() + " and " + first.classes()
                    + ", or they are named otherwise; give networks of one task");
        }
        if (!Objects.equals(first.standardization(), other.standardization())) {
            throw new RunException(path + " standardizes its inputs in another way than " + firstPath
                    + "; give networks trained on the same examples");
        }
    }

    /**
     * Returns examples for these networks, features as they are in the files.
     *
     * @param data name of a public set, or a path, or absent: the test part of the data the first was trained on
     * @throws ExperimentException if they do not fit
     */
    public Examples test(@Nullable String data, Path dataDir) {
        Examples test = file.test(data, dataDir);
        if (!test.shape().equals(new Shape(file.input())) || test.classes() != file.classes()) {
            throw new ExperimentException(paths.get(0) + " takes " + file.input() + " and " + file.classes()
                    + " classes, " + test.name() + " has " + test.shape() + " and " + test.classes());
        }
        return test;
    }

    /** Returns whether a network draws. */
    public boolean stochastic() {
        return ensemble.members().stream()
                .flatMap(network -> network.specs().stream())
                .anyMatch(LayerSpec::noisy);
    }

    @Override
    public String toString() {
        return paths.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        ensemble.members().forEach(Network::close);
    }
}
