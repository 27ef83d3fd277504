package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A question about an image as a vector, by stacked attention: the question asks the regions of the image, several times,
 * and takes up the answers.
 *
 * <p>Formula: vᵢ = tanh(W fᵢ + c), f the encoded image; u⁰ = v_Q, the encoded text; for k = 1 … hops: hᵢ = tanh(Aᵏ vᵢ + (Bᵏ uᵏ⁻¹ +
 * bᵏ)), p = softmaxᵢ(aᵏ · hᵢ), uᵏ = Σᵢ pᵢ vᵢ + uᵏ⁻¹. The output is dropout(u) of the last hop, for a classifier behind.
 *
 * <p>Shapes: input [N, P + T], the P numbers of the image in front, then a text as {@link TextEncoder} reads it; {@code vision}
 * makes a map [C, H, W] of the image, whose positions are the regions, or leaves [R, C], which are regions; output [N, units]
 * of the text. Parameters below {@code vision} and {@code text}; {@code regions/weight} W [units, C] and {@code regions/bias} c;
 * and for each hop {@code hops/0/image} A and {@code hops/0/query} B [attentionUnits, units], {@code hops/0/bias} b, {@code
 * hops/0/score} a [1, attentionUnits].
 *
 * <p>Numerics: where it draws, all that comes before the draw is computed once for all draws of a batch: with dropout of
 * the output alone, everything.
 *
 * <p>Differs: the bias of the scores is left out, since the softmax does not depend on it. Dropout is where the published
 * program has it, on what the classifier reads, not inside the attention, where that program offers it and switches it off.
 * Weights start uniform on ±1 / √fan-in, there on ±0.01; biases at 0. An observer of the trace sees p [N, R] leave {@code hops/0}
 * and so on.
 *
 * <p>Reference: Yang et al., Stacked Attention Networks for Image Question Answering, 2016, sections 3.1 to 3.3.
 *
 * @param image shape of the image
 * @param vision layers that encode it, none for regions that are encoded already
 * @param text encoder of the question
 * @param attentionUnits length of h
 * @param hops how often the regions are asked
 * @param dropProbability of the output
 */
public record VisualQuestion(
        Shape image, List<LayerSpec> vision, TextEncoder text, int attentionUnits, int hops, double dropProbability)
        implements LayerSpec {
    private static final String TEXT = "text";
    private static final String REGIONS = "regions";
    private static final String HOPS = "hops";
    private static final String DROPOUT = "dropout";

    /** Copies and checks. */
    public VisualQuestion {
        vision = List.copyOf(vision);
        Require.positive("visual-question.attentionUnits", attentionUnits);
        Require.positive("visual-question.hops", hops);
        Require.probability("visual-question.dropProbability", dropProbability);
    }

    @Override
    public Shape outputShape(Shape x) {
        Shape words = Shape.of(Vision.words("visual-question", image, x));
        Shape encoded = Vision.outputShape(image, vision);
        if (encoded.rank() != 2 && encoded.rank() != 3) {
            throw new ShapeException("visual-question", "vision that gives a map [C, H, W] or regions [R, C]", encoded);
        }
        return text.outputShape(words);
    }

    @Override
    public boolean noisy() {
        return dropProbability > 0 || text.noisy() || vision.stream().anyMatch(LayerSpec::noisy);
    }

    @Override
    public Layer build(Shape x, RandomKey key) {
        Shape output = outputShape(x);
        Shape encoded = Vision.outputShape(image, vision);
        Shape features = Shape.of(encoded.size(encoded.rank() == 3 ? 0 : 1));
        Shape words = Shape.of(Vision.words("visual-question", image, x));
        List<Attention> attentions = new ArrayList<>();
        for (int hop = 0; hop < hops; hop++) {
            RandomKey own = key.child(HOPS).child(hop);
            attentions.add(Attention.build(text.units(), attentionUnits, own));
        }
        return new Asked(
                x,
                this,
                Vision.build(image, vision, key),
                text.build(words, key.child(TEXT)),
                new Dense(text.units(), Init.FAN_IN_UNIFORM).build(features, key.child(REGIONS)),
                List.copyOf(attentions),
                new Dropout(dropProbability).build(output, key));
    }

    private record Asked(
            Shape input,
            VisualQuestion spec,
            Vision vision,
            Layer text,
            Layer regions,
            List<Attention> attentions,
            Layer dropout)
            implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return forward(x, pass, 1);
        }

        @Override
        public Tensor forward(Tensor x, Pass pass, int draws) {
            Shapes.requireInput(pass.path(), input, x.shape());
            Tensor seen = seen(vision.images(x, pass, draws), pass.in(REGIONS));
            Tensor u = text.forward(vision.words(x), pass.in(TEXT), spec.text.noisy() ? draws : 1);
            for (int hop = 0; hop < attentions.size(); hop++) {
                Pass below = pass.in(HOPS).in(String.valueOf(hop));
                u = asked(seen, u, attentions.get(hop), below);
            }
            Tensor each = Vision.stacked(u, x.shape().size(0) * draws);
            return spec.dropProbability > 0
                    ? dropout.forward(each, pass.stacked(draws).in(DROPOUT))
                    : each;
        }

        /** Returns v: regions in the second axis, features in the third. */
        private Tensor seen(Tensor encoded, Pass pass) {
            Shape shape = encoded.shape();
            long rows = shape.size(0);
            boolean map = shape.rank() == 4;
            Tensor features = map
                    ? encoded.reshape(Shape.of(rows, shape.size(1), shape.size(2) * shape.size(3)))
                            .transposed()
                    : encoded;
            long count = features.shape().size(1);
            Tensor flat =
                    features.reshape(Shape.of(rows * count, features.shape().size(2)));
            return regions.forward(flat, pass).tanh().reshape(Shape.of(rows, count, spec.text.units()));
        }

        private static Tensor asked(Tensor regions, Tensor u, Attention attention, Pass pass) {
            Tensor weights = attention.weights(regions, u);
            pass.trace().left(pass.path(), weights);
            long rows = weights.shape().size(0);
            Tensor seen = weights.spread(1, 1).products(Vision.stacked(regions, rows));
            return Vision.stacked(u, rows)
                    .plus(seen.reshape(Shape.of(rows, u.shape().size(1))));
        }

        @Override
        public Map<String, Tensor> parameters() {
            Map<String, Tensor> all = new LinkedHashMap<>(vision.parameters());
            all.putAll(Named.below(TEXT, text.parameters()));
            all.putAll(Named.below(REGIONS, regions.parameters()));
            for (int hop = 0; hop < attentions.size(); hop++) {
                all.putAll(Named.below(HOPS + "/" + hop, attentions.get(hop).parameters()));
            }
            return all;
        }

        @Override
        public Map<String, Tensor> buffers() {
            return vision.buffers();
        }
    }
}
