package dev.dither.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tensor with several uses, where their gradients meet; see {@link Tensor#junction}. */
record Junction(Tensor x, Tensor output) implements Recorded.OfOne {
    static Tensor of(Tensor x) {
        Tensor output = x.detach();
        new Junction(x.handle(), output.handle()).record();
        return output;
    }

    @Override
    public List<Tensor> inputs() {
        return List.of(x);
    }

    @Override
    public Junction kept(Scope scope) {
        return new Junction(scope.keep(x), scope.keep(output));
    }

    @Override
    public List<@Nullable Tensor> gradients(Tensor g, boolean[] wanted) {
        return List.of(g);
    }
}
