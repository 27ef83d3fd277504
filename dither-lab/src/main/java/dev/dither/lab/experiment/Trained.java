package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.lab.source.LoadedData;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.predict.Ensemble;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictive;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.train.Recipe;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A trained cell, as evaluations see it.
 *
 * @param plan the plan
 * @param cell the cell
 * @param data the examples, labels as in the files
 * @param given the training examples under the labels trained on
 * @param recipe how each network was trained, for evaluations that train further
 * @param ensemble the networks with the values of the last epoch, most often one
 * @param tested what their mean predicts for the test examples
 * @param judged what they predict for all training examples by {@link #inference()}
 */
record Trained(
        Plan plan,
        CellId cell,
        LoadedData data,
        GivenLabels given,
        Recipe recipe,
        Ensemble ensemble,
        Predictive tested,
        Predictive judged) {
    /** Returns a cell with the predictions of its networks. */
    Trained(Plan plan, CellId cell, LoadedData data, GivenLabels given, Recipe recipe, Ensemble ensemble) {
        this(
                plan,
                cell,
                data,
                given,
                recipe,
                ensemble,
                predictor(cell, ensemble, new Inference.Mean()).predict(data.test()),
                predictor(cell, ensemble, recipe.validatedBy()).predict(given.examples()));
    }

    /**
     * Returns the network, for evaluations that take no ensembles.
     *
     * @throws IllegalStateException if there are several
     */
    Network network() {
        if (ensemble.size() > 1) {
            throw new IllegalStateException(cell.fileStem() + " has " + ensemble.size() + " networks, not one");
        }
        return ensemble.members().get(0);
    }

    /** Returns how these networks are looked at where one way must do: as their epochs were, by draws where the mean may say nothing. */
    Inference inference() {
        return recipe.validatedBy();
    }

    /** Returns the test examples. */
    Examples test() {
        return data.test();
    }

    /** Returns whether two passes of the networks may differ. */
    boolean noisy() {
        return ensemble.members().stream()
                .flatMap(network -> network.specs().stream())
                .anyMatch(LayerSpec::noisy);
    }

    /** Returns the key of the cell's seed; the methods of one seed share it. */
    RandomKey root() {
        return cell.root();
    }

    /** Returns the settings of the cell's method. */
    Method method() {
        return plan.method(cell.method());
    }

    /** Returns whether this cell stands for its method where one must: in pictures and in single files. */
    boolean shown() {
        return plan.shows(cell);
    }

    /** Returns a predictor by this network or by one made from it, with the noise of evaluations. */
    Predictor predictor(Network by, Inference inference) {
        return predictor(cell, by, inference);
    }

    /** Returns a predictor by these networks, with the noise of evaluations. */
    Predictor predictor(Ensemble by, Inference inference) {
        return predictor(cell, by, inference);
    }

    /** Returns model files of the members of an ensemble by their names below the run directory, none of a network alone. */
    Map<String, byte[]> memberModels() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; ensemble.size() > 1 && i < ensemble.size(); i++) {
            Stage member = cell.firstStage(plan).at(i + 1);
            files.put(
                    "models/" + cell.fileStem() + member.ending() + ".safetensors",
                    model(ensemble.members().get(i), Map.of("member", (i + 1) + "/" + ensemble.size())));
        }
        return files;
    }

    /** Returns the bytes of a model file of this network or of one made from it. */
    byte[] model(Network of) {
        return model(of, Map.of());
    }

    /** Returns the bytes of a model file with more metadata. */
    byte[] model(Network of, Map<String, String> more) {
        return ModelFile.of(plan, cell, of, data).bytes(of, more);
    }

    static Predictor predictor(CellId cell, Network by, Inference inference) {
        return predictor(cell, Ensemble.of(by), inference);
    }

    private static Predictor predictor(CellId cell, Ensemble by, Inference inference) {
        return new Predictor(by, inference, cell.root().child(Stream.EVALUATION));
    }
}
