package dev.dither.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.BatchNorm;
import dev.dither.nn.CaptionDecoder;
import dev.dither.nn.CaptionSteps;
import dev.dither.nn.Conv;
import dev.dither.nn.Dense;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CaptionsTest {
    private static final RandomKey KEY = RandomKey.root(59);
    private static final int LENGTH = 4;
    private static final int WORDS = 4;
    private static final Shape IMAGE = Shape.of(1, 3, 3);

    @AutoClose
    final Scope scope = Scope.open();

    private Network network;

    @BeforeEach
    void build() {
        List<LayerSpec> vision = List.of(Conv.of(2, 2), BatchNorm.DEFAULT);
        LayerSpec spec = new CaptionDecoder(IMAGE, vision, WORDS, 3, 5, 0.5);
        network = Network.build(Shape.of(9 + LENGTH), List.of(spec), KEY);
        // louder, so that texts differ in their probabilities
        network.trained().all().forEach(tensor -> tensor.assign(tensor.times(4)));
    }

    @AfterEach
    void close() {
        network.close();
    }

    private static Tensor images(int count) {
        return Tensor.normal(KEY.child("images"), IMAGE.batched(count));
    }

    /** log p of all words behind each beginning of a text, from the network as it is trained. */
    private double[][] taught(Tensor image, List<Integer> words) {
        float[] padded = new float[LENGTH];
        for (int i = 0; i < words.size(); i++) {
            padded[i] = words.get(i);
        }
        Tensor text = Tensor.of(padded, Shape.of(1, LENGTH));
        double[] all = network.forward(Tensor.concatenated(1, image.reshape(Shape.of(1, 9)), text), Pass.mean())
                .logSoftmax()
                .toDoubles();
        double[][] rows = new double[LENGTH][];
        for (int t = 0; t < LENGTH; t++) {
            rows[t] = Arrays.copyOfRange(all, t * WORDS, (t + 1) * WORDS);
        }
        return rows;
    }

    @Test
    void stepsGiveTheRowsOfTheNetwork() {
        Tensor image = images(1);
        WordModel<CaptionSteps.State> model = Captions.of(network).model(image);
        List<Integer> words = List.of(3, 2, 3, 1);
        double[][] expected = taught(image, words);
        CaptionSteps.State state = model.start();
        for (int t = 0; t < LENGTH; t++) {
            assertThat(model.logProbabilities(state)[0]).containsExactly(expected[t], within(1e-5));
            state = model.next(state, new int[] {0}, new int[] {words.get(t)});
        }
    }

    @Test
    void rowsGoOnByThemselves() {
        WordModel<CaptionSteps.State> model = Captions.of(network).model(images(1));
        CaptionSteps.State two = model.next(model.start(), new int[] {0, 0}, new int[] {2, 3});
        CaptionSteps.State swapped = model.next(two, new int[] {1, 0, 1}, new int[] {2, 2, 3});
        double[][] found = model.logProbabilities(swapped);
        double[][] expected = {
            taught(images(1), List.of(3, 2))[2],
            taught(images(1), List.of(2, 2))[2],
            taught(images(1), List.of(3, 3))[2]
        };
        for (int row = 0; row < 3; row++) {
            assertThat(found[row]).containsExactly(expected[row], within(1e-5));
        }
    }

    @Test
    void aWideBeamFindsTheLikeliestOfAllTexts() {
        Tensor images = images(3);
        List<Written> found = Captions.of(network).best(images, new Beam(50, LENGTH, 0));
        for (int i = 0; i < 3; i++) {
            Written expected = all(images.narrow(0, i, 1), List.of(), 0).stream()
                    .max(Comparator.comparingDouble(Written::logProbability))
                    .orElseThrow();
            assertThat(found.get(i).words()).isEqualTo(expected.words());
            assertThat(found.get(i).logProbability()).isCloseTo(expected.logProbability(), within(1e-5));
        }
    }

    private List<Written> all(Tensor image, List<Integer> beginning, double logProbability) {
        double[] log = taught(image, beginning)[beginning.size()];
        List<Written> all = new ArrayList<>(List.of(new Written(beginning, logProbability + log[1], true)));
        for (int word = 2; word < WORDS; word++) {
            List<Integer> longer = new ArrayList<>(beginning);
            longer.add(word);
            double p = logProbability + log[word];
            all.addAll(longer.size() == LENGTH ? List.of(new Written(longer, p, false)) : all(image, longer, p));
        }
        return all;
    }

    @Test
    void writingLeavesNothingAliveAndTheNetworkAsItWas() {
        long before = Scope.liveTensors();
        float[] mean = network.tracked().toArrays().get("0/vision/1/mean");
        try (Scope inner = Scope.open()) {
            Captions.of(network).best(images(2), Beam.greedy(LENGTH));
        }
        assertThat(Scope.liveTensors()).isEqualTo(before);
        assertThat(network.tracked().toArrays().get("0/vision/1/mean")).containsExactly(mean);
    }

    @Test
    void wordsThatAreNotKnownAreRefused() {
        WordModel<CaptionSteps.State> model = Captions.of(network).model(images(1));
        CaptionSteps.State state = model.start();
        assertThatThrownBy(() -> model.next(state, new int[] {0}, new int[] {WORDS}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("0: words must be in [1, 3], got 4");
    }

    @Test
    void otherNetworksAreRefused() {
        try (Network other = Network.build(Shape.of(3), List.of(Dense.of(2)), KEY)) {
            assertThatThrownBy(() -> Captions.of(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("one caption decoder and nothing else");
        }
        assertThatThrownBy(() -> Captions.of(network)
                        .model(Tensor.full(0, Shape.of(1, 9)))
                        .start())
                .hasMessage("0: expected images [N, 1, 3, 3], got [1, 9]");
    }
}
