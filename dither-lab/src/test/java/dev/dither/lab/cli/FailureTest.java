package dev.dither.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.run.RunException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            trian                                | trian                 | did you mean         | dither --help
            train --sets a=b x.yaml              | --sets                | dither train --help  | dither:
            train                                | EXPERIMENT.yaml       | --resume             | dither train --help
            evaluate                             | MODEL                 | dither evaluate      | --help
            reproduce se-snn/depth --seeds many  | --seeds               | many                 | reproduce --help
            reproduce                            | ID                    | dither reproduce     | --help
            train x.yaml --device tpu            | --device              | tpu                  | CUDA
            train x.yaml y.yaml                  | y.yaml                | dither train --help  | dither:
            """)
    void wrongUsageIsOneLineWithAHint(String arguments, String first, String second, String third) {
        Shell shell = Shell.dither(arguments.strip().split(" +"));
        assertThat(shell.exit()).isEqualTo(2);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err()).hasLineCount(1).startsWith("dither: ").contains(first, second, third);
    }

    private static void assertObject(int exit, String... arguments) throws IOException {
        Shell shell = Shell.dither(arguments);
        assertThat(shell.exit()).isEqualTo(exit);
        List<JsonNode> printed = shell.json();
        assertThat(printed).hasSize(1);
        assertThat(printed.get(0).fieldNames()).toIterable().containsExactly("error", "exit");
        assertThat(printed.get(0).get("exit").asInt()).isEqualTo(exit);
        assertThat(shell.err())
                .isEqualTo("dither: " + printed.get(0).get("error").asText() + System.lineSeparator());
    }

    @Test
    void anyFailureIsAJsonObjectWhereJsonIsAskedFor() throws IOException {
        String missing = folder.resolve("missing").toString();
        assertObject(2, "trian", "--json");
        assertObject(2, "evaluate", "--json");
        assertObject(2, "reproduce", "--json", "se-snn/depth", "--nothing");
        assertObject(2, "train", missing, "--json");
        assertObject(1, "report", missing, "--json");
        assertObject(1, "train", "--resume", missing, "--json");
        assertObject(1, "evaluate", missing, "--json");
    }

    @Test
    void jsonAfterTheEndOfOptionsIsAnOperand() {
        Shell shell = Shell.dither("report", "--", "--json");
        assertThat(shell.exit()).isEqualTo(1);
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void messageIsOneLineWhateverWasThrown() {
        assertThat(Failure.of(new IllegalStateException("a\n  b\r\nc")).message())
                .isEqualTo("a b c");
        assertThat(Failure.of(new NullPointerException()).message()).startsWith("NullPointerException");
        assertThat(Failure.of(new IllegalStateException(" ")).message()).startsWith("IllegalStateException");
    }

    @Test
    void exitCodeTellsUsageFromFailure() {
        assertThat(Stream.of(new ExperimentException("a"), new IllegalArgumentException("a"))
                        .map(e -> Failure.of(e).exit()))
                .containsOnly(2);
        assertThat(Stream.of(new RunException("a"), new OutOfMemoryError("a"), new IllegalStateException("a"))
                        .map(e -> Failure.of(e).exit()))
                .containsOnly(1);
    }

    @Test
    void programWithoutACommandPrintsItsUsage() {
        Shell shell = Shell.dither();
        assertThat(shell.exit()).isZero();
        assertThat(shell.out()).contains("Usage: dither", "reproduce", "40 % wrong labels");
    }
}
