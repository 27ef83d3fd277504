package dev.dither.lab.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.dither.caption.CaptionVocabulary;
import dev.dither.lab.key.Require;
import dev.dither.lab.run.RunException;
import dev.dither.lab.run.SafeTensors;
import dev.dither.nn.CaptionDecoder;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A network that writes captions on disk, and the words that its numbers stand for.
 *
 * @param format version of this description
 * @param input how many numbers an image and a caption have together
 * @param layers what its network is made of, one caption decoder
 * @param words its vocabulary, in the order of the numbers
 * @param method name of the method in its experiment
 * @param seed seed of its training
 * @param epoch epochs it was trained for
 */
public record CaptionModelFile(
        int format, long input, List<LayerSpec> layers, List<String> words, String method, long seed, int epoch) {
    static final String KEY = "dither-captions";
    private static final int FORMAT = 1;

    /** Copies and checks that vocabulary and network fit. */
    public CaptionModelFile {
        Require.that(format == FORMAT, "format " + format + ", but this version reads " + FORMAT);
        layers = List.copyOf(layers);
        words = List.copyOf(words);
        Require.that(
                layers.size() == 1 && layers.get(0) instanceof CaptionDecoder,
                "expected one caption decoder, got " + layers.size() + " layers");
        int outputs = ((CaptionDecoder) layers.get(0)).words();
        int numbers = new CaptionVocabulary(words).size();
        Require.that(
                numbers == outputs,
                "its vocabulary has " + numbers + " numbers, but its network " + outputs
                        + " outputs; get the file again");
    }

    static CaptionModelFile of(CaptioningPlan plan, CellId cell, CaptionVocabulary words, Network network) {
        return new CaptionModelFile(
                FORMAT,
                network.input().elements(),
                network.specs(),
                words.words(),
                cell.method(),
                cell.seed(),
                plan.steps());
    }

    /** Returns the bytes of a file with the weights of this network. */
    byte[] bytes(Network network) {
        return NetworkFile.bytes(network, Map.of(KEY, LayerJson.text(this)));
    }

    /**
     * Returns the description in a file.
     *
     * @throws RunException in one line, if the file is missing, damaged or of another kind
     */
    public static CaptionModelFile describe(Path path) {
        return describe(path, SafeTensors.read(path));
    }

    private static CaptionModelFile describe(Path path, SafeTensors file) {
        try {
            return LayerJson.MAPPER.readValue(NetworkFile.description(path, file, KEY), CaptionModelFile.class);
        } catch (JsonProcessingException e) {
            Throwable cause = e.getCause();
            throw cause instanceof IllegalArgumentException
                    ? new RunException(path + ": " + cause.getMessage(), e)
                    : NetworkFile.notUnderstood(path, e);
        }
    }

    /**
     * Returns the network in a file; the caller closes it.
     *
     * @throws RunException in one line, if the file is missing, damaged or of another kind, or its words do not fit its network
     */
    public static Network load(Path path) {
        SafeTensors file = SafeTensors.read(path);
        CaptionModelFile description = describe(path, file);
        return NetworkFile.network(path, file, Shape.of(description.input), description.layers);
    }

    /** Returns the words of the network's numbers. */
    public CaptionVocabulary vocabulary() {
        return new CaptionVocabulary(words);
    }
}
