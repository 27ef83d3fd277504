package dev.dither.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scalar of a variable that was computed together with its derivative.
 *
 * @param x the variable
 * @param slopes the derivative, or what is it when expanded to the shape of x
 * @param output the scalar
 */
record Sloped(Tensor x, Tensor slopes, Tensor output) implements Recorded.OfOne {
    /** Returns the scalar; remembers it for gradients. */
    static Tensor of(Tensor x, Tensor slopes, double scalar) {
        Tensor output = Tensor.full(scalar, Shape.of());
        new Sloped(x.handle(), slopes, output.handle()).record();
        return output;
    }

    @Override
    public List<Tensor> inputs() {
        return List.of(x);
    }

    @Override
    public Sloped kept(Scope scope) {
        return new Sloped(scope.keep(x), scope.keep(slopes), scope.keep(output));
    }

    @Override
    public List<@Nullable Tensor> gradients(Tensor g, boolean[] wanted) {
        return List.of(Tensor.wrap(slopes.value.mul(g.value).expand_as(x.value)));
    }
}
