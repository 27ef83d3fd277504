package dev.dither.lab.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dither.data.Examples;
import dev.dither.data.Standardization;
import dev.dither.lab.run.RunException;
import dev.dither.lab.run.SafeTensors;
import dev.dither.lab.source.DataSource;
import dev.dither.lab.source.LoadedData;
import dev.dither.lab.source.Questionnaire;
import dev.dither.lab.source.Wording;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.nn.Trace;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trained network on disk: weights in the shapes of its layers, and in the metadata all that is needed to rebuild and
 * use it.
 *
 * @param format version of this description
 * @param input sizes of one example
 * @param classes number of outputs
 * @param classNames names of the classes in their order, empty if they have none
 * @param layers what the network is made of
 * @param noiseSites paths of the layers whose activations are noisy
 * @param standardization what inputs go through first, or absent
 * @param wording how questions are read, or absent
 * @param data where the examples came from that it was trained on
 * @param method name of the method in its experiment
 * @param seed seed of its training
 * @param noiseRate rate of wrong labels it was trained with
 * @param epoch epochs it was trained for
 */
public record ModelFile(
        int format,
        List<Long> input,
        int classes,
        List<String> classNames,
        List<LayerSpec> layers,
        List<String> noiseSites,
        @Nullable Standardization standardization,
        @Nullable Wording wording,
        DataSource data,
        String method,
        long seed,
        double noiseRate,
        int epoch) {
    private static final int FORMAT = 1;
    private static final String KEY = "dither";

    /** Copies, and checks that nothing is missing. */
    public ModelFile {
        if (format != FORMAT) {
            throw new IllegalArgumentException("format " + format + ", but this version reads " + FORMAT);
        }
        input = List.copyOf(input);
        classNames = List.copyOf(classNames);
        layers = List.copyOf(layers);
        noiseSites = List.copyOf(noiseSites);
    }

    static ModelFile of(Plan plan, CellId cell, Network network, LoadedData data) {
        return new ModelFile(
                FORMAT,
                network.input().sizes(),
                data.train().classes(),
                data.classNames(),
                network.specs(),
                noiseSites(network),
                data.standardization().orElse(null),
                data.questions().map(Questionnaire::wording).orElse(null),
                plan.data(),
                cell.method(),
                cell.seed(),
                cell.noiseRate(),
                plan.training().epochs());
    }

    /** Returns the description of a network that was made from this one and takes the same inputs. */
    ModelFile with(Network network) {
        return new ModelFile(
                format,
                input,
                classes,
                classNames,
                network.specs(),
                noiseSites(network),
                standardization,
                wording,
                data,
                method,
                seed,
                noiseRate,
                epoch);
    }

    private static List<String> noiseSites(Network network) {
        Pass pass = Pass.sampling(RandomKey.root(0));
        try (Scope scope = Scope.open();
                Gradients.Off off = Gradients.off()) {
            network.forward(Tensor.full(0, network.input().batched(1)), pass);
            return pass.trace().sites().stream().map(Trace.Site::path).toList();
        }
    }

    /** Returns the bytes of a model file with the weights of this network, and a line for each layer whose means say little. */
    byte[] bytes(Network network) {
        return bytes(network, Map.of());
    }

    /** Returns the bytes of a model file with more metadata, which readers of models pass over. */
    byte[] bytes(Network network, Map<String, String> more) {
        Map<String, String> metadata = new LinkedHashMap<>(more);
        metadata.put(KEY, LayerJson.text(this));
        return NetworkFile.bytes(network, metadata);
    }

    /**
     * Returns the description in a file; the whole file is checked.
     *
     * @throws RunException in one line, if the file is missing, damaged or of another kind
     */
    public static ModelFile describe(Path path) {
        return describe(path, SafeTensors.read(path));
    }

    private static ModelFile describe(Path path, SafeTensors file) {
        if (file.metadata().containsKey(PolicyFile.KEY)) {
            throw new RunException(
                    path + ": a policy, which plays and does not classify; dither evaluate lets it play");
        }
        if (file.metadata().containsKey(CaptionModelFile.KEY)) {
            throw new RunException(path
                    + ": writes captions and does not classify; what it wrote is in the folder captions of its run");
        }
        String text = NetworkFile.description(path, file, KEY);
        try {
            JsonNode tree = LayerJson.MAPPER.readTree(text);
            if (tree instanceof ObjectNode mapping) {
                DataSource.spellOut(mapping, "data");
            }
            return LayerJson.MAPPER.treeToValue(tree, ModelFile.class);
        } catch (JsonProcessingException e) {
            throw NetworkFile.notUnderstood(path, e);
        }
    }

    /**
     * Returns examples to judge the network on, features as they are in the files.
     *
     * @param where name of a public set, or a path, or absent: the test part of the data it was trained on
     */
    public Examples test(@Nullable String where, Path dataDir) {
        if (where == null) {
            LoadedData loaded = data.load(dataDir);
            loaded.questions().ifPresent(asked -> asked.wording().requireSame(data.name(), wording));
            return loaded.test();
        }
        return wording == null
                ? data.other(where, classNames, dataDir)
                : data.other(where, classNames, wording, dataDir);
    }

    /**
     * Returns the network in a file; the caller closes it.
     *
     * @throws RunException in one line, if the file is missing, damaged or of another kind
     */
    public static Network load(Path path) {
        SafeTensors file = SafeTensors.read(path);
        ModelFile description = describe(path, file);
        return NetworkFile.network(path, file, new Shape(description.input), description.layers);
    }
}
