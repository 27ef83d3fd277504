package dev.dither.attack;

import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.nn.Trace;
import dev.dither.objective.Batch;
import dev.dither.objective.Loss;
import dev.dither.objective.Objective;
import dev.dither.predict.Inference;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Any objective on a mixture of clean and attacked examples, which are made anew from the present network at each step.
 *
 * <p>Formula: total(x) + mix · (nll(x′) − nll(x)), so (1 − mix) · nll(x) + mix · nll(x′) plus every penalty once, on the clean
 * examples; x′ counts as a constant.
 *
 * <p>Units: nats. The terms are those of the inner objective and {@code adversarialNll}.
 *
 * <p>Numerics: the attacker sees running statistics. The pass over the attacked examples is one like that over the clean ones,
 * with noise of its own; where the one tracks statistics, so does the other.
 *
 * <p>Reference: Goodfellow et al., Explaining and Harnessing Adversarial Examples, 2015, section 6. For SE-SNN training radius
 * and mixture are not stated: 0.5 is a judgement, and so is a radius of 0.3 or uniform up to 0.5.
 *
 * @param inner an objective with a term {@code nll} that enters its total with factor 1
 * @param attack makes the attacked examples
 * @param threat what the attack may do; its radius is the greatest
 * @param seen how the attacker sees the network
 * @param mix share of the attacked examples in the likelihood, in [0, 1]
 * @param radius how the radius of a step follows from the greatest
 */
public record AdversarialTraining(
        Objective inner, Attack attack, Threat threat, Inference seen, double mix, Radius radius) implements Objective {
    /** Name of the mean negative log-likelihood of the labels of attacked examples. */
    public static final String TERM = "adversarialNll";

    private static final String NLL = "nll";

    /** How the radius of a step follows from that of the threat. */
    public enum Radius {
        /** Always the same. */
        FIXED,
        /** Uniform on [0, r), drawn for each batch. */
        UNIFORM
    }

    /** Checks. */
    public AdversarialTraining {
        Require.that(0 <= mix && mix <= 1, "adversarial-training.mix must be in [0, 1], got " + mix);
        Require.that(
                !(seen instanceof Inference.UntilSure),
                "adversarial-training.seen must be the mean or a fixed number of draws, got " + seen);
    }

    /** Returns half clean, half attacked by the fast gradient sign method, which sees one draw. */
    public static AdversarialTraining of(Objective inner, Threat threat) {
        return new AdversarialTraining(
                inner, new FastGradientSign(), threat, new Inference.Draws(1), 0.5, Radius.FIXED);
    }

    /** Returns this with another rule for the radius. */
    public AdversarialTraining with(Radius other) {
        return new AdversarialTraining(inner, attack, threat, seen, mix, other);
    }

    @Override
    public AdversarialTraining at(long step, long total) {
        return new AdversarialTraining(inner.at(step, total), attack, threat, seen, mix, radius);
    }

    @Override
    public Loss loss(Network network, Batch batch, Pass pass) {
        Loss clean = inner.loss(network, batch, pass);
        RandomKey key = pass.key().child("adversarial");
        Pass again = new Pass(pass.noise(), pass.statistics(), key, pass.path(), new Trace());
        Tensor attacked = nll(inner.loss(network, attacked(network, batch, pass.key()), again));
        Tensor change = attacked.minus(nll(clean)).times(mix);
        Map<String, Tensor> terms = new LinkedHashMap<>(clean.terms());
        terms.put(TERM, attacked);
        return new Loss(clean.total().plus(change), terms);
    }

    private Batch attacked(Network network, Batch batch, RandomKey step) {
        RandomKey key = step.child(Stream.ATTACK);
        Threat now = radius == Radius.FIXED
                ? threat
                : threat.withRadius(
                        threat.radius() * key.child("radius").generator().nextDouble());
        Attempt attempt = new Attempt(new Oracle(network, seen), batch, Goal.UNTARGETED, now, key);
        return new Batch(attack.perturb(attempt), batch.labels());
    }

    private static Tensor nll(Loss loss) {
        Tensor term = loss.terms().get(NLL);
        if (term == null) {
            throw new IllegalArgumentException("adversarial-training needs an objective with a term nll, got terms "
                    + loss.terms().keySet());
        }
        return term;
    }
}
