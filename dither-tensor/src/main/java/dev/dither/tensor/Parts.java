package dev.dither.tensor;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Equal parts of a variable along an axis, whose gradients are put together again. */
record Parts(Tensor x, int axis, List<Tensor> outputs) implements Recorded {
    /** Returns views without history. */
    static List<Tensor> of(org.bytedeco.pytorch.Tensor x, int axis, int count) {
        TensorVector parts = torch.chunk(x, count, axis);
        List<Tensor> views = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            views.add(Tensor.copied(parts, i));
        }
        return views;
    }

    /** Returns parts that are variables; remembers them. */
    static List<Tensor> recorded(Tensor x, int axis, int count) {
        List<Tensor> parts = of(x.value.detach(), axis, count);
        new Parts(x.handle(), axis, parts.stream().map(Tensor::handle).toList()).record();
        return parts;
    }

    @Override
    public List<Tensor> inputs() {
        return List.of(x);
    }

    @Override
    public Parts kept(Scope scope) {
        return new Parts(scope.keep(x), axis, outputs.stream().map(scope::keep).toList());
    }

    @Override
    public List<@Nullable Tensor> gradients(List<@Nullable Tensor> g, boolean[] wanted) {
        Tensor[] all = new Tensor[g.size()];
        for (int i = 0; i < all.length; i++) {
            Tensor part = g.get(i);
            all[i] = part == null ? Tensor.wrap(torch.zeros_like(outputs.get(i).value)) : part;
        }
        return List.of(Tensor.concatenated(axis, all));
    }
}
