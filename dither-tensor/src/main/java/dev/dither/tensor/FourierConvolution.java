package dev.dither.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A convolution with stride 1 by {@link Fourier} transforms, and its derivatives likewise.
 *
 * <p>Formula: the gradient of x is the convolution of that of the output with windows that are turned round, channels before and behind
 * them exchanged; the gradient of the windows is the convolution of x with that of the output as windows, channels as examples and examples
 * as channels.
 *
 * <p>Numerics: the same bits for any number of threads. Slices of the examples depend on how many there are only, and each is the work
 * of one thread.
 *
 * @param direct what it stands for
 */
record FourierConvolution(DeferredConvolution direct) implements Recorded.OfOne {
    /** Examples of a slice; the tiles of many more leave the processor's cache. */
    private static final long EXAMPLES = 32;

    /** Examples that windows are worth being transformed for anew. */
    private static final long FEW = 8;

    /** Slices for several threads where there are not that many examples. */
    private static final long SLICES = 4;

    /** Returns y; remembers it for gradients. */
    static Tensor of(Tensor x, Tensor weight, @Nullable Tensor bias, Convolution window) {
        Tensor images = Tensor.wrap(x.value.contiguous());
        Tensor y = convolved(images, weight.value, bias, window.padding());
        Tensor summand = bias == null ? null : bias.handle();
        new FourierConvolution(new DeferredConvolution(images, weight.handle(), summand, y.handle(), window)).record();
        return y;
    }

    private static Tensor convolved(Tensor x, org.bytedeco.pytorch.Tensor weight, @Nullable Tensor bias, long padding) {
        org.bytedeco.pytorch.Tensor images = x.value;
        long rows = images.size(2) + 2 * padding - weight.size(2) + 1;
        long columns = images.size(3) + 2 * padding - weight.size(3) + 1;
        Tensor y = Tensor.unwritten(images.size(0), weight.size(0), rows, columns);
        Slices.each(
                images.size(0),
                slices(images.size(0)),
                (from, count) -> torch.narrow(y.value, 0, from, count)
                        .copy_(Fourier.convolved(
                                torch.narrow(images, 0, from, count),
                                weight,
                                bias == null ? null : bias.value,
                                padding)));
        return y;
    }

    private static long slices(long examples) {
        return Math.max((examples + EXAMPLES - 1) / EXAMPLES, Math.max(1, Math.min(SLICES, examples / FEW)));
    }

    @Override
    public Tensor output() {
        return direct.output();
    }

    /** Returns x, W and b. */
    @Override
    public List<Tensor> inputs() {
        return Stream.concat(Stream.of(direct.x()), direct.inputs().stream()).toList();
    }

    @Override
    public FourierConvolution kept(Scope scope) {
        return new FourierConvolution(direct.kept(scope));
    }

    @Override
    public List<@Nullable Tensor> gradients(Tensor g, boolean[] wanted) {
        Tensor gradient = Tensor.wrap(g.value.contiguous());
        List<@Nullable Tensor> found = new ArrayList<>();
        found.add(wanted[0] ? ofImages(gradient) : null);
        found.add(wanted[1] ? ofWeight(gradient) : null);
        if (wanted.length > 2) {
            found.add(wanted[2] ? DeferredConvolution.ofBias(gradient) : null);
        }
        return found;
    }

    private Tensor ofImages(Tensor g) {
        org.bytedeco.pytorch.Tensor weight = direct.weight().value.detach();
        org.bytedeco.pytorch.Tensor turned = weight.transpose(0, 1).flip(2, 3).contiguous();
        return convolved(g, turned, null, weight.size(2) - 1 - direct.window().padding());
    }

    private Tensor ofWeight(Tensor g) {
        org.bytedeco.pytorch.Tensor x = direct.x().value.detach();
        long padding = direct.window().padding();
        long slices = slices(x.size(0));
        if (!Fourier.pays(exchanged(x, slices), exchanged(g.value, slices), padding)) {
            return direct.ofWeight(g);
        }
        Tensor[] parts = Slices.of(
                x.size(0),
                slices,
                (from, count) ->
                        Fourier.convolved(exchanged(x, from, count), exchanged(g.value, from, count), null, padding));
        Tensor sum = Stream.of(parts).reduce(Tensor::plusInPlace).orElseThrow();
        return Tensor.wrap(sum.value.transpose(0, 1).contiguous());
    }

    /** Returns the shape of a slice whose channels are taken for examples. */
    private static long[] exchanged(org.bytedeco.pytorch.Tensor images, long slices) {
        return new long[] {images.size(1), images.size(0) / slices, images.size(2), images.size(3)};
    }

    private static org.bytedeco.pytorch.Tensor exchanged(org.bytedeco.pytorch.Tensor images, long from, long count) {
        return torch.narrow(images, 0, from, count).transpose(0, 1).contiguous();
    }
}
