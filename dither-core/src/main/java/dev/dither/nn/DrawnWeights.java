package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.function.UnaryOperator;

/** Weights that are drawn as a whole and shared by the examples and positions of a batch. */
@FunctionalInterface
interface DrawnWeights {
    /** Returns the map by the weights drawn from {@code key}. */
    UnaryOperator<Tensor> at(RandomKey key);

    /** Returns the map by the weights of the only draw of a pass. */
    default UnaryOperator<Tensor> only(Pass pass) {
        return at(pass.key().child(0));
    }

    /** Returns one map's outputs for each draw: those that the batch holds already, each {@code draws} times. */
    default Tensor each(Tensor x, Pass pass, int draws) {
        int held = pass.draws();
        long examples = x.shape().size(0) / held;
        if (examples * held != x.shape().size(0)) {
            throw new ShapeException(pass.path(), held + " draws of as many examples each", x.shape());
        }
        Tensor[] outputs = new Tensor[held * draws];
        for (int draw = 0; draw < outputs.length; draw++) {
            Tensor rows = held == 1 ? x : x.narrow(0, draw % held * examples, examples);
            outputs[draw] = at(pass.key().child(draw)).apply(rows);
        }
        return outputs.length == 1 ? outputs[0] : Tensor.concatenated(0, outputs);
    }
}
