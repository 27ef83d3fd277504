package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictive;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.train.Recipe;
import dev.dither.train.Trainer;
import java.util.Map;

/**
 * A trained cell, as evaluations see it.
 *
 * @param plan the plan
 * @param cell the cell
 * @param data the examples, labels as in the files
 * @param given the training examples under the labels trained on
 * @param recipe how the network was trained, for evaluations that train further
 * @param network the network with the values of the last epoch
 * @param tested what its mean predicts for the test examples
 * @param judged what its mean predicts for all training examples
 */
record Trained(
        Plan plan,
        CellId cell,
        LoadedData data,
        GivenLabels given,
        Recipe recipe,
        Network network,
        Predictive tested,
        Predictive judged) {
    static Trained of(Plan plan, CellId cell, LoadedData data, GivenLabels given, Trainer trainer) {
        Predictor mean = predictor(cell, trainer.network(), new Inference.Mean());
        return new Trained(
                plan,
                cell,
                data,
                given,
                trainer.recipe(),
                trainer.network(),
                mean.predict(data.test()),
                mean.predict(given.examples()));
    }

    /** Returns the test examples. */
    Examples test() {
        return data.test();
    }

    /** Returns whether two passes of the network may differ. */
    boolean noisy() {
        return network.specs().stream().anyMatch(LayerSpec::noisy);
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

    /** Returns the bytes of a model file of this network or of one made from it. */
    byte[] model(Network of) {
        return model(of, Map.of());
    }

    /** Returns the bytes of a model file with more metadata. */
    byte[] model(Network of, Map<String, String> more) {
        return ModelFile.of(plan, cell, of, data).bytes(of, more);
    }

    static Predictor predictor(CellId cell, Network by, Inference inference) {
        return new Predictor(by, inference, cell.root().child(Stream.EVALUATION));
    }
}
