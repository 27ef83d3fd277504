package dev.dither.lab.experiment;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import dev.dither.lab.source.CaptionSource;
import dev.dither.nn.Activation;
import dev.dither.nn.BatchNorm;
import dev.dither.nn.CaptionDecoder;
import dev.dither.nn.Conv;
import dev.dither.nn.GlobalAveragePool;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.MaxPool;
import dev.dither.sequence.Beam;
import dev.dither.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A study of captions, {@code kind: captioning}: a network learns to write sentences about images, word by word, and what it writes is
 * held against what people wrote.
 *
 * @param kind {@code captioning}
 * @param frame name, and how it is judged
 * @param data images and captions
 * @param trainImages how many images to train on, from the front; 0 for all
 * @param testImages how many images to test on, from the front; 0 for all
 * @param minimumCount how often a word stands in the training captions at least; others are unknown words
 * @param longest words of the longest caption that is learned or written; longer ones are cut
 * @param channels of the convolutions that see pictures, each behind the other with normalization, ReLU and a halving of both
 *     sides; behind the last the mean over all places, normalized again, since the memory sees the image once, beside words of
 *     unit size; none for features
 * @param embedding length of the vector of a word
 * @param units cells of the memory
 * @param dropProbability dropout of the outputs of the memory, where a method does not say
 * @param beam beginnings that are kept when a caption is written, 1 for the most probable word each time
 * @param methods ways to learn, by name
 * @param training the recipe
 * @param seeds number of repetitions
 */
public record CaptioningPlan(
        String kind,
        @JsonUnwrapped Frame frame,
        CaptionSource data,
        @Default("0") int trainImages,
        @Default("0") int testImages,
        @Default("5") int minimumCount,
        @Default("16") int longest,
        @Default("[]") List<Integer> channels,
        @Default("512") int embedding,
        @Default("512") int units,
        @Default("0.5") double dropProbability,
        @Default("1") int beam,
        Map<String, CaptioningMethod> methods,
        @Default("{}") CaptioningTraining training,
        @Default("3") int seeds)
        implements Study {
    /** Checks what the types do not say. */
    public CaptioningPlan {
        frame.requireFit(methods, seeds);
        Require.that(data != null, "data is missing");
        Require.that(trainImages >= 0 && testImages >= 0, "trainImages and testImages must not be negative");
        requirePositive(Map.of(
                "minimumCount",
                minimumCount,
                "longest",
                longest,
                "embedding",
                embedding,
                "units",
                units,
                "beam",
                beam));
        channels = Study.copied(channels);
        Require.that(channels.stream().allMatch(count -> count >= 1), "channels must be positive, got " + channels);
        Require.that(
                0 <= dropProbability && dropProbability < 1,
                "dropProbability must be in [0, 1), got " + dropProbability);
        Require.that(training != null, "training is missing");
        methods = Collections.unmodifiableMap(new LinkedHashMap<>(methods));
    }

    private static void requirePositive(Map<String, Integer> numbers) {
        new TreeMap<>(numbers)
                .forEach((key, number) -> Require.that(number >= 1, key + " must be at least 1, got " + number));
    }

    /** Returns how many numbers a caption has, its end included. */
    int length() {
        return longest + 1;
    }

    /** Returns how captions are written. */
    Beam search() {
        return new Beam(beam, length(), 0);
    }

    /**
     * Returns the network of a method.
     *
     * @param image shape of an image
     * @param words how many numbers of words there are
     */
    CaptionDecoder decoder(String method, Shape image, int words) {
        Double own = method(method).dropProbability();
        return new CaptionDecoder(image, vision(), words, embedding, units, own == null ? dropProbability : own);
    }

    private List<LayerSpec> vision() {
        List<LayerSpec> vision = new ArrayList<>();
        for (int count : channels) {
            vision.addAll(List.of(Conv.same(count, 3), BatchNorm.DEFAULT, Activation.RELU, new MaxPool(2, 2)));
        }
        if (!vision.isEmpty()) {
            vision.addAll(List.of(new GlobalAveragePool(), BatchNorm.DEFAULT));
        }
        return vision;
    }

    CaptioningMethod method(String name) {
        return Study.named(methods, name);
    }

    @Override
    public int steps() {
        return training.epochs();
    }

    @Override
    public List<String> headlines() {
        return List.of("bleu4", "meteor", "cider", CaptionJudge.NLL);
    }

    @Override
    public String lastMetric() {
        return CaptionJudge.NLL;
    }
}
