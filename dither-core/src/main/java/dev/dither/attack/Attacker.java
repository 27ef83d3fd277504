package dev.dither.attack;

import dev.dither.attack.Adversarial.Outcome;
import dev.dither.data.Examples;
import dev.dither.objective.Batch;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Attacks whole sets, batch by batch.
 *
 * <p>Numerics: a batch has as many examples as make 1000 rows with all their draws, so that native memory does not grow with the
 * number of draws. Noise is addressed by the start of the batch.
 *
 * @param victim who answers
 * @param attack how
 * @param threat what is allowed
 * @param root key of the run; the attacker's randomness comes from its stream {@link Stream#ATTACK}
 */
public record Attacker(Oracle victim, Attack attack, Threat threat, RandomKey root) {
    private static final int ROWS = 1000;

    /** Returns the examples moved away from their labels. */
    public Adversarial attack(Examples clean) {
        return attack(clean, Goal.UNTARGETED);
    }

    /** Returns the examples moved towards a goal. */
    public Adversarial attack(Examples clean, Goal goal) {
        return attacked(clean, goal, attack);
    }

    /**
     * Returns the examples moved towards a goal, with the bits of {@link #attack(Examples, Goal)}, and how many had reached it
     * after each step.
     *
     * @throws IllegalArgumentException if the attack is not a {@link ProjectedGradient} without restarts
     */
    public Course course(Examples clean, Goal goal) {
        if (!(attack instanceof ProjectedGradient stepping && stepping.restarts() == 1)) {
            throw new IllegalArgumentException("course: expected a projected gradient without restarts, got " + attack);
        }
        int[] reached = new int[stepping.steps()];
        Adversarial end = attacked(clean, goal, attempt -> {
            Aim aim = attempt.aim();
            return stepping.perturb(attempt, (steps, answer) -> reached[steps] += reached(aim, answer));
        });
        return Course.of(reached, end);
    }

    private static int reached(Aim aim, Answer answer) {
        double[] shortfall = aim.shortfall(answer).toDoubles();
        return (int) Arrays.stream(shortfall).filter(lacking -> lacking < 0).count();
    }

    private Adversarial attacked(Examples clean, Goal goal, Attack each) {
        float[] features = new float[clean.size() * clean.featureCount()];
        List<Outcome> outcomes = new ArrayList<>();
        int most = Math.max(1, ROWS / victim.draws());
        for (int start = 0; start < clean.size(); start += most) {
            int count = Math.min(most, clean.size() - start);
            try (Scope scope = Scope.open()) {
                Tensor x = Predictor.batch(clean, start, count);
                int[] labels = Arrays.copyOfRange(clean.labels(), start, start + count);
                RandomKey key = root.child(Stream.ATTACK).child(start);
                Batch batch = new Batch(x, Tensor.ofLabels(labels));
                float[] moved =
                        perturbed(new Attempt(victim, batch, goal.part(start, count), threat, key), each, outcomes);
                System.arraycopy(moved, 0, features, start * clean.featureCount(), moved.length);
            }
        }
        Examples examples =
                Examples.ofFloats(clean.name(), clean.exampleShape(), features, clean.labels(), clean.classes());
        return new Adversarial(examples, outcomes, victim.draws());
    }

    private static float[] perturbed(Attempt attempt, Attack by, List<Outcome> outcomes) {
        Tensor x = by.perturb(attempt);
        Tensor delta = x.minus(attempt.x());
        float[] linf = Norm.LINF.lengths(delta).toFloats();
        float[] l2 = Norm.L2.lengths(delta).toFloats();
        double[] shortfall = attempt.aim()
                .shortfall(attempt.victim().ask(x, attempt.key().child("outcome")))
                .toDoubles();
        for (int i = 0; i < l2.length; i++) {
            outcomes.add(new Outcome(linf[i], l2[i], shortfall[i] < 0));
        }
        return x.toFloats();
    }
}
