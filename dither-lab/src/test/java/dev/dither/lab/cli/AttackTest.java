package dev.dither.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttackTest {
    @TempDir
    static Path folder;

    private static String plain;
    private static String noisy;
    private static String standardized;

    @BeforeAll
    static void trainSmallNetworks() throws IOException {
        String recipe =
                ", hidden: [8], seeds: 1, training: {epochs: 2}, methods: {plain: {}, noisy: {stochasticLayers: 1}}}";
        train("pixels", "{data: fashion-mini, trainExamples: 200, testExamples: 50" + recipe);
        StringBuilder table = new StringBuilder("x,kind\n");
        for (int i = 0; i < 40; i++) {
            table.append(i).append(i < 20 ? ",ash\n" : ",oak\n");
        }
        Path csv = Files.writeString(folder.resolve("trees.csv"), table);
        train("trees", "{data: {csv: '" + csv + "', label: kind}" + recipe);
        plain = folder.resolve("runs/pixels/models/plain-seed0-noise0.0.safetensors")
                .toString();
        noisy = folder.resolve("runs/pixels/models/noisy-seed0-noise0.0.safetensors")
                .toString();
        standardized = folder.resolve("runs/trees/model.safetensors").toString();
    }

    private static void train(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".yaml"), text);
        Shell shell = Shell.dither(
                "train", file.toString(), "--runs", folder.resolve("runs").toString());
        assertThat(shell.exit()).as(shell.err()).isZero();
    }

    private static Shell attack(String model, String... more) {
        List<String> words = new ArrayList<>(List.of("attack", model));
        words.addAll(List.of(more));
        return Shell.dither(words.toArray(String[]::new));
    }

    @Test
    void everyDecisionIsPrintedForEachRadius() {
        Shell shell = attack(noisy, "--attack", "fgs", "--radius", "0.1,0.2", "--examples", "30");
        assertThat(shell.exit()).as(shell.err()).isZero();
        assertThat(shell.err()).isEmpty();
        assertThat(shell.out()).contains("radius 0.1", "radius 0.2");
        for (String word : List.of("mean", "draw", "average", "majority", "all", "success")) {
            assertThat(shell.out().lines().filter(line -> line.startsWith("  " + word + " ")))
                    .as(word)
                    .hasSize(2)
                    .allMatch(line -> line.matches(".*\\d+\\.\\d % \\(\\d+\\.\\d to \\d+\\.\\d\\)"));
        }
    }

    @Test
    void jsonIsOneObjectWithIntervals() throws IOException {
        Shell shell = attack(noisy, "--attack", "pgd", "--radius", "0.1", "--examples", "20", "--draws", "4", "--json");
        assertThat(shell.exit()).as(shell.err()).isZero();
        assertThat(shell.json()).hasSize(1);
        JsonNode at = shell.json().get(0).at("/radii/0");
        assertThat(at.get("radius").doubleValue()).isEqualTo(0.1);
        assertThat(at.get("draws").intValue()).isEqualTo(4);
        assertThat(at.get("examples").intValue()).isEqualTo(20);
        JsonNode all = at.at("/accuracy/all");
        assertThat(all.get("value").doubleValue())
                .isBetween(all.get("lower").doubleValue(), all.get("upper").doubleValue());
    }

    @Test
    void smallestPerturbationIsAlsoReportedWithoutABudget() {
        Shell shell = attack(plain, "--attack", "cw-l2", "--radius", "0.5", "--steps", "5", "--examples", "10");
        assertThat(shell.exit()).as(shell.err()).isZero();
        assertThat(shell.out()).startsWith("without a budget").contains("radius 0.5", "moved by");
    }

    @Test
    void drawsOfADeterministicNetworkAreNoted() {
        Shell shell = attack(plain, "--radius", "0.1", "--draws", "20", "--examples", "10");
        assertThat(shell.exit()).isZero();
        assertThat(shell.err()).hasLineCount(1).contains("draws nothing");
    }

    @Test
    void sanityChecksHaveALineEachAndDecideTheExitCode() {
        Shell shell = attack(noisy, "--radius", "0.1", "--examples", "20", "--sanity", plain);
        assertThat(shell.exit()).isIn(0, 3);
        List<String> lines = shell.out()
                .lines()
                .filter(line -> line.startsWith("passed") || line.startsWith("FAILED"))
                .toList();
        assertThat(lines).hasSize(7);
        assertThat(lines.stream().anyMatch(line -> line.startsWith("FAILED"))).isEqualTo(shell.exit() == 3);
    }

    @Test
    void sanityNeedsANetworkOfTheSameTask() {
        Shell shell = attack(noisy, "--radius", "0.1", "--examples", "20", "--sanity", standardized);
        assertThat(shell.exit()).isEqualTo(1);
        assertThat(shell.err()).hasLineCount(1).contains(standardized, "same task");
    }

    @Test
    void standardizedInputsAreRefused() {
        Shell shell = attack(standardized, "--radius", "0.1");
        assertThat(shell.exit()).isEqualTo(2);
        assertThat(shell.err()).hasLineCount(1).contains(standardized, "standardized");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--attack fsg --radius 0.1 | did you mean fgs",
                "--radius 1.5 | at most 1.0",
                "--radius 0.1,x | is not a double",
                "--attack fgs | --radius",
                "--radius 0.1 --draws 0 | draws must be at least 1",
                "--radius 0.1 --examples 51000 | 51000",
                "--attack cw-l2 --radius 1 --norm linf | l2",
                "--radius 0.1 --data digits | digits"
            })
    void wrongUseIsOneLine(String words, String part) {
        Shell shell = attack(noisy, words.split(" "));
        assertThat(shell.exit()).as(shell.err()).isEqualTo(2);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err()).hasLineCount(1).startsWith("dither: ").contains(part);
    }

    @Test
    void severalModelsAreAttackedTogether() throws IOException {
        Shell both = attack(plain, noisy, "--radius", "0.1", "--examples", "20", "--draws", "3", "--json");
        assertThat(both.exit()).as(both.err()).isZero();
        JsonNode at = both.json().get(0).at("/radii/0");
        assertThat(at.get("draws").intValue()).isEqualTo(6);
        Shell twice = attack(plain, plain, "--radius", "0.1", "--examples", "20", "--json");
        Shell once = attack(plain, "--radius", "0.1", "--examples", "20", "--json");
        assertThat(twice.json().get(0).at("/radii/0/accuracy"))
                .as("a network twice is that network")
                .isEqualTo(once.json().get(0).at("/radii/0/accuracy"));
    }

    @Test
    void severalModelsAreEvaluatedTogether() throws IOException {
        Shell both = Shell.dither("evaluate", plain, noisy, "--mode", "draws:3", "--json");
        assertThat(both.exit()).as(both.err()).isZero();
        assertThat(both.json().get(0).get("draws").intValue()).isEqualTo(6);
        double apart = Shell.dither("evaluate", plain, "--json")
                .json()
                .get(0)
                .get("mutualInformation")
                .doubleValue();
        assertThat(apart).as("a network alone agrees with itself").isLessThan(1e-9);
        assertThat(both.json().get(0).get("mutualInformation").doubleValue()).isGreaterThan(1e-3);
    }

    @ParameterizedTest
    @CsvSource({"attack", "evaluate"})
    void modelsOfDifferentTasksAreRefusedInOneLine(String command) {
        Shell shell =
                Shell.dither(command, plain, standardized, command.equals("attack") ? "--radius=0.1" : "--seed=0");
        assertThat(shell.exit()).isEqualTo(1);
        assertThat(shell.err()).hasLineCount(1).contains(standardized + " takes ", "give networks of one task");
    }
}
