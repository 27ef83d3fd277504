package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.RunException;
import dev.dither.lab.run.SafeTensors;
import dev.dither.nn.Network;
import dev.dither.nn.NoiseMode;
import dev.dither.rl.Choice;
import dev.dither.rl.Score;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFileTest {
    @TempDir
    Path runs;

    private RunDirectory run;

    @BeforeEach
    void play() {
        Study study = ExperimentFile.parse(
                        "play.yaml",
                        "{kind: reinforcement, hidden: 8, seeds: 1, environment: CartPole-v0, episodes: 4,"
                                + " evaluateEvery: 4, evaluationEpisodes: 3, actions: greedy,"
                                + " methods: {clean: {layer: adaptive-noise}, variance: {layer: variance}}}")
                .study("", Map.of());
        run = new Runner(study, runs, Clock.systemUTC())
                .run(runs, runs, List.of("dither"))
                .directory();
    }

    private Path model(String method) {
        return run.path().resolve("models/" + method + "-seed0-noise0.0.safetensors");
    }

    @Test
    void policyFromDiskPlaysAsItWasJudged() {
        for (String method : List.of("clean", "variance")) {
            PolicyFile file = PolicyFile.describe(model(method));
            try (Network policy = PolicyFile.load(model(method))) {
                RandomKey key = RandomKey.root(0).child(Stream.EVALUATION);
                Score score = file.evaluation(3).of(policy, file.task(), key);
                assertThat(run.rows())
                        .filteredOn(row ->
                                row.method().equals(method) && row.metric().equals("evaluationReturn@episode=4"))
                        .singleElement()
                        .satisfies(row -> assertThat(row.value()).isEqualTo(score.mean()));
            }
        }
    }

    @Test
    void descriptionSaysHowItIsPlayed() {
        assertThat(PolicyFile.describe(model("clean")).noise()).isEqualTo(NoiseMode.MEAN);
        PolicyFile variance = PolicyFile.describe(model("variance"));
        assertThat(variance.noise()).isEqualTo(NoiseMode.SAMPLE);
        assertThat(variance.choice()).isEqualTo(Choice.GREEDY);
        assertThat(variance.environment()).isEqualTo("CartPole-v0");
        assertThat(variance.episode()).isEqualTo(4);
        assertThat(variance.method()).isEqualTo("variance");
    }

    @Test
    void lastMethodIsTheModelOfTheRun() throws IOException {
        assertThat(Files.readAllBytes(run.path().resolve("model.safetensors")))
                .isEqualTo(Files.readAllBytes(model("variance")));
    }

    @Test
    void networkThatClassifiesIsNotReadFromAPolicy() {
        assertThat(PolicyFile.holds(model("clean"))).isTrue();
        assertThatThrownBy(() -> ModelFile.load(model("clean")))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("a policy, which plays and does not classify")
                .message()
                .hasLineCount(1);
    }

    @Test
    void policyIsNotReadFromAnotherFile() throws IOException {
        Path other = runs.resolve("other.safetensors");
        Files.write(other, new SafeTensors(Map.of()).bytes());
        assertThat(PolicyFile.holds(other)).isFalse();
        assertThatThrownBy(() -> PolicyFile.load(other))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("no key dither-policy");
    }

    @Test
    void unknownEnvironmentIsRefusedInOneLine() throws IOException {
        Path other = runs.resolve("other.safetensors");
        String text = SafeTensors.read(model("clean")).metadata().get(PolicyFile.KEY);
        Files.write(other, new SafeTensors(Map.of(PolicyFile.KEY, text.replace("CartPole-v0", "Pong"))).bytes());
        assertThatThrownBy(() -> PolicyFile.load(other))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("no environment is called Pong")
                .message()
                .hasLineCount(1);
    }
}
