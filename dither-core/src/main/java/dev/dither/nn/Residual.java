package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Two branches whose outputs are added.
 *
 * <p>Formula: y = body(x) + shortcut(x); an empty shortcut is the identity.
 *
 * <p>Shapes: both branches give the same. Layers are at the paths {@code body/0}, {@code shortcut/0} and so on below
 * that of the block.
 *
 * <p>Differs: no nonlinearity follows the sum; where the published block has one, put it behind.
 *
 * <p>Reference: He et al., Deep Residual Learning for Image Recognition, 2016, Eqs. 1 and 2.
 *
 * @param body layers of the branch that learns
 * @param shortcut layers of the branch around it
 */
public record Residual(List<LayerSpec> body, List<LayerSpec> shortcut) implements LayerSpec {
    private static final String BODY = "body";
    private static final String SHORTCUT = "shortcut";

    /** Checks. */
    public Residual {
        body = List.copyOf(body);
        shortcut = List.copyOf(shortcut);
        if (body.isEmpty()) {
            throw new IllegalArgumentException("residual.body must have a layer, got " + body);
        }
    }

    /** Returns a block around which the input passes unchanged. */
    public static Residual of(LayerSpec... body) {
        return new Residual(List.of(body), List.of());
    }

    @Override
    public Shape outputShape(Shape x) {
        Shape y = branch(BODY, body, x);
        Shape around = branch(SHORTCUT, shortcut, x);
        if (!around.equals(y)) {
            throw new ShapeException("residual", "a shortcut that gives " + y + " like the body", around);
        }
        return y;
    }

    private static Shape branch(String name, List<LayerSpec> specs, Shape x) {
        try {
            return Sequence.outputShape(specs, x);
        } catch (ShapeException e) {
            throw e.in(name);
        }
    }

    @Override
    public boolean noisy() {
        return Stream.concat(body.stream(), shortcut.stream()).anyMatch(LayerSpec::noisy);
    }

    @Override
    public Layer build(Shape x, RandomKey key) {
        outputShape(x);
        Sequence learning = Sequence.build(body, x, key.child(BODY));
        Sequence around = Sequence.build(shortcut, x, key.child(SHORTCUT));
        return new Sum(x, learning, Sequence.quiet(body), around, Sequence.quiet(shortcut));
    }

    /** The branches, each with the number of its layers before the first that draws: several draws share these. */
    private record Sum(Shape input, Sequence body, int quietInBody, Sequence shortcut, int quietInShortcut)
            implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Shapes.requireInput(pass.path(), input, x.shape());
            Tensor h = x.junction();
            return body.forward(h, pass.in(BODY)).plus(shortcut.forward(h, pass.in(SHORTCUT)));
        }

        @Override
        public Tensor forward(Tensor x, Pass pass, int draws) {
            Shapes.requireInput(pass.path(), input, x.shape());
            Tensor h = x.junction();
            Tensor learned = body.forward(h, pass.in(BODY), new Sequence.Fork(quietInBody, draws));
            return learned.plus(shortcut.forward(h, pass.in(SHORTCUT), new Sequence.Fork(quietInShortcut, draws)));
        }

        @Override
        public Map<String, Tensor> parameters() {
            return ofBoth(body.parameters(), shortcut.parameters());
        }

        @Override
        public Map<String, Tensor> buffers() {
            return ofBoth(body.buffers(), shortcut.buffers());
        }

        private static Map<String, Tensor> ofBoth(Map<String, Tensor> ofBody, Map<String, Tensor> ofShortcut) {
            Map<String, Tensor> both = new LinkedHashMap<>(Named.below(BODY, ofBody));
            both.putAll(Named.below(SHORTCUT, ofShortcut));
            return both;
        }
    }
}
