package dev.dither.continual;

import dev.dither.nn.Layer;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Parameters;
import dev.dither.nn.Pass;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What learns a stream of tasks: one network for all of them, or a trunk that they share with a head for each.
 *
 * <p>The network of a task is the trunk and its head. Other heads are no parameters of it, so whatever moves or perturbs the
 * parameters of a network leaves them as they are, every bit.
 */
public final class TaskNetwork implements AutoCloseable {
    private final Network trunk;
    private final List<Network> each;
    private final Map<String, Tensor> heads;

    private TaskNetwork(Network trunk, List<Network> each, Map<String, Tensor> heads) {
        this.trunk = trunk;
        this.each = List.copyOf(each);
        this.heads = heads;
    }

    /** Returns one network for all tasks, which belongs to this from now on. */
    public static TaskNetwork of(Network network) {
        return new TaskNetwork(network, List.of(), Map.of());
    }

    /**
     * Returns a trunk with a head for each task; paths of parameters are {@code 0/1/weight} in the trunk, {@code 1/head2/weight} in
     * the head of task 2, tasks counted from 0.
     *
     * @param input shape of one example
     * @param trunk layers that the tasks share
     * @param head layer behind them, one for each task; without tracked statistics
     * @param count number of tasks
     * @param root key of the run; initial values come from its stream {@link Stream#INIT}
     */
    public static TaskNetwork headed(Shape input, List<LayerSpec> trunk, LayerSpec head, int count, RandomKey root) {
        Require.atLeast(1, "heads", count);
        Shape features = input;
        for (LayerSpec layer : trunk) {
            features = layer.outputShape(features);
        }
        Network shared = Network.build(input, trunk, root);
        RandomKey key = root.child(Stream.INIT).child("head");
        List<Network> each = new ArrayList<>();
        Map<String, Tensor> heads = new LinkedHashMap<>();
        try (Scope scope = Scope.open()) {
            for (int task = 0; task < count; task++) {
                Layer own = new Head("head" + task, head.build(features, key.child(task)));
                each.add(Network.of(input, List.of(shared, own)));
                own.parameters().forEach((name, tensor) -> heads.put("1/" + name, tensor));
            }
        }
        return new TaskNetwork(shared, each, heads);
    }

    /** A layer with a name of its own in paths. */
    private record Head(String name, Layer layer) implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return layer.forward(x, pass.in(name));
        }

        @Override
        public Map<String, Tensor> parameters() {
            Map<String, Tensor> named = new LinkedHashMap<>();
            layer.parameters().forEach((path, tensor) -> named.put(name + "/" + path, tensor));
            return named;
        }
    }

    /**
     * Returns the network of a task, which is not to be closed.
     *
     * @param task which, from 0
     */
    public Network at(int task) {
        if (each.isEmpty()) {
            return trunk;
        }
        Require.that(
                0 <= task && task < each.size(), "task must be one of the " + each.size() + " that have a head", task);
        return each.get(task);
    }

    /** Returns whether each task has a head of its own. */
    public boolean headed() {
        return !each.isEmpty();
    }

    /** Returns the parameters that all tasks train, named as in the network of a task. */
    public Parameters shared() {
        return headed() ? new Parameters(below(trunk.parameters())) : trunk.trained();
    }

    private static Map<String, Tensor> below(Map<String, Tensor> tensors) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        tensors.forEach((path, tensor) -> named.put("0/" + path, tensor));
        return named;
    }

    /** Returns all parameters, those of all heads included. */
    public Parameters all() {
        Map<String, Tensor> all = new LinkedHashMap<>(shared().byName());
        all.putAll(heads);
        return new Parameters(all);
    }

    @Override
    public void close() {
        trunk.close();
        heads.values().forEach(Tensor::release);
    }
}
