package dev.dither.lab.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.dither.lab.run.RunException;
import dev.dither.lab.run.SafeTensors;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.predict.MeanAudit;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What files of networks share, whatever the networks are for: numbers by path, and a description in the metadata. */
final class NetworkFile {
    private static final String WARNINGS = "warnings";

    private NetworkFile() {}

    /** Returns the bytes of a file with the numbers of this network, and a line for each layer whose means say little. */
    static byte[] bytes(Network network, Map<String, String> description) {
        Map<String, String> metadata = new LinkedHashMap<>(description);
        MeanAudit audit = MeanAudit.of(network);
        if (!audit.empty()) {
            metadata.put(WARNINGS, String.join("\n", audit.warnings(MeanAudit.Use.EXPORT)));
        }
        try (Scope scope = Scope.open()) {
            SafeTensors file = new SafeTensors(metadata);
            tensors(network).forEach((name, tensor) -> file.with(name, tensor.shape(), tensor.toFloats()));
            return file.bytes();
        }
    }

    /** What is trained, and what is tracked beside it; their names differ. */
    private static Map<String, Tensor> tensors(Network network) {
        Map<String, Tensor> all = new LinkedHashMap<>(network.trained().byName());
        all.putAll(network.tracked().byName());
        return all;
    }

    /**
     * Returns the description that a file has under a key.
     *
     * @throws RunException in one line, if it has none
     */
    static String description(Path path, SafeTensors file, String key) {
        String text = file.metadata().get(key);
        if (text == null) {
            throw new RunException(path + ": no model file: its header has no key " + key
                    + "; give the model.safetensors of a run or one of its models");
        }
        return text;
    }

    static RunException notUnderstood(Path path, JsonProcessingException e) {
        return new RunException(path + ": model description not understood: " + e.getOriginalMessage(), e);
    }

    /**
     * Returns the network of these layers with the numbers of a file; the caller closes it.
     *
     * @throws RunException in one line, if the layers cannot be built or the numbers do not fit them
     */
    static Network network(Path path, SafeTensors file, Shape input, List<LayerSpec> layers) {
        Network network = build(path, input, layers);
        try (Scope scope = Scope.open();
                Gradients.Off off = Gradients.off()) {
            Map<String, Tensor> expected = tensors(network);
            expected.forEach((name, tensor) -> requireShape(path, file, name, tensor.shape()));
            if (!file.arrays().keySet().equals(expected.keySet())) {
                throw new IllegalArgumentException("expected " + expected.keySet() + ", got "
                        + file.arrays().keySet());
            }
            expected.forEach((name, tensor) -> tensor.assign(Tensor.of(file.values(name), tensor.shape())));
            return network;
        } catch (IllegalArgumentException e) {
            network.close();
            throw new RunException(path + ": weights do not fit the layers: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private static Network build(Path path, Shape input, List<LayerSpec> layers) {
        try {
            return Network.build(input, layers, RandomKey.root(0));
        } catch (IllegalArgumentException e) {
            throw new RunException(path + ": its layers cannot be built: " + e.getMessage(), e);
        }
    }

    private static void requireShape(Path path, SafeTensors file, String name, Shape expected) {
        Shape found = file.shape(name);
        if (!expected.equals(found)) {
            throw new RunException(path + ": " + name + ": expected shape " + expected + ", "
                    + (found == null ? "but the file has no such tensor" : "got " + found));
        }
    }
}
