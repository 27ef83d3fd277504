package dev.dither.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dither.lab.run.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarningsTest {
    private static final String LINE =
            "warning: layer 9: all weights have mean 0, so that its mean is the same for every"
                    + " input: a pass by the mean leaves out what it has learned; predict by draws, as draws:20";

    @TempDir
    static Path folder;

    private static Path variance;
    private static Path plain;

    @BeforeAll
    static void trainSmallNetworks() throws IOException {
        Path file = Files.writeString(folder.resolve("variance.yaml"), """
                {data: fashion-mini, trainExamples: 100, testExamples: 40, network: lenet-5-normalized,
                 hidden: [4, 6, 12], seeds: 1, training: {epochs: 1},
                 methods: {variance: {stochastic: [3], weights: gaussian}, plain: {}}}
                """);
        Shell shell = Shell.dither(
                "train", file.toString(), "--runs", folder.resolve("runs").toString());
        assertThat(shell.exit()).as(shell.err()).isZero();
        Path models = folder.resolve("runs/variance/models");
        variance = models.resolve("variance-seed0-noise0.0.safetensors");
        plain = models.resolve("plain-seed0-noise0.0.safetensors");
    }

    private static Shell shell(String command, Path model, String... more) {
        List<String> words = new ArrayList<>(List.of(command, model.toString()));
        words.addAll(List.of(more));
        Shell shell = Shell.dither(words.toArray(String[]::new));
        assertThat(shell.exit()).as(shell.err()).isZero();
        return shell;
    }

    private static List<String> warnings(Shell shell) throws IOException {
        List<String> texts = new ArrayList<>();
        JsonNode array = shell.json().get(0).get("warnings");
        assertThat(array.isArray()).isTrue();
        array.forEach(one -> texts.add("warning: layer " + one.textValue()));
        return texts;
    }

    @Test
    void predictionByTheMeanOfAVarianceNetworkIsWarnedOf() throws IOException {
        assertThat(shell("evaluate", variance).err()).isEqualToIgnoringNewLines(LINE);
        assertThat(warnings(shell("evaluate", variance, "--json"))).containsExactly(LINE);
    }

    @Test
    void predictionByDrawsIsNot() throws IOException {
        assertThat(shell("evaluate", variance, "--mode", "draws:2").err()).isEmpty();
        assertThat(warnings(shell("evaluate", variance, "--mode", "draws:2", "--json")))
                .isEmpty();
    }

    @Test
    void anOrdinaryNetworkGetsNoWarnings() throws IOException {
        assertThat(shell("evaluate", plain).err()).isEmpty();
        assertThat(warnings(shell("evaluate", plain, "--json"))).isEmpty();
    }

    @Test
    void anAttackedVarianceNetworkDrawsAndItsMeanIsWarnedOf() throws IOException {
        Shell shell = shell("attack", variance, "--radius", "0.1", "--examples", "10", "--draws", "3", "--json");
        assertThat(shell.err()).isEqualToIgnoringNewLines(LINE);
        assertThat(warnings(shell)).containsExactly(LINE);
        assertThat(shell.json().get(0).at("/radii/0/draws").intValue()).isEqualTo(3);
    }

    @Test
    void unitsOfAVarianceNetworkAreNotPrunedButRefusedInOneLine() {
        Path target = folder.resolve("pruned.safetensors");
        Shell shell = Shell.dither(
                "prune", variance.toString(), "--by", "magnitude", "--until", "flops<80%", "--out", target.toString());
        assertThat(shell.exit()).isEqualTo(2);
        assertThat(shell.err()).hasLineCount(1).contains("9: units of a network with random weights");
        assertThat(target).doesNotExist();
    }

    @Test
    void modelFilesTellTheirReaders() {
        assertThat(SafeTensors.read(variance).metadata().get("warnings"))
                .startsWith("9: all weights have mean 0")
                .contains("the means alone do not predict what the network does");
        assertThat(SafeTensors.read(plain).metadata()).doesNotContainKey("warnings");
    }
}
