package dev.dither.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.Type;
import org.jspecify.annotations.Nullable;

/**
 * An optimizer's update that reads and writes every parameter once, in one native call for all of them.
 *
 * <p>Parameters and memory are bound when it is made, since they stay the same tensors from step to step; a step hands
 * over gradients and settings only. It belongs to no scope: whoever makes it closes it.
 */
public final class FusedUpdate implements AutoCloseable {
    private final List<Pointer> owned = new ArrayList<>();
    private final long[] sizes;
    private final IValue parameters;
    private final GenericList gradientList;
    private final IValue gradients;
    private final List<IValue> memory;
    private final IValue empty;
    private final Tensor step;
    private final IValue steps;
    private final IValueVector arguments;
    private final IValueVector stack;
    private @Nullable Call written;

    /**
     * Binds an update to its tensors.
     *
     * @param parameters what is updated
     * @param memory lists of one tensor for each parameter, in the order the settings name them; those missing at the
     *     end count as empty
     */
    public FusedUpdate(List<Tensor> parameters, List<List<Tensor>> memory) {
        this.sizes = parameters.stream().mapToLong(p -> p.value.numel()).toArray();
        try (Scope scope = Scope.open()) {
            this.parameters = list(parameters);
            this.gradientList = own(emptyList());
            this.gradients = own(new IValue(gradientList));
            this.memory = memory.stream().map(this::list).toList();
            this.empty = list(List.of());
            this.step = Tensor.full(0, Shape.of()).owned();
            // the operators read a count for each parameter and write none, so one tensor serves all
            this.steps = list(Collections.nCopies(sizes.length, step));
            this.arguments = own(new IValueVector());
            this.stack = own(new IValueVector());
        }
    }

    /** What an update needs besides the tensors. */
    public sealed interface Settings {}

    /**
     * Bias-corrected Adam; memory: means of gradients, means of their squares, and with {@code amsgrad} the running
     * maxima of the latter.
     */
    public record Adam(
            double learningRate,
            double beta1,
            double beta2,
            double weightDecay,
            double epsilon,
            boolean amsgrad,
            boolean decoupled)
            implements Settings {}

    /** Gradient descent; memory: velocities, with momentum only. */
    public record Sgd(double learningRate, double momentum, double weightDecay, boolean nesterov) implements Settings {}

    /** Adagrad; memory: sums of squared gradients. */
    public record Adagrad(double learningRate, double weightDecay, double epsilon) implements Settings {}

    /**
     * Applies one step in place; outside gradients.
     *
     * @param gradients one for each parameter
     * @param number number of this step, from 1
     */
    public void apply(List<Tensor> gradients, long number, Settings settings) {
        Call call = Call.of(settings);
        write(call);
        try {
            read(gradients);
            step.value.fill_(new Scalar((double) number));
            // the call consumes its arguments, hence a copy, made in one native call
            stack.put(arguments);
            call.operator().callBoxed(stack);
        } finally {
            gradientList.clear();
        }
    }

    /** Takes the gradients over; the operators neither compare sizes nor look at strides, they read memory in order. */
    private void read(List<Tensor> found) {
        if (found.size() != sizes.length) {
            throw new IllegalArgumentException(
                    "update of " + sizes.length + " parameters needs as many gradients, got " + found.size());
        }
        for (int i = 0; i < sizes.length; i++) {
            org.bytedeco.pytorch.Tensor gradient = found.get(i).value;
            if (gradient.numel() != sizes[i]) {
                throw new ShapeException(
                        "gradient of parameter " + i,
                        sizes[i] + " numbers",
                        found.get(i).shape());
            }
            gradientList.push_back(new IValue(gradient.is_contiguous() ? gradient : gradient.contiguous()));
        }
    }

    /** Writes the arguments, or only the numbers that changed since the last call, mostly the learning rate. */
    private void write(Call call) {
        if (written == null || !call.like(written)) {
            writeAll(call);
        } else {
            double[] numbers = call.numbers();
            for (int i = 0; i < numbers.length; i++) {
                if (numbers[i] != written.numbers()[i]) {
                    arguments.put(call.firstNumber() + i, new IValue(numbers[i]));
                }
            }
        }
        written = call;
    }

    private void writeAll(Call call) {
        arguments.clear();
        arguments.push_back(parameters).push_back(gradients);
        for (int i = 0; i < call.lists(); i++) {
            arguments.push_back(i < memory.size() ? memory.get(i) : empty);
        }
        if (call.counted()) {
            arguments.push_back(steps);
        }
        for (double number : call.numbers()) {
            arguments.push_back(new IValue(number));
        }
        for (boolean flag : call.flags()) {
            arguments.push_back(new IValue(flag));
        }
        // neither a scale of the gradients nor a mark of infinities
        arguments.push_back(new IValue()).push_back(new IValue());
    }

    @Override
    public void close() {
        owned.forEach(Pointer::close);
        owned.clear();
        step.release();
    }

    private IValue list(List<Tensor> tensors) {
        GenericList list = emptyList();
        for (Tensor tensor : tensors) {
            list.push_back(new IValue(tensor.value));
        }
        return own(new IValue(list));
    }

    private static GenericList emptyList() {
        return new GenericList(new Type.TypePtr(TensorType.get()));
    }

    /** Takes a native object out of the scope it was made in. */
    private <P extends Pointer> P own(P pointer) {
        pointer.retainReference();
        PointerScope.getInnerScope().detach(pointer);
        owned.add(pointer);
        return pointer;
    }

    /** An operator, how many lists of memory it takes, whether it takes the number of the step, and its settings. */
    private record Call(OperatorHandle operator, int lists, boolean counted, double[] numbers, boolean[] flags) {
        static Call of(Settings settings) {
            if (settings instanceof Adam a) {
                double[] numbers = {a.learningRate(), a.beta1(), a.beta2(), a.weightDecay(), a.epsilon()};
                boolean[] flags = {a.amsgrad(), false};
                return new Call(a.decoupled() ? Operators.ADAMW : Operators.ADAM, 3, true, numbers, flags);
            }
            if (settings instanceof Sgd s) {
                double[] numbers = {s.weightDecay(), s.momentum(), s.learningRate(), 0};
                // velocities of zeros make the first step like every other
                boolean[] flags = {s.nesterov(), false, false};
                return new Call(Operators.SGD, 1, false, numbers, flags);
            }
            Adagrad a = (Adagrad) settings;
            double[] numbers = {a.learningRate(), 0, a.weightDecay(), a.epsilon()};
            return new Call(Operators.ADAGRAD, 1, true, numbers, new boolean[] {false});
        }

        boolean like(Call other) {
            return operator.equals(other.operator) && Arrays.equals(flags, other.flags);
        }

        int firstNumber() {
            return 2 + lists + (counted ? 1 : 0);
        }
    }

    private static final class Operators {
        static final OperatorHandle ADAM = operator("aten::_fused_adam_");
        static final OperatorHandle ADAMW = operator("aten::_fused_adamw_");
        static final OperatorHandle SGD = operator("aten::_fused_sgd_");
        static final OperatorHandle ADAGRAD = operator("aten::_fused_adagrad_");

        private static OperatorHandle operator(String name) {
            OperatorHandle handle = Dispatcher.singleton().findSchemaOrThrow(name, "");
            // found inside some step's scope, used by all later ones
            return handle.retainReference();
        }
    }
}
