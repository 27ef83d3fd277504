package dev.dither.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TensorBoardRecordTest {
    @Test
    void checksumOfTheTestIsTheStandardOne() {
        assertThat(EventFileReader.crc32c("123456789".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(0xe3069283);
    }

    @Test
    void fileBeginsWithItsVersion() {
        List<byte[]> messages = EventFileReader.messages(TensorBoardRecord.start(1.5));
        assertThat(messages).hasSize(1);
        List<Map.Entry<Integer, Object>> fields = EventFileReader.fields(messages.get(0));
        assertThat(fields).extracting(Map.Entry::getKey).containsExactly(1, 3);
        assertThat(Double.longBitsToDouble((Long) fields.get(0).getValue())).isEqualTo(1.5);
        assertThat((byte[]) fields.get(1).getValue()).asString().isEqualTo("brain.Event:2");
    }

    @Test
    void scalarsComeBackWithTheirStep() {
        byte[] record = TensorBoardRecord.scalars(2.5, 300, Map.of("nll", 0.25, "größe", -7.0));
        List<byte[]> messages = EventFileReader.messages(record);
        assertThat(messages).hasSize(1);
        assertThat(EventFileReader.scalars(messages.get(0)))
                .containsExactlyInAnyOrderEntriesOf(Map.of("", 300L, "nll", 0.25f, "größe", -7f));
        Object wallTime = EventFileReader.fields(messages.get(0)).get(0).getValue();
        assertThat(Double.longBitsToDouble((Long) wallTime)).isEqualTo(2.5);
    }

    @Test
    void longMessageHasALengthOfSeveralBytes() {
        String tag = "x".repeat(400);
        byte[] record = TensorBoardRecord.scalars(0, Long.MAX_VALUE, Map.of(tag, Double.NaN));
        Map<String, Object> found =
                EventFileReader.scalars(EventFileReader.messages(record).get(0));
        assertThat(found).containsEntry("", Long.MAX_VALUE).containsEntry(tag, Float.NaN);
    }
}
