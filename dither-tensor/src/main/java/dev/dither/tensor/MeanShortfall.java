package dev.dither.tensor;

import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * How far averages of a variable fall short of a margin, differentiated without the engine, which takes twenty operations.
 *
 * <p>Formula: y = the mean of max(0, margin − x̄) for the averages x̄ of groups; its derivative by an element of a group with x̄ &lt; margin
 * is −1 over the number of all elements, by others 0.
 *
 * @param x what is averaged
 * @param slopes the derivative by the elements of each group, in the rank of x
 * @param output y
 */
record MeanShortfall(Tensor x, Tensor slopes, Tensor output) implements Recorded.OfOne {
    /** Returns y for the groups that have the same places on all axes but some; remembers it for gradients. */
    static Tensor of(Tensor x, double margin, long... axes) {
        Tensor slopes = Tensor.wrap(torch.mean(x.value.detach(), axes, true, new ScalarTypeOptional()));
        FloatBuffer numbers = Tensor.floats(slopes.value);
        float slope = -1f / x.value.numel();
        double sum = 0;
        for (int i = 0; i < numbers.limit(); i++) {
            double shortfall = margin - numbers.get(i);
            sum += Math.max(0, shortfall);
            numbers.put(i, shortfall > 0 ? slope : 0);
        }
        Tensor output = Tensor.full(sum / numbers.limit(), Shape.of());
        new MeanShortfall(x.handle(), slopes, output.handle()).record();
        return output;
    }

    @Override
    public List<Tensor> inputs() {
        return List.of(x);
    }

    @Override
    public MeanShortfall kept(Scope scope) {
        return new MeanShortfall(scope.keep(x), scope.keep(slopes), scope.keep(output));
    }

    @Override
    public List<@Nullable Tensor> gradients(Tensor g, boolean[] wanted) {
        return List.of(Tensor.wrap(slopes.value.mul(g.value).expand_as(x.value)));
    }
}
