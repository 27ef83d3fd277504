package dev.dither.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadInItsOrder() throws IOException {
        Map<String, float[]> read = Weights.read(written());

        assertThat(read.keySet()).containsExactly("layer.weight", "bias", "none");
        assertThat(read.get("layer.weight")).containsExactly(1.5f, -0f, Float.MIN_VALUE);
        assertThat(read.get("bias")).containsExactly(Float.NEGATIVE_INFINITY);
        assertThat(read.get("none")).isEmpty();
    }

    @Test
    void aFileThatEndsEarlyIsRefused() throws IOException {
        Path file = written();
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));

        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> Weights.read(file));
    }

    private Path written() throws IOException {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        arrays.put("layer.weight", new float[] {1.5f, -0f, Float.MIN_VALUE});
        arrays.put("bias", new float[] {Float.NEGATIVE_INFINITY});
        arrays.put("none", new float[0]);
        Path file = folder.resolve("some.weights");
        Weights.write(arrays, file);
        return file;
    }
}
