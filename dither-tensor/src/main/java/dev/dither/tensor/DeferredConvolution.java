package dev.dither.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.LongArrayRefOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A convolution of which the weights and the bias are differentiated here, and the input by the engine.
 *
 * <p>Formula: ∂/∂W[o, c, a, d] = Σ over n, i, j of g[n, o, i, j] · x[n, c, i + a − padding, j + d − padding], ∂/∂b[o] = Σ
 * over n, i, j of g[n, o, i, j] for the gradient g of the output.
 *
 * <p>Numerics: the engine splits the sum for W by thread. Here the work is cut into a fixed number of slices, each done
 * by one thread and put together in order, so any number of threads gives the same bits at the speed of the engine's own
 * way. Large images are cut between examples and added, small ones, or where weights are the larger part, between output
 * channels; where there are very many weights for each position, {@link WindowProducts} are cut between input channels.
 *
 * @param x input, in the order in memory that the engine got and in which it takes the rest
 * @param weight W
 * @param bias b, or absent
 * @param output y
 * @param window the convolution
 */
record DeferredConvolution(
        Tensor x, Tensor weight, @Nullable Tensor bias, Tensor output, Convolution window) implements Recorded.OfOne {
    private static final int SLICES = 4;

    /** Positions of the output from which on slices of examples are faster than slices of channels. */
    private static final long LARGE = 64;

    /** Returns W and b; x is left to the engine. */
    @Override
    public List<Tensor> inputs() {
        return bias == null ? List.of(weight) : List.of(weight, bias);
    }

    @Override
    public DeferredConvolution kept(Scope scope) {
        return new DeferredConvolution(
                scope.keep(x), scope.keep(weight), bias == null ? null : scope.keep(bias), scope.keep(output), window);
    }

    @Override
    public List<@Nullable Tensor> gradients(Tensor g, boolean[] wanted) {
        return Later.atOnce(later -> gradients(g, wanted, later));
    }

    @Override
    public List<@Nullable Tensor> gradients(List<@Nullable Tensor> g, boolean[] wanted, Later later) {
        return gradients(Objects.requireNonNull(g.get(0)), wanted, later);
    }

    private List<@Nullable Tensor> gradients(Tensor g, boolean[] wanted, Later later) {
        List<@Nullable Tensor> found = new ArrayList<>();
        found.add(wanted[0] ? ofWeight(g, later) : null);
        if (bias != null) {
            found.add(wanted[1] ? ofBias(g) : null);
        }
        return found;
    }

    static Tensor ofBias(Tensor g) {
        return Tensor.wrap(torch.sum(g.value, new long[] {0, 2, 3}, false, new ScalarTypeOptional()));
    }

    Tensor ofWeight(Tensor g) {
        return Later.atOnce(later -> ofWeight(g, later));
    }

    private Tensor ofWeight(Tensor g, Later later) {
        Tensor found = Tensor.unwritten(weight.shape().toArray());
        later.add(task(g, found));
        return found;
    }

    private Later.Task task(Tensor g, Tensor found) {
        long positions = g.value.size(2) * g.value.size(3);
        long weights = weight.value.numel();
        boolean light = positions >= LARGE && weights <= x.value.numel();
        if (window.groups() > 1 || light) {
            return byExamples(g, found);
        }
        boolean products = window.stride() == 1 && WindowProducts.pay(weights, positions);
        return products ? byProducts(g, found) : byChannels(g, found);
    }

    private Later.Task byExamples(Tensor g, Tensor found) {
        long length = x.value.size(0);
        int slices = slices(length);
        List<Tensor> parts = new ArrayList<>(List.of(found));
        while (parts.size() < slices) {
            parts.add(Tensor.wrap(torch.empty_like(found.value)));
        }
        return new Later.Task(
                length,
                slices,
                (i, from, count) -> parts.get(i).value.copy_(ofExamples(g, from, count)),
                () -> parts.subList(1, slices).forEach(found::plusInPlace));
    }

    private Later.Task byChannels(Tensor g, Tensor found) {
        long length = weight.value.size(0);
        return new Later.Task(
                length,
                slices(length / Convolution.BLOCK),
                (i, from, count) -> torch.narrow(found.value, 0, from, count).copy_(ofChannels(g, from, count)),
                () -> {});
    }

    private Later.Task byProducts(Tensor g, Tensor found) {
        WindowProducts products = WindowProducts.of(x, g, found, window.padding());
        long length = weight.value.size(1);
        return new Later.Task(
                length, slices(length / Convolution.BLOCK), (i, from, count) -> products.find(from, count), () -> {});
    }

    private static int slices(long most) {
        return (int) Math.max(1, Math.min(SLICES, most));
    }

    private org.bytedeco.pytorch.Tensor ofExamples(Tensor g, long from, long count) {
        return slice(torch.narrow(g.value, 0, from, count), torch.narrow(x.value, 0, from, count), weight.value);
    }

    private org.bytedeco.pytorch.Tensor ofChannels(Tensor g, long from, long count) {
        return slice(torch.narrow(g.value, 1, from, count), x.value, torch.narrow(weight.value, 0, from, count));
    }

    private org.bytedeco.pytorch.Tensor slice(
            org.bytedeco.pytorch.Tensor g, org.bytedeco.pytorch.Tensor input, org.bytedeco.pytorch.Tensor of) {
        long[] strides = {window.stride(), window.stride()};
        long[] paddings = {window.padding(), window.padding()};
        try (BoolPointer wanted = new BoolPointer(3).put(0, false).put(1, true).put(2, false)) {
            return torch.convolution_backward(
                            g.contiguous(),
                            input,
                            of,
                            new LongArrayRefOptional(),
                            strides,
                            paddings,
                            new long[] {1, 1},
                            false,
                            new long[] {0, 0},
                            window.groups(),
                            wanted)
                    .get1();
        }
    }
}
