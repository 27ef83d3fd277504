package dev.dither.attack;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.FusedUpdate;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One descent of the attack of Carlini and Wagner: all examples of a batch, each with its own coefficient. Its memory belongs to
 * the innermost scope.
 */
final class Descent implements AutoCloseable {
    private static final int LOOKS = 10;
    private static final double PROGRESS = 0.9999;
    private static final double SHRINK = 0.999999;

    private final CarliniWagner attack;
    private final Attempt attempt;
    private final Smallest found;
    private final FusedUpdate.Adam settings;
    private Active active;
    private float[] before;

    Descent(CarliniWagner attack, Attempt attempt, Smallest found) {
        this.attack = attack;
        this.attempt = attempt;
        this.found = found;
        this.settings = new FusedUpdate.Adam(attack.learningRate(), 0.9, 0.999, 0, 1e-8, false, false);
        this.active = begun();
        this.before = new float[found.size()];
        Arrays.fill(before, Float.POSITIVE_INFINITY);
    }

    /**
     * The examples that go on.
     *
     * @param rows their numbers in the batch
     * @param start w₀
     * @param offset w
     */
    private record Active(
            int[] rows,
            Tensor clean,
            Aim aim,
            Tensor coefficients,
            Tensor start,
            Tensor offset,
            Tensor first,
            Tensor second,
            FusedUpdate update)
            implements AutoCloseable {
        static Active of(int[] rows, Tensor clean, Aim aim, Tensor coefficients, List<Tensor> space) {
            Tensor offset = space.get(1).variable();
            FusedUpdate update =
                    new FusedUpdate(List.of(offset), List.of(List.of(space.get(2)), List.of(space.get(3))));
            return new Active(rows, clean, aim, coefficients, space.get(0), offset, space.get(2), space.get(3), update);
        }

        /** Returns those at these places only. */
        Active only(int[] places) {
            int[] chosen = Arrays.stream(places).map(place -> rows[place]).toArray();
            List<Tensor> space =
                    List.of(start.rows(places), offset.detach().rows(places), first.rows(places), second.rows(places));
            return of(chosen, clean.rows(places), aim.rows(places), coefficients.rows(places), space);
        }

        @Override
        public void close() {
            update.close();
        }
    }

    private Active begun() {
        Tensor clean = attempt.x();
        Bounds bounds = attempt.threat().bounds();
        Tensor start = clean.plus(-bounds.lower())
                .times(2 / bounds.width())
                .plus(-1)
                .times(SHRINK)
                .atanh();
        Tensor coefficients =
                Tensor.of(found.coefficients(), Shape.of(found.size())).like(clean);
        List<Tensor> space = List.of(start, start.times(0), start.times(0), start.times(0));
        int[] all = IntStream.range(0, found.size()).toArray();
        return Active.of(all, clean, attempt.aim(), coefficients, space);
    }

    /** Descends until the steps are over or no example goes on. */
    void run(RandomKey key) {
        int pause = Math.max(1, attack.steps() / LOOKS);
        for (int step = 0; step < attack.steps() && active.rows().length > 0; step++) {
            float[] loss = step(step + 1, key.child(step));
            if (step % pause == 0) {
                drop(loss);
            }
        }
    }

    /** Takes one step and returns the loss of each example before it. */
    private float[] step(int number, RandomKey key) {
        try (Scope inner = Scope.open()) {
            Tensor x = squashed(active.start().plus(active.offset()));
            Tensor squares = x.minus(active.clean()).squares();
            Answer answer = attempt.victim().ask(x, key);
            Tensor hinge = active.aim().hinge(answer, attack.confidence()).like(squares);
            Tensor loss = squares.plus(active.coefficients().times(hinge));
            Tensor gradient = Attempt.finite(
                    Gradients.of(loss.sum(), List.of(active.offset())).get(0));
            look(x, squares, answer);
            try (Gradients.Off off = Gradients.off()) {
                active.update().apply(List.of(gradient), number, settings);
            }
            return loss.toFloats();
        }
    }

    /** Returns l + (u − l) · ½ (tanh(w) + 1). */
    private Tensor squashed(Tensor w) {
        Bounds bounds = attempt.threat().bounds();
        return w.tanh().plus(1).times(bounds.width() / 2).plus(bounds.lower());
    }

    private void look(Tensor x, Tensor squares, Answer answer) {
        double[] shortfall = active.aim().shortfall(answer).toDoubles();
        boolean[] beyond = new boolean[shortfall.length];
        for (int i = 0; i < beyond.length; i++) {
            beyond[i] = shortfall[i] + attack.confidence() < 0;
        }
        found.look(active.rows(), x, squares.toFloats(), beyond);
    }

    private void drop(float[] loss) {
        int[] places = IntStream.range(0, loss.length)
                .filter(i -> loss[i] <= PROGRESS * before[i])
                .toArray();
        before = pick(loss, places);
        if (places.length < loss.length) {
            Active fewer = active.only(places);
            active.close();
            active = fewer;
        }
    }

    private static float[] pick(float[] values, int[] places) {
        float[] picked = new float[places.length];
        for (int i = 0; i < places.length; i++) {
            picked[i] = values[places[i]];
        }
        return picked;
    }

    @Override
    public void close() {
        active.close();
    }
}
