package dev.dither.lab.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.lab.key.Keys;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SourceGuideTest {
    private static final Path GUIDE =
            Path.of("").toAbsolutePath().resolveSibling("docs").resolve("experiments.md");

    static Stream<Class<?>> sources() {
        return Stream.of(
                        DataSource.class.getPermittedSubclasses(),
                        CaptionSource.class.getPermittedSubclasses(),
                        new Class<?>[] {VqaFiles.class})
                .flatMap(Arrays::stream);
    }

    @ParameterizedTest
    @MethodSource("sources")
    void everyKeyIsExplained(Class<?> source) throws IOException {
        String guide = Files.readString(GUIDE);
        assertThat(Keys.components(source).stream().map(RecordComponent::getName))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(guide).contains("`" + key + "`"));
    }
}
