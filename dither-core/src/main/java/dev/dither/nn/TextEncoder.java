package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts as vectors: a table of words, and layers of long short-term memory above each other.
 *
 * <p>Formula: x⁰ₜ = E[wₜ]; (i, f, g, o) = W xˡₜ + U hˡₜ₋₁ + b, in this order of rows; cˡₜ = s(f) ∘ cˡₜ₋₁ + s(i) ∘ tanh(g); hˡₜ =
 * s(o) ∘ tanh(cˡₜ); s(t) = 1 / (1 + e⁻ᵗ); xˡ⁺¹ₜ = dropout(hˡₜ). The output is h of the last layer behind the last word, 0 for an
 * empty text. All states start at 0.
 *
 * <p>Shapes: input [N, T], whole numbers: words are 1 … words − 1, behind the last there is 0 as padding; output [N, units].
 * Parameters {@code words} E [words, embedding] and for each layer {@code 0/input} W [4 units, …], {@code 0/recurrent} U [4
 * units, units], {@code 0/bias} b [4 units].
 *
 * <p>Numerics: padding is not read, so neither the bits of the output nor the gradients depend on it, and row 0 of E never
 * moves. Steps behind the longest text of a batch are not computed.
 *
 * <p>Differs: dropout is between the layers, with a mask of its own at each step, where PyTorch has it; neither the table
 * nor the output has any. There is one bias where PyTorch adds two. E starts N(0, 1), W and U uniform on ±1 / √units as
 * there; b starts at 0, and at 1 for f (Jozefowicz et al., 2015).
 *
 * <p>Reference: Hochreiter and Schmidhuber, Long Short-Term Memory, 1997, with the gate f of Gers et al., 2000.
 *
 * @param words how many numbers of words there are, with that of padding
 * @param embedding length of the vector of a word
 * @param units number of outputs, and of cells in each layer
 * @param layers how many
 * @param dropProbability of the outputs of each layer but the last
 */
public record TextEncoder(int words, int embedding, int units, int layers, double dropProbability)
        implements LayerSpec {
    private static final String WORDS = "words";
    private static final String DROPOUT = "dropout";

    /** Checks. */
    public TextEncoder {
        if (!(words >= 2)) {
            throw new IllegalArgumentException("text-encoder.words must be 2 or more, 0 being padding, got " + words);
        }
        Require.positive("text-encoder.embedding", embedding);
        Require.positive("text-encoder.units", units);
        Require.positive("text-encoder.layers", layers);
        Require.probability("text-encoder.dropProbability", dropProbability);
    }

    @Override
    public Shape outputShape(Shape x) {
        Shapes.vector("text-encoder", x);
        return Shape.of(units);
    }

    @Override
    public boolean noisy() {
        return layers > 1 && dropProbability > 0;
    }

    @Override
    public Layer build(Shape x, RandomKey key) {
        outputShape(x);
        Tensor table = table(words, embedding, key.child(WORDS));
        List<Lstm> above = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            above.add(Lstm.build(layer == 0 ? embedding : units, units, key.child(layer)));
        }
        return new Encoder(
                x, this, table, List.copyOf(above), new Dropout(dropProbability).build(Shape.of(units), key));
    }

    /** Returns vectors of words that are trained. */
    static Tensor table(int words, int embedding, RandomKey key) {
        return Tensor.normal(key, Shape.of(words, embedding)).owned().variable();
    }

    private record Encoder(Shape input, TextEncoder spec, Tensor table, List<Lstm> layers, Layer dropout)
            implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return forward(x, pass, 1);
        }

        @Override
        public Tensor forward(Tensor x, Pass pass, int draws) {
            Shapes.requireInput(pass.path(), input, x.shape());
            Texts texts = Texts.of(x, spec.words, pass.path());
            int steps = texts.longest();
            boolean draw = pass.noise() == NoiseMode.SAMPLE && spec.noisy();
            List<Tensor> outputs = layers.get(0).outputs(table.rows(texts.places(steps)), steps);
            for (int layer = 1; layer < layers.size(); layer++) {
                Pass below = pass.in(DROPOUT).in(String.valueOf(layer - 1));
                List<Tensor> kept = draw ? dropped(outputs, below, layer == 1 ? draws : 1, draws) : outputs;
                outputs = layers.get(layer).outputs(Tensor.concatenated(0, kept.toArray(Tensor[]::new)), steps);
            }
            Tensor last = last(outputs, texts.last(steps, draw ? draws : 1));
            return draw || draws == 1 ? last : last.repeated(draws);
        }

        /** Returns the outputs of each step behind dropout, {@code more} times as many rows, {@code draws} in all. */
        private List<Tensor> dropped(List<Tensor> outputs, Pass pass, int more, int draws) {
            List<Tensor> kept = new ArrayList<>();
            for (int step = 0; step < outputs.size(); step++) {
                Tensor output = outputs.get(step);
                Tensor rows = more == 1 ? output : output.repeated(more);
                kept.add(dropout.forward(rows, pass.stacked(draws).in(String.valueOf(step))));
            }
            return kept;
        }

        private static Tensor last(List<Tensor> outputs, int[] places) {
            List<Tensor> all = new ArrayList<>(outputs);
            Tensor any = outputs.get(0);
            all.add(Tensor.full(0, Shape.of(1, any.shape().size(1))).like(any));
            return Tensor.concatenated(0, all.toArray(Tensor[]::new)).rows(places);
        }

        @Override
        public Map<String, Tensor> parameters() {
            Map<String, Tensor> all = new LinkedHashMap<>(Map.of(WORDS, table));
            for (int layer = 0; layer < layers.size(); layer++) {
                all.putAll(Named.below(String.valueOf(layer), layers.get(layer).parameters()));
            }
            return all;
        }
    }
}
