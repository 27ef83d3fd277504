package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A layer of long short-term memory.
 *
 * <p>Formula: (i, f, g, o) = W x + U h + b, in this order of rows; c' = s(f) ∘ c + s(i) ∘ tanh(g); h' = s(o) ∘ tanh(c');
 * s(t) = 1 / (1 + e⁻ᵗ). Both h and c start at 0.
 *
 * <p>Shapes: x [N, I], h and c [N, units], W [4 units, I], U [4 units, units], b [4 units].
 *
 * <p>Differs: like PyTorch, with one bias instead of two that are only ever added. W and U start uniform on ±1 / √units as
 * there; b starts at 0, and at 1 for f, which keeps the first gradients through time alive (Jozefowicz et al., 2015).
 *
 * <p>Reference: Hochreiter and Schmidhuber, 1997; with the gate f of Gers et al., 2000.
 */
record Lstm(Tensor input, Tensor recurrent, Tensor bias) {
    private static final double FORGET = 1;

    /** What is remembered from one step to the next: output h and cell c. */
    record State(Tensor output, Tensor cell) {}

    static Lstm build(long in, int units, RandomKey key) {
        Init init = Init.FAN_IN_UNIFORM;
        Tensor zero = Tensor.full(0, Shape.of(units));
        return new Lstm(
                init.weights(key.child("input"), Shape.of(4L * units, in), units)
                        .owned()
                        .variable(),
                init.weights(key.child("recurrent"), Shape.of(4L * units, units), units)
                        .owned()
                        .variable(),
                Tensor.concatenated(0, zero, Tensor.full(FORGET, Shape.of(units)), zero, zero)
                        .owned()
                        .variable());
    }

    /** Returns the state before the first step, for as many rows as these have and in their precision. */
    State start(Tensor rows) {
        Tensor zero = Tensor.full(
                        0, Shape.of(rows.shape().size(0), recurrent.shape().size(1)))
                .like(rows);
        return new State(zero, zero);
    }

    /** Returns the state behind a step with these inputs [N, I]. */
    State step(Tensor inputs, State state) {
        return moved(inputs.linear(input, bias), state);
    }

    /** Returns the outputs of all steps, from zeros on; inputs [steps · N, I], all of a step one after another. */
    List<Tensor> outputs(Tensor inputs, int steps) {
        List<Tensor> projected = inputs.linear(input, bias).parts(0, steps);
        State state = start(projected.get(0));
        List<Tensor> outputs = new ArrayList<>();
        for (Tensor x : projected) {
            state = moved(x, state);
            outputs.add(state.output());
        }
        return outputs;
    }

    /** Returns the state behind a step, of W x + b. */
    private State moved(Tensor projected, State state) {
        List<Tensor> gates = projected.plus(state.output().linear(recurrent)).parts(1, 4);
        Tensor write = gates.get(0).sigmoid();
        Tensor keep = gates.get(1).sigmoid();
        Tensor read = gates.get(3).sigmoid();
        Tensor cell = keep.times(state.cell()).plusProduct(write, gates.get(2).tanh());
        return new State(read.times(cell.tanh()), cell);
    }

    Map<String, Tensor> parameters() {
        Map<String, Tensor> all = new LinkedHashMap<>(Named.of("input", input, "recurrent", recurrent));
        all.put("bias", bias);
        return all;
    }
}
