package dev.dither.contracts;

import dev.dither.data.DataSet;
import dev.dither.data.Examples;
import dev.dither.data.KnownData;
import dev.dither.testkit.DatasetContract;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Both parts of every embedded set. */
@ParameterizedClass
@MethodSource("cases")
class EmbeddedDataTest implements DatasetContract {
    record Case(KnownData data, Part part) {}

    enum Part {
        TRAIN(DataSet::train),
        TEST(DataSet::test);

        private final Function<DataSet, Examples> choice;

        Part(Function<DataSet, Examples> choice) {
            this.choice = choice;
        }
    }

    @Parameter
    Case subject;

    static Stream<Case> cases() {
        return Arrays.stream(KnownData.values())
                .filter(KnownData::embedded)
                .flatMap(data -> Arrays.stream(Part.values()).map(part -> new Case(data, part)));
    }

    @Override
    public Examples examples() {
        return subject.part().choice.apply(subject.data().load(Path.of("no data folder")));
    }
}
