package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dither.lab.run.RunException;
import dev.dither.lab.run.SafeTensors;
import dev.dither.lab.source.DataSource;
import dev.dither.nn.Activation;
import dev.dither.nn.AveragePool;
import dev.dither.nn.BatchNorm;
import dev.dither.nn.CaptionDecoder;
import dev.dither.nn.Conv;
import dev.dither.nn.Dense;
import dev.dither.nn.DropConnectConv;
import dev.dither.nn.DropConnectDense;
import dev.dither.nn.Dropout;
import dev.dither.nn.Flatten;
import dev.dither.nn.GlobalAveragePool;
import dev.dither.nn.Init;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.MaxPool;
import dev.dither.nn.Network;
import dev.dither.nn.NoiseFamily;
import dev.dither.nn.NoisyDense;
import dev.dither.nn.ParallelDense;
import dev.dither.nn.PerturbedDense;
import dev.dither.nn.Posterior;
import dev.dither.nn.Residual;
import dev.dither.nn.Select;
import dev.dither.nn.StochasticConv;
import dev.dither.nn.StochasticDense;
import dev.dither.nn.TextEncoder;
import dev.dither.nn.VariationalConv;
import dev.dither.nn.VariationalDense;
import dev.dither.nn.VisualQuestion;
import dev.dither.nn.WeightNoise;
import dev.dither.nn.ZeroMeanConv;
import dev.dither.nn.ZeroMeanDense;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
    private static final List<LayerSpec> LAYERS = List.of(
            StochasticConv.of(Conv.of(2, 3), -4.5),
            BatchNorm.DEFAULT,
            Residual.of(
                    Conv.same(2, 3),
                    StochasticConv.normalized(Conv.same(2, 3), -2),
                    BatchNorm.DEFAULT.with(BatchNorm.Affine.SHIFT)),
            new MaxPool(2, 2),
            Conv.of(3, 2),
            Activation.TANH,
            ZeroMeanConv.of(3, 1).with(WeightNoise.BERNOULLI),
            VariationalConv.of(3, 1, Posterior.UNIT),
            new DropConnectConv(Conv.of(3, 1), 0.5, WeightNoise.Drawing.WEIGHTS),
            new AveragePool(2, 1),
            new GlobalAveragePool(),
            new Flatten(),
            new Dropout(0.25),
            ParallelDense.of(4),
            new Select(List.of(0, 1, 3)),
            Activation.RELU,
            StochasticDense.of(3, -5),
            StochasticDense.of(3, -5).linear(),
            ZeroMeanDense.of(4).with(WeightNoise.GAUSSIAN.with(WeightNoise.MeanPath.BIAS)),
            VariationalDense.of(5, Posterior.ADDITIVE),
            DropConnectDense.of(5, 0.5).with(WeightNoise.Drawing.OUTPUTS),
            NoisyDense.factorized(4),
            new PerturbedDense(4, Init.HE_NORMAL, 0.1),
            Dense.of(10));

    private static final TextEncoder TEXT = new TextEncoder(5, 2, 3, 2, 0.25);

    /** Layers whose examples end with words; each is a network by itself. */
    private static final List<LayerSpec> READING = List.of(
            TEXT,
            new VisualQuestion(Shape.of(1, 3, 3), List.of(Conv.of(2, 2), Activation.TANH), TEXT, 4, 2, 0.5),
            new CaptionDecoder(Shape.of(1, 3, 3), List.of(BatchNorm.DEFAULT), 5, 2, 3, 0.5));

    @TempDir
    Path folder;

    private static Network network(long seed) {
        return Network.build(Shape.of(1, 8, 8), LAYERS, RandomKey.root(seed));
    }

    private Path written(Network network) throws IOException {
        CellId cell = new CellId("noisy one", 0.4, 7);
        byte[] bytes =
                ModelFile.of(Small.PLAN, cell, network, Small.PLAN.load(folder)).bytes(network);
        return Files.write(folder.resolve("model.safetensors"), bytes);
    }

    private static Map<String, float[]> weights(Network network) {
        try (Scope scope = Scope.open()) {
            Map<String, float[]> all = network.trained().toArrays();
            all.putAll(network.tracked().toArrays());
            return all;
        }
    }

    @Test
    void networkComesBackBitByBit() throws IOException {
        try (Network network = network(3)) {
            requireBack(network);
        }
    }

    @Test
    void networksThatReadComeBackBitByBit() throws IOException {
        for (LayerSpec layer : READING) {
            try (Network network = Network.build(Shape.of(9 + 4), List.of(layer), RandomKey.root(3))) {
                requireBack(network);
            }
        }
    }

    private void requireBack(Network network) throws IOException {
        try (Network found = ModelFile.load(written(network))) {
            assertThat(found.specs()).isEqualTo(network.specs());
            Map<String, float[]> expected = weights(network);
            Map<String, float[]> read = weights(found);
            assertThat(read.keySet()).isEqualTo(expected.keySet());
            expected.forEach(
                    (name, values) -> assertThat(read.get(name)).as(name).containsExactly(values));
        }
    }

    @Test
    void layersOfOlderFilesThatDoNotSayWhatFollowsTheDrawAreRectified() throws IOException {
        String layer =
                "{\"StochasticDense\":{\"units\":3,\"initialRho\":-5,\"init\":\"HE_NORMAL\",\"noise\":\"GAUSSIAN\"}}";
        assertThat(LayerJson.MAPPER.readValue(layer, LayerSpec.class))
                .isEqualTo(new StochasticDense(
                        3, -5, Init.HE_NORMAL, NoiseFamily.GAUSSIAN, StochasticDense.Output.RECTIFIED));
    }

    @Test
    void tensorsHaveTheirRealShapes() throws IOException {
        try (Network network = network(3)) {
            SafeTensors file = SafeTensors.read(written(network));
            network.trained()
                    .byName()
                    .forEach((name, tensor) -> assertThat(file.shape(name)).isEqualTo(tensor.shape()));
            assertThat(file.shape("4/weight")).isEqualTo(Shape.of(3, 2, 2, 2));
        }
    }

    @Test
    void descriptionSaysAllThatIsNeeded() throws IOException {
        try (Network network = network(3)) {
            ModelFile file = ModelFile.describe(written(network));
            assertThat(file.input()).containsExactly(1L, 8L, 8L);
            assertThat(file.classes()).isEqualTo(10);
            assertThat(file.noiseSites()).containsExactly("0", "2/body/1", "16", "17");
            assertThat(file.data()).isEqualTo(new DataSource.Known("fashion-mini"));
            assertThat(file.classNames()).hasSize(10);
            assertThat(file.method()).isEqualTo("noisy one");
            assertThat(file.seed()).isEqualTo(7);
            assertThat(file.noiseRate()).isEqualTo(0.4);
            assertThat(file.epoch()).isEqualTo(Small.EPOCHS);
        }
    }

    /** Each kind of layer is in the lists above, so that none can be saved but not read. */
    @Test
    void everyKindOfLayerIsTested() {
        Set<Class<?>> tested = Stream.concat(LAYERS.stream(), READING.stream())
                .map(layer -> layer instanceof Activation ? Activation.class : layer.getClass())
                .collect(Collectors.toSet());
        assertThat(tested).containsExactlyInAnyOrder(LayerSpec.class.getPermittedSubclasses());
    }

    @Test
    void layersReadAsTheirNamesAndComponents() throws IOException {
        assertThat(LayerJson.MAPPER
                        .writerFor(new TypeReference<List<LayerSpec>>() {})
                        .writeValueAsString(List.of(new Flatten(), Activation.RELU, new MaxPool(3, 2))))
                .isEqualTo("[{\"Flatten\":{}},{\"Activation\":\"RELU\"},{\"MaxPool\":{\"size\":3,\"stride\":2}}]");
    }

    @Test
    void damageNeverPasses() throws IOException {
        try (Network network = network(3)) {
            Path path = written(network);
            byte[] sound = Files.readAllBytes(path);
            Random random = new Random(17);
            for (int n = 0; n < 400; n++) {
                byte[] damaged = n % 2 == 0 ? sound.clone() : Arrays.copyOf(sound, random.nextInt(sound.length));
                if (n % 2 == 0) {
                    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                }
                Files.write(path, damaged);
                assertThatThrownBy(() -> ModelFile.load(path))
                        .isInstanceOf(RunException.class)
                        .message()
                        .hasLineCount(1)
                        .startsWith(path + ": ");
            }
        }
    }

    /** Writes the model again, with its checksums, but with other arrays or another description. */
    private Path changed(Map<String, String> description, Map<String, Shape> shapes) throws IOException {
        try (Network network = network(3)) {
            SafeTensors sound = SafeTensors.read(written(network));
            JsonMapper json = new JsonMapper();
            ObjectNode text = (ObjectNode) json.readTree(sound.metadata().get("dither"));
            for (Map.Entry<String, String> change : description.entrySet()) {
                text.set(change.getKey(), json.readTree(change.getValue()));
            }
            SafeTensors file = new SafeTensors(Map.of("dither", text.toString()));
            Map<String, Shape> all = new LinkedHashMap<>();
            sound.arrays().keySet().forEach(name -> all.put(name, sound.shape(name)));
            all.putAll(shapes);
            all.values().removeIf(shape -> shape.equals(Shape.of(0)));
            all.forEach((name, shape) -> file.with(name, shape, new float[Math.toIntExact(shape.elements())]));
            return Files.write(folder.resolve("changed.safetensors"), file.bytes());
        }
    }

    private void refused(Path path, String... parts) {
        assertThatThrownBy(() -> ModelFile.load(path).close())
                .isInstanceOf(RunException.class)
                .message()
                .hasLineCount(1)
                .startsWith(path + ": ")
                .contains(parts);
    }

    @Test
    void weightsOfAnotherNetworkAreRefused() throws IOException {
        refused(changed(Map.of(), Map.of("4/weight", Shape.of(0))), "4/weight", "no such tensor");
        String behind = LAYERS.size() + "/weight";
        refused(changed(Map.of(), Map.of(behind, Shape.of(1))), behind, "do not fit");
        refused(changed(Map.of(), Map.of("4/weight", Shape.of(24))), "4/weight: expected shape [3, 2, 2, 2], got [24]");
    }

    @Test
    void descriptionThatCannotBeIsRefused() throws IOException {
        refused(changed(Map.of("format", "2"), Map.of()), "format 2");
        refused(changed(Map.of("layers", "[{\"Dense\": {\"units\": 0}}]"), Map.of()), "units");
        refused(changed(Map.of("layers", "[{\"Runtime\": {}}]"), Map.of()), "no layer is called Runtime");
        refused(changed(Map.of("layers", "null"), Map.of()), "not understood");
        refused(changed(Map.of("input", "[3]"), Map.of()), "cannot be built");
    }

    @Test
    void safetensorsFileOfOthersIsRefused() throws IOException {
        Path path = folder.resolve("other.safetensors");
        Files.write(
                path,
                new SafeTensors(Map.of()).with("a", Shape.of(1), new float[1]).bytes());
        refused(path, "no key dither");
    }
}
