package dev.dither.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.attack.AdversarialTraining.Radius;
import dev.dither.attack.Judgement.Decision;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.nn.Trace;
import dev.dither.objective.Batch;
import dev.dither.objective.CrossEntropy;
import dev.dither.objective.Elbo;
import dev.dither.objective.Loss;
import dev.dither.objective.MaxEntropy;
import dev.dither.objective.MaxEntropy.Aggregation;
import dev.dither.objective.MaxEntropy.Layers;
import dev.dither.objective.Objective;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneThread.class)
class AdversarialTrainingTest {
    private static final Threat THREAT = new Threat(Norm.LINF, 0.2, Bounds.UNIT);
    private static final MaxEntropy HINGE = new MaxEntropy(Aggregation.PER_ELEMENT, 0.1, Math.log(16), Layers.SUM);
    private static final Objective PENALIZED = CrossEntropy.plain().plus(HINGE);
    private static final Pass PASS = Pass.training(RandomKey.root(3));

    private static AdversarialTraining mixed(Objective inner, double mix) {
        return new AdversarialTraining(
                inner, new FastGradientSign(), THREAT, new Inference.Draws(1), mix, Radius.FIXED);
    }

    private static Map<String, Double> terms(Objective objective, Pass pass) {
        return of(objective, pass, loss -> {
            Map<String, Double> values = new HashMap<>();
            loss.terms().forEach((name, term) -> values.put(name, term.item()));
            values.put("total", loss.total().item());
            return values;
        });
    }

    private static <T> T of(Objective objective, Pass pass, Function<Loss, T> reading) {
        try (Scope scope = Scope.open();
                Network network = Network.build(Victims.DIGITS.train().shape(), Victims.NOISY, RandomKey.root(1))) {
            Tensor x = Predictor.batch(Victims.DIGITS.train(), 0, 16);
            int[] labels = Arrays.copyOf(Victims.DIGITS.train().labels(), 16);
            Pass fresh = new Pass(pass.noise(), pass.statistics(), pass.key(), "", new Trace());
            return reading.apply(objective.loss(network, new Batch(x, Tensor.ofLabels(labels)), fresh));
        }
    }

    @Test
    void theLikelihoodIsMixedAndThePenaltyCountedOnce() {
        Map<String, Double> found = terms(mixed(PENALIZED, 0.25), PASS);
        double expected = 0.75 * found.get("nll")
                + 0.25 * found.get(AdversarialTraining.TERM)
                + HINGE.coefficient() * found.get("penalty");
        assertThat(found.get("total")).isCloseTo(expected, within(1e-5));
        assertThat(found.get(AdversarialTraining.TERM)).isGreaterThan(found.get("nll"));
    }

    @Test
    void aScheduleOfTheInnerObjectiveIsFollowed() {
        Elbo inner = Elbo.of(7).warmedUp(10);
        assertThat(mixed(inner, 0.5).at(3, 100)).isEqualTo(mixed(inner.at(3, 100), 0.5));
    }

    @Test
    void termsOfTheInnerObjectiveAreThoseOfTheCleanBatch() {
        Map<String, Double> inner = terms(PENALIZED, PASS);
        Map<String, Double> found = terms(mixed(PENALIZED, 0.5), PASS);
        assertThat(found.get("nll")).isEqualTo(inner.get("nll"));
        assertThat(found.get("penalty")).isEqualTo(inner.get("penalty"));
    }

    @Test
    void withoutAttackedExamplesItIsTheInnerObjective() {
        assertThat(terms(mixed(PENALIZED, 0), PASS).get("total"))
                .isEqualTo(terms(PENALIZED, PASS).get("total"));
    }

    @Test
    void uniformRadiiDifferFromStepToStepAndStayBelowTheGreatest() {
        AdversarialTraining uniform = mixed(CrossEntropy.plain(), 1).with(Radius.UNIFORM);
        double greatest = terms(mixed(CrossEntropy.plain(), 1), Pass.mean()).get(AdversarialTraining.TERM);
        double[] found = new double[5];
        for (int step = 0; step < found.length; step++) {
            RandomKey key = RandomKey.root(3).child(step);
            Pass mean = new Pass(Pass.mean().noise(), PASS.statistics(), key, "", PASS.trace());
            found[step] = terms(uniform, mean).get(AdversarialTraining.TERM);
        }
        assertThat(Arrays.stream(found).distinct().count()).isEqualTo(found.length);
        assertThat(Arrays.stream(found)).allMatch(loss -> loss < greatest);
    }

    @Test
    void trainingOnAttackedExamplesMakesRobust() {
        double plain = robust(CrossEntropy.plain());
        double trained = robust(AdversarialTraining.of(CrossEntropy.plain(), THREAT));
        assertThat(trained).isGreaterThan(plain + 0.1);
    }

    private static double robust(Objective objective) {
        try (Network network = Victims.learned(Victims.PLAIN, objective, 1)) {
            Attacker attacker = new Attacker(Oracle.mean(network), ProjectedGradient.of(10), THREAT, Victims.ROOT);
            Adversarial found = attacker.attack(Victims.DIGITS.test());
            Judgement judged = new Judge(network, 1, Victims.ROOT).judge(found.examples());
            return judged.by(Decision.MEAN).value();
        }
    }

    @Test
    void objectivesWithoutALikelihoodAreRefused() {
        Objective other = (network, batch, pass) ->
                new Loss(batch.x().mean(), Map.of("size", batch.x().mean()));
        assertThatThrownBy(() -> terms(mixed(other, 0.5), PASS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("adversarial-training needs an objective with a term nll, got terms [size]");
    }

    @Test
    void badSettingsAreRefusedWithNameAndValue() {
        for (double bad : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> mixed(PENALIZED, bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("adversarial-training.mix must be in [0, 1], got " + bad);
        }
    }
}
