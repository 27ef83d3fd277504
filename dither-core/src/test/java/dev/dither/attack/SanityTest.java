package dev.dither.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.attack.Judgement.Decision;
import dev.dither.attack.Sanity.AtRadius;
import dev.dither.attack.Sanity.Check;
import dev.dither.attack.Sanity.Figures;
import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.objective.CrossEntropy;
import dev.dither.predict.Ensemble;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneThread.class)
class SanityTest {
    private static final Figures SOUND =
            new Figures(byRadius(96, 60, 20), of(40), of(20), of(0), of(70), of(20), of(22));

    private static Proportion of(int percent) {
        return new Proportion(10 * percent, 1000);
    }

    private static List<AtRadius> byRadius(int... percents) {
        return IntStream.range(0, percents.length)
                .mapToObj(i -> new AtRadius(i * 0.1, of(percents[i])))
                .toList();
    }

    private static List<String> failed(Figures figures) {
        return Sanity.of(figures).checks().stream()
                .filter(check -> !check.passed())
                .map(Check::name)
                .toList();
    }

    @Test
    void soundFiguresPassEveryCheck() {
        Sanity found = Sanity.of(SOUND);
        assertThat(found.passed()).isTrue();
        assertThat(found.checks()).hasSize(5);
        assertThat(found.checks().get(0).verdict()).isEqualTo("96.0 % at 0.0, 60.0 % at 0.1, 20.0 % at 0.2");
    }

    @Test
    void aRadiusThatHelpsIsNoticed() {
        Figures figures = new Figures(byRadius(96, 20, 30), of(40), of(20), of(0), of(70), of(20), of(22));
        assertThat(failed(figures)).containsExactly("more radius does not help");
        assertThat(Sanity.of(figures).checks().get(0).verdict()).endsWith("the attack gets lost at radius [0.2]");
    }

    @Test
    void stepsThatMisleadAreNoticed() {
        Figures figures = new Figures(SOUND.byRadius(), of(10), of(20), of(0), of(70), of(20), of(22));
        assertThat(failed(figures)).containsExactly("many steps are as strong as one");
    }

    @Test
    void anAttackThatFailsInTheWholeBoxIsNoticed() {
        Figures figures = new Figures(SOUND.byRadius(), of(40), of(20), of(1), of(70), of(20), of(22));
        assertThat(failed(figures)).containsExactly("an unbounded attack reaches 0 %");
    }

    @Test
    void strangersThatAreStrongerAreNoticed() {
        Figures figures = new Figures(SOUND.byRadius(), of(40), of(20), of(0), of(10), of(20), of(22));
        assertThat(failed(figures)).containsExactly("examples of another network are weaker");
    }

    @Test
    void noiseOrMeanThatHidesTheGradientIsNoticedAndNamed() {
        Figures noise = new Figures(SOUND.byRadius(), of(40), of(20), of(0), of(70), of(20), of(60));
        Figures mean = new Figures(SOUND.byRadius(), of(40), of(20), of(0), of(70), of(60), of(20));
        assertThat(failed(noise)).containsExactly("attacks on mean and on draws agree");
        assertThat(failed(mean)).containsExactly("attacks on mean and on draws agree");
        assertThat(Sanity.of(noise).checks().get(4).verdict()).contains("the noise hides the gradient");
        assertThat(Sanity.of(mean).checks().get(4).verdict()).contains("the mean hides the gradient");
    }

    @Test
    void radiiHaveToIncrease() {
        List<AtRadius> twice = List.of(new AtRadius(0.1, of(1)), new AtRadius(0.1, of(1)));
        assertThatThrownBy(() -> new Figures(twice, of(0), of(0), of(0), of(0), of(0), of(0)))
                .hasMessage("sanity: radii must increase, got 0.1 after 0.1");
    }

    @Test
    void anUndefendedNetworkIsFoundSound() {
        try (Network network = Victims.learned(Victims.PLAIN);
                Network other = Victims.learned(Victims.PLAIN, CrossEntropy.plain(), 2)) {
            Figures figures = examination(network, other).measure();
            assertThat(failed(figures)).isEmpty();
            assertThat(figures.byRadius().get(0).accuracy().value()).isGreaterThan(0.9);
            assertThat(figures.iterative().value()).isLessThan(0.5);
        }
    }

    /** Logits times 10,000: the softmax is 0 or 1 to 64 bits, and its gradient is nothing. */
    @Test
    void aNetworkWhoseGradientVanishesIsFoundOut() {
        try (Network network = Victims.learned(Victims.PLAIN);
                Network other = Victims.learned(Victims.PLAIN, CrossEntropy.plain(), 2)) {
            Map<String, float[]> values = network.trained().toArrays();
            for (float[] last : List.of(values.get("3/weight"), values.get("3/bias"))) {
                for (int i = 0; i < last.length; i++) {
                    last[i] *= 10_000;
                }
            }
            try (Scope scope = Scope.open()) {
                network.trained().assign(values);
            }
            assertThat(failed(examination(network, other).measure()))
                    .contains("an unbounded attack reaches 0 %", "examples of another network are weaker");
        }
    }

    private static Examination examination(Network network, Network other) {
        Examples examples = Victims.DIGITS.test().subset(IntStream.range(0, 200).toArray());
        Threat threat = new Threat(Norm.LINF, 0.15, Bounds.UNIT);
        return new Examination(
                Ensemble.of(network),
                Ensemble.of(other),
                examples,
                threat,
                ProjectedGradient.of(10),
                1,
                Decision.MEAN,
                RandomKey.root(1));
    }
}
