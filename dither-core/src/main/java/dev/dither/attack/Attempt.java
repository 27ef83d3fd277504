package dev.dither.attack;

import dev.dither.objective.Batch;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.function.Consumer;

/**
 * One batch to attack: who answers, which examples, what is wanted, what is allowed. All of it is checked when it is made, so
 * attacks need not.
 *
 * @param victim who answers
 * @param clean the examples [N, …] and their labels [N]
 * @param goal what class they should get
 * @param threat how far they may be moved
 * @param key address of the attacker's randomness, below {@link dev.dither.rng.Stream#ATTACK}
 */
public record Attempt(Oracle victim, Batch clean, Goal goal, Threat threat, RandomKey key) {
    /** Checks. */
    public Attempt {
        Shape shape = clean.x().shape();
        Shape input = victim.ensemble().input();
        if (shape.rank() != input.rank() + 1 || !shape.perExample().equals(input)) {
            throw new ShapeException("attack", "[N, " + input.toString().substring(1), shape);
        }
        if (!clean.labels().shape().equals(Shape.of(shape.size(0)))) {
            throw new ShapeException(
                    "labels of attacked examples",
                    "[" + shape.size(0) + "]",
                    clean.labels().shape());
        }
        threat.require(clean.x());
    }

    /** Returns the examples without history. */
    public Tensor x() {
        return clean.x().detach();
    }

    /**
     * Returns what is wanted of these examples.
     *
     * @throws IllegalArgumentException if the goal has another number of targets, or a target is a label
     */
    public Aim aim() {
        return goal.aim(clean);
    }

    /**
     * Returns the gradient by the examples of what {@code aim} wants to rise, the mean over the oracle's draws.
     *
     * @param x where it is taken
     * @param draws address of the oracle's noise
     */
    public Tensor gradient(Tensor x, Aim aim, RandomKey draws) {
        return gradient(x, aim, draws, answer -> {});
    }

    /** Returns the same gradient; {@code heard} gets the answer that it is taken of. */
    Tensor gradient(Tensor x, Aim aim, RandomKey draws, Consumer<Answer> heard) {
        Tensor moved = x.detach().variable();
        Answer answer = victim.ask(moved, draws);
        heard.accept(answer);
        return finite(Gradients.of(aim.loss(answer), List.of(moved)).get(0));
    }

    /** Refuses a gradient that leads nowhere. */
    static Tensor finite(Tensor gradient) {
        if (!gradient.finite()) {
            float[] largest = gradient.magnitudes().toFloats();
            int first = 0;
            while (first < largest.length - 1 && Float.isFinite(largest[first])) {
                first++;
            }
            throw new IllegalStateException("attack: the gradient by the input is not finite for example " + first
                    + " of the batch; the network overflows there, or a parameter is not finite");
        }
        return gradient;
    }
}
