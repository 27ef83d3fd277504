package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts about images, word by word: a layer of long short-term memory that gets the image first, then the words so far.
 *
 * <p>Formula: x₀ = W f + c, f the encoded image as one vector; x₁ = E[1]; xₜ₊₁ = E[wₜ]; hₜ the outputs of the memory, see
 * {@link TextEncoder}; log-odds of word t: V dropout(hₜ) + d, for t = 1 … T.
 *
 * <p>Shapes: input [N, P + T], the P numbers of the image in front, then a text w₁ … w_T: words are 2 … words − 1, behind the
 * last word comes {@link #END}, then 0 as padding; output [N, T, words]. Row t of the output depends on the image and on w₁ …
 * wₜ₋₁ alone. Parameters below {@code vision}; {@code image/weight} W [embedding, F] and {@code image/bias} c; {@code words}
 * E [words, embedding]; {@code memory/input}, {@code memory/recurrent}, {@code memory/bias}; {@code output/weight} V [words,
 * units] and {@code output/bias} d.
 *
 * <p>Numerics: the outputs of the memory are computed once for all draws of a batch, unless a layer of {@code vision} draws.
 *
 * <p>Differs: END is also what the memory reads first behind the image, as in NeuralTalk2, which has a ReLU behind W where this
 * is linear as Show and Tell. Rows behind END are those of a text that goes on with word 0: a likelihood leaves them out. W and
 * V start uniform on ±1 / √fan-in, E as N(0, 1), c and d at 0.
 *
 * <p>Reference: Vinyals et al., Show and Tell, 2015, section 3; dropout on the output of the memory as in NeuralTalk2.
 *
 * @param image shape of the image
 * @param vision layers that encode it, none for features
 * @param words how many numbers of words there are, with those of padding and END
 * @param embedding length of the vector of a word
 * @param units cells of the memory
 * @param dropProbability of the outputs of the memory
 */
public record CaptionDecoder(
        Shape image, List<LayerSpec> vision, int words, int embedding, int units, double dropProbability)
        implements LayerSpec {
    /** Number of the word that ends a text. */
    public static final int END = 1;

    private static final String IMAGE = "image";
    private static final String WORDS = "words";
    private static final String MEMORY = "memory";
    private static final String OUTPUT = "output";
    private static final String DROPOUT = "dropout";

    /** Copies and checks. */
    public CaptionDecoder {
        vision = List.copyOf(vision);
        if (!(words > END)) {
            throw new IllegalArgumentException(
                    "caption-decoder.words must be 2 or more, for padding 0 and the end 1, got " + words);
        }
        Require.positive("caption-decoder.embedding", embedding);
        Require.positive("caption-decoder.units", units);
        Require.probability("caption-decoder.dropProbability", dropProbability);
    }

    @Override
    public Shape outputShape(Shape x) {
        long length = Vision.words("caption-decoder", image, x);
        Vision.outputShape(image, vision);
        return Shape.of(length, words);
    }

    @Override
    public boolean noisy() {
        return dropProbability > 0 || vision.stream().anyMatch(LayerSpec::noisy);
    }

    @Override
    public Layer build(Shape x, RandomKey key) {
        Shape output = outputShape(x);
        Shape features = Shape.of(Vision.outputShape(image, vision).elements());
        Shape outputs = Shape.of(output.size(0) * units);
        return new Decoder(
                x,
                this,
                Vision.build(image, vision, key),
                new Dense(embedding, Init.FAN_IN_UNIFORM).build(features, key.child(IMAGE)),
                TextEncoder.table(words, embedding, key.child(WORDS)),
                Lstm.build(embedding, units, key.child(MEMORY)),
                new Dropout(dropProbability).build(outputs, key),
                new Dense(words, Init.FAN_IN_UNIFORM).build(Shape.of(units), key.child(OUTPUT)));
    }

    /** The built layer. */
    record Decoder(
            Shape input,
            CaptionDecoder spec,
            Vision vision,
            Layer image,
            Tensor table,
            Lstm memory,
            Layer dropout,
            Layer output)
            implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return forward(x, pass, 1);
        }

        @Override
        public Tensor forward(Tensor x, Pass pass, int draws) {
            Shapes.requireInput(pass.path(), input, x.shape());
            Tensor encoded = features(vision.images(x, pass, draws), pass);
            Texts texts = Texts.of(vision.words(x), spec.words, pass.path());
            long rows = x.shape().size(0) * draws;
            Tensor heard = heard(encoded, texts);
            boolean draw = spec.dropProbability > 0 && pass.noise() == NoiseMode.SAMPLE;
            if (!draw) {
                return Vision.stacked(odds(heard, pass), rows);
            }
            Pass stacked = pass.stacked(draws);
            return odds(dropout.forward(Vision.stacked(heard, rows), stacked.in(DROPOUT)), stacked);
        }

        /** Returns W f + c. */
        private Tensor features(Tensor encoded, Pass pass) {
            Shape shape = encoded.shape();
            Shape flat = Shape.of(shape.size(0), shape.perExample().elements());
            return image.forward(encoded.reshape(flat), pass.in(IMAGE));
        }

        /** Returns what is remembered behind the image and END, before the first word. */
        Lstm.State start(Tensor images, Pass pass) {
            Tensor seen = features(vision.encoded(images, pass, 1), pass);
            int[] begun = new int[Math.toIntExact(images.shape().size(0))];
            Arrays.fill(begun, END);
            return read(memory.step(seen, memory.start(seen)), begun);
        }

        /** Returns what is remembered behind one more word of each text. */
        Lstm.State read(Lstm.State state, int[] words) {
            return memory.step(table.rows(words), state);
        }

        /** Returns h₁ … h_T of each row behind each other, [rows, T · units]. */
        private Tensor heard(Tensor encoded, Texts texts) {
            int length = texts.length();
            List<Tensor> inputs = new ArrayList<>(List.of(encoded));
            for (Tensor words : table.rows(texts.begun(END)).parts(0, length)) {
                inputs.add(Vision.stacked(words, encoded.shape().size(0)));
            }
            Tensor all = Tensor.concatenated(0, inputs.toArray(Tensor[]::new));
            List<Tensor> outputs = memory.outputs(all, length + 1).subList(1, length + 1);
            return Tensor.concatenated(1, outputs.toArray(Tensor[]::new));
        }

        /** Returns the log-odds of the words behind each output of the memory, [rows, T · units] to [rows, T, words]. */
        Tensor odds(Tensor heard, Pass pass) {
            long rows = heard.shape().size(0);
            long length = heard.shape().size(1) / spec.units;
            Tensor each = heard.reshape(Shape.of(rows * length, spec.units));
            return output.forward(each, pass.in(OUTPUT)).reshape(Shape.of(rows, length, spec.words));
        }

        @Override
        public Map<String, Tensor> parameters() {
            Map<String, Tensor> all = new LinkedHashMap<>(vision.parameters());
            all.putAll(Named.below(IMAGE, image.parameters()));
            all.put(WORDS, table);
            all.putAll(Named.below(MEMORY, memory.parameters()));
            all.putAll(Named.below(OUTPUT, output.parameters()));
            return all;
        }

        @Override
        public Map<String, Tensor> buffers() {
            return vision.buffers();
        }
    }
}
