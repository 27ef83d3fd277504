package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.data.Examples;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    @Test
    void cleanAttackedAndDifferenceStandAboveEachOtherInEveryChannel() {
        float[] clean = {0.25f, 0.5f, 1, 0};
        Examples two = Examples.ofFloats("two", new int[] {2, 1, 2}, clean, new int[] {0}, 1);
        Examples columns = Columns.of(two, List.of(List.of(0.5f, 0.5f, 0.875f, 0f)));
        assertThat(columns.exampleShape()).containsExactly(2, 3, 2);
        assertThat(columns.features(0)).containsExactly(0.25f, 0.5f, 0.5f, 0.5f, 1, 0.5f, 1, 0, 0.875f, 0, 0.25f, 0.5f);
    }

    @Test
    void whatIsNotMovedHasAGrayDifference() {
        Examples row = Examples.ofFloats("row", new int[] {5}, new float[] {0, 1, 0, 1, 0}, new int[] {0}, 1);
        Examples columns = Columns.of(row, List.of(List.of(0f, 1f, 0f, 1f, 0f)));
        assertThat(columns.exampleShape()).containsExactly(1, 6, 2);
        assertThat(columns.features(0)).endsWith(0.5f, 0.5f, 0.5f, 0.5f);
    }
}
