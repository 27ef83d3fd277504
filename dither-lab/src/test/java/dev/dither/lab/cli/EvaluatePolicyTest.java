package dev.dither.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluatePolicyTest {
    @TempDir
    Path folder;

    private String model;

    @BeforeEach
    void play() throws IOException {
        Path file = folder.resolve("play.yaml");
        Files.writeString(
                file,
                "{kind: reinforcement, hidden: 8, seeds: 1, environment: CartPole-v0, episodes: 2, evaluateEvery: 2,"
                        + " methods: {plain: {}}}");
        String runs = folder.resolve("runs").toString();
        assertThat(Shell.dither("train", file.toString(), "--runs", runs).exit())
                .isZero();
        model = folder.resolve("runs/play/model.safetensors").toString();
    }

    @Test
    void savedPolicyPlays() throws IOException {
        JsonNode played = Shell.dither("evaluate", model, "--episodes", "7", "--json")
                .json()
                .get(0);
        assertThat(played.get("environment").asText()).isEqualTo("CartPole-v0");
        assertThat(played.get("episodes").asInt()).isEqualTo(7);
        assertThat(played.get("meanReturn").asDouble())
                .isBetween(
                        played.get("leastReturn").asDouble(),
                        played.get("greatestReturn").asDouble());
        assertThat(Shell.dither("evaluate", model).out()).contains("meanReturn").contains("100");
    }

    @ParameterizedTest
    @CsvSource({
        "--data mnist, '--data and --mode are for networks that classify'",
        "--mode draws:3, '--data and --mode are for networks that classify'",
        "--episodes 1, '--episodes must be at least 2, got 1'"
    })
    void whatIsNotForPoliciesIsRefusedInOneLine(String options, String message) {
        String[] words = ("evaluate " + model + " " + options).split(" ");
        Shell shell = Shell.dither(words);
        assertThat(shell.exit()).isEqualTo(2);
        assertThat(shell.err()).contains(message);
    }
}
