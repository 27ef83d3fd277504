package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Tensor;
import java.util.function.UnaryOperator;

/** Weights that are drawn as a whole and shared by the examples and positions of a batch. */
@FunctionalInterface
interface DrawnWeights {
    /** Returns the map by the weights drawn from {@code key}. */
    UnaryOperator<Tensor> at(RandomKey key);

    /** Returns the map by the weights of the only draw of a pass. */
    default UnaryOperator<Tensor> only(Pass pass) {
        return at(pass.key().child(pass.first()));
    }

    /** Returns one map's outputs for each draw: those that the batch holds already, each {@code draws} times. */
    default Tensor each(Tensor x, Pass pass, int draws) {
        int held = pass.draws();
        Tensor h = draws == 1 ? x : x.junction();
        long examples = pass.examples(x.shape());
        Tensor[] outputs = new Tensor[held * draws];
        for (int draw = 0; draw < outputs.length; draw++) {
            Tensor rows = held == 1 ? h : h.narrow(0, draw % held * examples, examples);
            outputs[draw] = at(pass.key().child(pass.first() + draw)).apply(rows);
        }
        return outputs.length == 1 ? outputs[0] : Tensor.concatenated(0, outputs);
    }
}
