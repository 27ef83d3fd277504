package dev.dither.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BeamTest {
    /** Probabilities of the words 1, 2 and 3 behind a beginning, from a function of it. */
    private record Table(Function<List<Integer>, double[]> probabilities) implements WordModel<List<List<Integer>>> {
        @Override
        public List<List<Integer>> start() {
            return List.of(List.of());
        }

        @Override
        public double[][] logProbabilities(List<List<Integer>> state) {
            return state.stream().map(this::behind).toArray(double[][]::new);
        }

        private double[] behind(List<Integer> beginning) {
            double[] p = probabilities.apply(beginning);
            double[] log = new double[p.length + 1];
            log[0] = Double.NaN; // padding is not looked at
            for (int i = 0; i < p.length; i++) {
                log[i + 1] = Math.log(p[i]);
            }
            return log;
        }

        @Override
        public List<List<Integer>> next(List<List<Integer>> state, int[] rows, int[] words) {
            List<List<Integer>> next = new ArrayList<>();
            for (int i = 0; i < rows.length; i++) {
                next.add(with(state.get(rows[i]), words[i]));
            }
            return next;
        }
    }

    private static List<Integer> with(List<Integer> beginning, int word) {
        List<Integer> longer = new ArrayList<>(beginning);
        longer.add(word);
        return longer;
    }

    /** The likeliest first word leads nowhere, the second likeliest to the likeliest text. */
    private static final Table TRAP = new Table(beginning -> {
        if (beginning.isEmpty()) {
            return new double[] {0.1, 0.5, 0.4};
        }
        return beginning.get(0) == 2 ? new double[] {0.4, 0.35, 0.25} : new double[] {0.9, 0.05, 0.05};
    });

    @Test
    void greedyTakesTheLikeliestWordEachTime() {
        Written text = Beam.greedy(5).best(TRAP);
        assertThat(text.words()).containsExactly(2);
        assertThat(text.ended()).isTrue();
        assertThat(text.logProbability()).isCloseTo(Math.log(0.5 * 0.4), within(1e-12));
    }

    @Test
    void aWiderBeamFindsTheLikelierText() {
        Written text = new Beam(2, 5, 0).best(TRAP);
        assertThat(text.words()).containsExactly(3);
        assertThat(text.logProbability()).isCloseTo(Math.log(0.4 * 0.9), within(1e-12));
    }

    @Test
    void resultsFallInTheirScores() {
        List<Written> texts = new Beam(3, 2, 0).search(TRAP);
        assertThat(texts).extracting(Written::words).containsExactly(List.of(3), List.of(2), List.of(2, 2));
        assertThat(texts).extracting(Written::ended).containsExactly(true, true, false);
    }

    @Test
    void thePowerOfTheLengthFavorsLongTexts() { // log 0.3 = −1.20 against log(0.7 · 0.4) / 2 = −0.64
        Table model =
                new Table(beginning -> beginning.isEmpty() ? new double[] {0.3, 0.7, 0} : new double[] {0.4, 0.3, 0.3});
        assertThat(new Beam(2, 2, 0).best(model).words()).isEmpty();
        assertThat(new Beam(2, 2, 1).best(model).words()).containsExactly(2);
    }

    @Test
    void equalsGoInTheOrderOfBeginningsAndWords() {
        Table even = new Table(beginning -> new double[] {0.25, 0.25, 0.25});
        assertThat(new Beam(4, 2, 0).search(even))
                .extracting(Written::words)
                .containsExactly(List.of(), List.of(2), List.of(3), List.of(2, 2));
    }

    @Test
    void theLimitEndsATextThatDoesNotEndItself() {
        Table endless = new Table(beginning -> new double[] {0, 0.2, 0.8});
        Written text = Beam.greedy(3).best(endless);
        assertThat(text.words()).containsExactly(3, 3, 3);
        assertThat(text.ended()).isFalse();
        assertThat(text.length()).isEqualTo(3);
    }

    /** 50 random models; with 3 words and 4 steps there are at most 2 · 2 · 2 · 3 beginnings to keep. */
    @Test
    void aBeamAsWideAsAllBeginningsIsExhaustive() {
        int greedyMisses = 0;
        for (int seed = 0; seed < 50; seed++) {
            Table model = random(RandomKey.root(seed));
            for (double power : new double[] {0, 0.7}) {
                Beam beam = new Beam(24, 4, power);
                Written expected = exhaustive(model, List.of(), 0, 4).stream()
                        .max(Comparator.comparingDouble(beam::score))
                        .orElseThrow();
                Written found = beam.best(model);
                assertThat(found.words()).isEqualTo(expected.words());
                assertThat(found.logProbability()).isCloseTo(expected.logProbability(), within(1e-12));
                greedyMisses += Beam.greedy(4).best(model).words().equals(expected.words()) ? 0 : 1;
            }
        }
        assertThat(greedyMisses).isPositive();
    }

    private static Table random(RandomKey key) {
        return new Table(beginning -> {
            RandomKey own = key;
            for (int word : beginning) {
                own = own.child(word);
            }
            SplittableRandom random = own.generator();
            double[] p = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
            double sum = p[0] + p[1] + p[2];
            return new double[] {p[0] / sum, p[1] / sum, p[2] / sum};
        });
    }

    private static List<Written> exhaustive(Table model, List<Integer> beginning, double logProbability, int left) {
        List<Written> all = new ArrayList<>();
        double[] log = model.behind(beginning);
        for (int word = 1; word < log.length; word++) {
            double p = logProbability + log[word];
            List<Integer> longer = with(beginning, word);
            if (word == 1) {
                all.add(new Written(beginning, p, true));
            } else if (left == 1) {
                all.add(new Written(longer, p, false));
            } else {
                all.addAll(exhaustive(model, longer, p, left - 1));
            }
        }
        return all;
    }

    @Test
    void impossibleWordsAreNeverWritten() {
        Table only = new Table(beginning -> beginning.isEmpty() ? new double[] {0, 0, 1} : new double[] {1, 0, 0});
        assertThat(new Beam(9, 9, 0).search(only)).containsExactly(new Written(List.of(3), 0, true));
        Table none = new Table(beginning -> new double[] {0, 0, 0});
        assertThatThrownBy(() -> Beam.greedy(2).best(none))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("every text has the probability 0");
    }

    @Test
    void whatIsNoProbabilityIsRefused() {
        Table odd = new Table(beginning -> new double[] {0.1, 1.5, Double.NaN});
        assertThatThrownBy(() -> Beam.greedy(2).best(odd))
                .hasMessageContaining("must be 0 or less")
                .hasMessageContaining("word 2");
        Table nan = new Table(beginning -> new double[] {0.1, 0.5, Double.NaN});
        assertThatThrownBy(() -> Beam.greedy(2).best(nan)).hasMessageContaining("got NaN of word 3");
    }

    @Test
    void impossibleSearchesAreRefused() {
        assertThatThrownBy(() -> new Beam(0, 2, 0)).hasMessage("beam.width must be positive, got 0");
        assertThatThrownBy(() -> new Beam(1, 0, 0)).hasMessage("beam.limit must be positive, got 0");
        assertThatThrownBy(() -> new Beam(1, 2, Double.NaN))
                .hasMessage("beam.lengthPower must not be negative, got NaN");
    }
}
