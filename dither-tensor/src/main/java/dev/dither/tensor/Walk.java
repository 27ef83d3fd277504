package dev.dither.tensor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The way from a scalar back to variables.
 *
 * <p>To the engine, the outputs of a {@link Recorded} operation are variables. So the engine finds the gradients of variables and of such
 * outputs; then each operation, the last one first, those of its inputs; and where these were computed, the engine goes on from
 * there, for which it keeps what it remembers until it has been asked for the last time. Through what else has come of such computations
 * it goes once for each use.
 *
 * <p>Numerics: gradients that reach a tensor on several ways are added in the order of the operations.
 */
final class Walk {
    private final List<Tensor> variables;
    private final List<Step> steps = new ArrayList<>();

    /** The number of each variable and of each step's output among the sums. */
    private final Map<Long, Integer> numbers = new HashMap<>();

    /** The outputs of steps. */
    private final Set<Long> passed = new HashSet<>();

    private final List<Tensor> targets = new ArrayList<>();
    private final List<@Nullable Tensor> sums = new ArrayList<>();

    /** What the gradients of variables are left to. */
    private final Later later = new Later();

    /** The first step from which the engine has to go on. */
    private int goingOn = Integer.MAX_VALUE;

    /**
     * An operation on the way.
     *
     * @param operation the operation
     * @param wanted by which of its inputs there may be a way to a variable
     * @param first how many targets came before it
     */
    private record Step(Recorded operation, boolean[] wanted, int first) {}

    Walk(List<Tensor> variables, List<Recorded> operations) {
        this.variables = variables;
        variables.forEach(this::aim);
        operations.forEach(this::pass);
    }

    private void pass(Recorded operation) {
        List<Tensor> inputs = operation.inputs();
        boolean[] wanted = new boolean[inputs.size()];
        boolean any = false;
        for (int i = 0; i < wanted.length; i++) {
            boolean computed = inputs.get(i).hasHistory();
            goingOn = computed ? Math.min(goingOn, steps.size()) : goingOn;
            wanted[i] = computed || numbers.containsKey(inputs.get(i).identity());
            any |= wanted[i];
        }
        if (any) {
            steps.add(new Step(operation, wanted, targets.size()));
            operation.outputs().forEach(output -> {
                aim(output);
                passed.add(output.identity());
            });
        }
    }

    private void aim(Tensor target) {
        if (numbers.putIfAbsent(target.identity(), targets.size()) == null) {
            targets.add(target);
            sums.add(null);
        }
    }

    /** Returns the gradient with respect to each variable. */
    List<Tensor> from(Tensor scalar) {
        try (later) {
            return back(scalar);
        }
    }

    private List<Tensor> back(Tensor scalar) {
        engine(List.of(scalar), List.of(), steps.size());
        for (int s = steps.size() - 1; s >= 0; s--) {
            List<@Nullable Tensor> g = new ArrayList<>();
            steps.get(s).operation().outputs().forEach(output -> g.add(sums.get(number(output))));
            if (g.stream().anyMatch(Objects::nonNull)) {
                later.makeRoom();
                through(s, g);
            }
        }
        later.run();
        return variables.stream().map(this::found).toList();
    }

    /** Whether nothing goes on from a tensor's gradient. */
    private boolean isEnd(Tensor input) {
        return !input.hasHistory() && !passed.contains(input.identity());
    }

    private int number(Tensor target) {
        return Objects.requireNonNull(numbers.get(target.identity()));
    }

    private Tensor found(Tensor variable) {
        Tensor sum = sums.get(number(variable));
        if (sum == null) {
            throw new IllegalArgumentException(
                    "the scalar does not depend on the variable of shape " + variable.shape());
        }
        return sum;
    }

    /** Hands the gradients of an operation's outputs on to its inputs. */
    private void through(int s, List<@Nullable Tensor> g) {
        Step step = steps.get(s);
        List<Tensor> inputs = step.operation().inputs();
        List<@Nullable Tensor> gradients = inputs.stream().allMatch(this::isEnd)
                ? step.operation().gradients(g, step.wanted(), later)
                : step.operation().gradients(g, step.wanted());
        List<Tensor> computed = new ArrayList<>();
        List<Tensor> theirs = new ArrayList<>();
        for (int i = 0; i < gradients.size(); i++) {
            Tensor input = inputs.get(i);
            Tensor gradient = gradients.get(i);
            if (gradient != null && input.hasHistory()) {
                computed.add(input);
                theirs.add(gradient);
            } else if (gradient != null) {
                add(number(input), gradient);
            }
        }
        if (!computed.isEmpty()) {
            engine(computed, theirs, s);
        }
    }

    /** Lets the engine find what some tensors' gradients are to the targets before a step. */
    private void engine(List<Tensor> from, List<Tensor> gradients, int step) {
        int count = step < steps.size() ? steps.get(step).first() : targets.size();
        TensorVector found = torch.grad(
                vector(from),
                vector(targets.subList(0, count)),
                vector(gradients),
                new BoolOptional(goingOn < step),
                false,
                true);
        for (int i = 0; i < count; i++) {
            Tensor part = Tensor.copied(found, i);
            if (part.value.defined()) {
                add(i, part);
            }
        }
    }

    private void add(int number, Tensor part) {
        Tensor sum = sums.get(number);
        if (sum != null) {
            later.run();
        }
        sums.set(number, sum == null ? part : sum.plus(part));
    }

    private static TensorVector vector(List<Tensor> tensors) {
        TensorVector vector = new TensorVector();
        tensors.forEach(tensor -> vector.push_back(tensor.value));
        return vector;
    }
}
