package dev.dither.bench;

import dev.dither.tensor.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What figures depend on: processor, JVM and native libraries. */
final class Machine {
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** Returns processor, cores and widest vector instructions on one line. */
    static String processor() {
        int cores = Runtime.getRuntime().availableProcessors();
        String text = read(PROCESSOR);
        return first(text, "model name\\s*: (.*)") + ", " + cores + " cores, " + vectors(text);
    }

    private static String vectors(String text) {
        return List.of("avx512f", "avx2", "asimd").stream()
                .filter(flag ->
                        Pattern.compile("\\b" + flag + "\\b").matcher(text).find())
                .findFirst()
                .map(flag -> flag.equals("avx512f") ? "avx512" : flag)
                .orElse("no known vector instructions");
    }

    /** Returns the line of JSON by which a child introduces itself; starts the engine. */
    static String describeThisProcess() {
        String blas = Engine.describe().stream()
                .filter(line -> line.startsWith("blas"))
                .map(line -> line.substring("blas".length()).strip())
                .findFirst()
                .orElse("unknown BLAS");
        String jar = blas.equals("MKL") ? "mkl" : "openblas";
        return String.format(
                Locale.ROOT,
                "{\"runtime\": \"JDK %s\", \"engine\": \"libtorch %s\", \"blas\": \"%s %s\", \"threads\": %d}",
                Runtime.version(),
                version("pytorch"),
                blas,
                version(jar),
                Engine.threads());
    }

    /** Returns the version in the name of a preset's jar on the class path: {@code mkl-2025.3-1.5.13.jar} gives 2025.3. */
    private static String version(String preset) {
        return first(System.getProperty("java.class.path"), "/" + preset + "-([0-9.]+)-");
    }

    private static String first(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? matcher.group(1).strip() : "unknown";
    }

    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
