package dev.dither.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.data.DataSet;
import dev.dither.data.Standardization;
import dev.dither.tensor.Engine;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TabularTest {
    private static final DataSet BEARINGS = Tabular.read(Path.of("data/bearings.csv"));

    @BeforeAll
    static void useOneThread() {
        Engine.threads(1);
    }

    @Test
    void aQuarterOfTheRowsIsHeldOut() {
        assertThat(BEARINGS.train().size()).isEqualTo(300);
        assertThat(BEARINGS.test().size()).isEqualTo(100);
    }

    @Test
    void standardizedColumnsAreClassifiedWell() {
        assertThat(Tabular.accuracy(Standardization.fitAndApply(BEARINGS))).isGreaterThan(0.85);
    }

    @Test
    void columnsInTheirOwnUnitsAreNot() {
        assertThat(Tabular.accuracy(BEARINGS)).isLessThan(0.7);
    }
}
