package dev.dither.lab.experiment;

import dev.dither.data.Split;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.source.LoadedData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The training that a model file came from, as long as the file lies in its run directory: which labels were spoiled on
 * purpose follows from the plan there, and from nothing in the file.
 *
 * @param plan the plan of the run
 * @param cell which of its trainings
 */
public record Origin(Plan plan, CellId cell) {
    /**
     * Finds the training of a model: its plan lies in the folder of the file, or in the folder above.
     *
     * @throws ExperimentException if there is no plan, or none that the model can be of
     */
    public static Origin of(Path model, ModelFile file) {
        Path folder = model.toAbsolutePath().resolve("..").normalize();
        Path plan = Stream.of(folder, folder.resolve("..").normalize())
                .map(place -> place.resolve("plan.yaml"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new ExperimentException(
                        "no plan.yaml beside it or in the folder above; which labels it was given is known in its run"
                                + " directory alone"));
        Origin origin = new Origin(
                ExperimentFile.read(plan).plan("", Map.of()), new CellId(file.method(), file.noiseRate(), file.seed()));
        if (!CellId.all(origin.plan()).contains(origin.cell())
                || !origin.plan().data().equals(file.data())) {
            throw new ExperimentException(
                    plan + " is of other trainings than this model's; give the model in its own run directory");
        }
        return origin;
    }

    /** Reads the examples, as many as the training used, features as they are in the files. */
    public LoadedData load(Path dataDir) {
        return plan.examples(dataDir);
    }

    /** Returns the examples trained on and those of validation, under the labels that the training was given. */
    Split split(LoadedData data) {
        return GivenLabels.of(plan, cell, data).split();
    }
}
