package dev.dither.lab.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dither.data.Examples;
import dev.dither.lab.run.RunException;
import dev.dither.lab.run.SafeTensors;
import dev.dither.nn.Network;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A trained network on disk: weights, and in the metadata what it is made of.
 *
 * @param input sizes of one example
 * @param classes number of outputs
 * @param hidden widths of the hidden layers
 * @param method how the layers are made
 * @param data the set it was trained on
 */
public record ModelFile(List<Long> input, int classes, List<Integer> hidden, Plan.Method method, String data) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String KEY = "dither";

    static ModelFile of(Plan plan, Plan.Method method, Examples examples) {
        List<Long> input =
                Arrays.stream(examples.exampleShape()).mapToObj(s -> (long) s).toList();
        return new ModelFile(
                input, examples.classes(), plan.hidden(), method, plan.data().name());
    }

    /** Returns the bytes of a model file with these weights. */
    byte[] bytes(Map<String, float[]> parameters) {
        try {
            return new SafeTensors(parameters, Map.of(KEY, JSON.writeValueAsString(this))).bytes();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("model description could not be written", e);
        }
    }

    /** Returns the description in a file. */
    public static ModelFile describe(Path path) {
        String text = SafeTensors.read(path).metadata().get(KEY);
        if (text == null) {
            throw new RunException(path + ": a safetensors file, but not one of Dither's: no key " + KEY);
        }
        try {
            return JSON.readValue(text, ModelFile.class);
        } catch (JsonProcessingException e) {
            throw new RunException(path + ": model description not understood: " + e.getOriginalMessage(), e);
        }
    }

    /** Returns the network in a file; the caller closes it. */
    public static Network load(Path path) {
        ModelFile file = describe(path);
        Network network = Network.build(
                new Shape(file.input()), file.method().network(file.hidden(), file.classes()), RandomKey.root(0));
        try (Scope scope = Scope.open();
                Gradients.Off off = Gradients.off()) {
            network.trained().assign(SafeTensors.read(path).arrays());
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
        return network;
    }
}
