package dev.dither.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dither.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTensorsTest {
    private static final float[] VALUES = {1, -2.5f, Float.MIN_VALUE, Float.NaN, -0f, Float.POSITIVE_INFINITY};

    @TempDir
    Path folder;

    private static SafeTensors example() {
        return new SafeTensors(Map.of("method", "se-snn", "text", "ü \"quoted\""))
                .with("0/weight", Shape.of(2, 3), VALUES)
                .with("none", Shape.of(0, 4), new float[0])
                .with("scalar", Shape.of(), new float[] {7});
    }

    private SafeTensors read(byte[] content) throws IOException {
        return SafeTensors.read(Files.write(folder.resolve("file.safetensors"), content));
    }

    private String refused(byte[] content) {
        String message =
                catchThrowableOfType(RunException.class, () -> read(content)).getMessage();
        assertThat(message).hasLineCount(1).contains("file.safetensors: ");
        return message;
    }

    @Test
    void everythingComesBackBitByBit() throws IOException {
        SafeTensors found = read(example().bytes());
        assertThat(found.arrays()).containsOnlyKeys("0/weight", "none", "scalar");
        assertThat(found.arrays().get("0/weight"))
                .usingComparator((a, b) -> Arrays.equals(bits(a), bits(b)) ? 0 : 1)
                .isEqualTo(VALUES);
        assertThat(found.shape("0/weight")).isEqualTo(Shape.of(2, 3));
        assertThat(found.shape("none")).isEqualTo(Shape.of(0, 4));
        assertThat(found.shape("scalar")).isEqualTo(Shape.of());
        assertThat(found.metadata()).isEqualTo(Map.of("method", "se-snn", "text", "ü \"quoted\""));
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    @Test
    void layoutIsThatOfTheFormat() throws IOException {
        ByteBuffer file = ByteBuffer.wrap(example().bytes()).order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(file.getLong());
        assertThat((Long.BYTES + length) % 8).isZero();
        JsonNode header = new JsonMapper().readTree(Arrays.copyOfRange(file.array(), Long.BYTES, Long.BYTES + length));
        assertThat(header.get("0/weight").toString())
                .isEqualTo("{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}");
        assertThat(header.get("scalar").toString())
                .isEqualTo("{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[24,28]}");
        assertThat(header.get("__metadata__")).allMatch(JsonNode::isTextual);
        assertThat(file.getFloat(Long.BYTES + length + Float.BYTES)).isEqualTo(-2.5f);
        assertThat(file.capacity()).isEqualTo(Long.BYTES + length + 28);
    }

    @Test
    void shapeMustFitTheValues() {
        assertThatThrownBy(() -> new SafeTensors(Map.of()).with("a", Shape.of(2), new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a: shape [2] for 3 values");
    }

    @Test
    void nameCanBeTakenOnce() {
        SafeTensors file = new SafeTensors(Map.of()).with("a", Shape.of(1), new float[1]);
        assertThatThrownBy(() -> file.with("a", Shape.of(1), new float[1])).hasMessageContaining("a is taken");
        assertThatThrownBy(() -> file.with("__metadata__", Shape.of(1), new float[1]))
                .hasMessageContaining("is taken");
    }

    @Test
    void missingFileIsOneLine() {
        Path missing = folder.resolve("missing.safetensors");
        assertThatThrownBy(() -> SafeTensors.read(missing))
                .isInstanceOf(RunException.class)
                .hasMessage("cannot read " + missing + ": no such file or directory");
    }

    @Test
    void fileCutOffAnywhereIsRefused() {
        byte[] whole = example().bytes();
        for (int length = 0; length < whole.length; length++) {
            assertThat(refused(Arrays.copyOf(whole, length)))
                    .as("cut at " + length)
                    .isNotBlank();
        }
        assertThat(refused(Arrays.copyOf(whole, whole.length + 1))).contains("expected 28 bytes");
    }

    /** Every bit of the file in turn, not a sample: a flip that is not seen would change a number or its meaning. */
    @Test
    void everyFlippedBitIsSeen() throws IOException {
        byte[] whole = example().bytes();
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            int position = bit;
            assertThatThrownBy(() -> read(damaged))
                    .as("bit " + position)
                    .isInstanceOf(RunException.class)
                    .hasMessageContaining("file.safetensors: ");
        }
    }

    @Test
    void randomBytesAreRefused() {
        Random random = new Random(11);
        for (int n = 0; n < 300; n++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            assertThat(refused(bytes)).isNotBlank();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "dtype":"F64","shape":[2],"data_offsets":[0,8]   | a has dtype 'F64', expected F32
            "shape":[2],"data_offsets":[0,8]                 | a has dtype ''
            "dtype":"F32","shape":[3],"data_offsets":[0,8]   | a: shape [3] for 8 bytes
            "dtype":"F32","shape":[2],"data_offsets":[4,12]  | a overlaps or leaves a gap: bytes 4 to 12 of 8
            "dtype":"F32","shape":[4],"data_offsets":[0,16]  | truncated: a takes bytes 0 to 16 of 8
            "dtype":"F32","shape":[1],"data_offsets":[0,4]   | expected 4 bytes of numbers, got 8
            "dtype":"F32","shape":[2],"data_offsets":[8,0]   | a: shape [2] for -8 bytes
            "dtype":"F32","shape":[2],"data_offsets":[-8,0]  | a: data_offset must be a whole number
            "dtype":"F32","shape":[2],"data_offsets":[0]     | a: data_offset must be a whole number
            "dtype":"F32","shape":[2.5],"data_offsets":[0,8] | a: size must be a whole number
            "dtype":"F32","shape":[-2],"data_offsets":[0,8]  | a: size must be a whole number
            "dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8] | a: shape [4611686018427387904, 4] for 8
            """)
    void entryThatCannotBeIsNamed(String entry, String expected) throws Exception {
        assertThat(refused(file("\"a\":{" + entry + "}", new byte[8]))).contains(expected);
    }

    @Test
    void overlappingArraysAreRefused() throws Exception {
        String both = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}";
        assertThat(refused(file(both, new byte[8]))).contains("b overlaps or leaves a gap: bytes 4 to 8 of 8");
    }

    @Test
    void headerLongerThanAnyIsRefusedBeforeItIsRead() {
        byte[] file = new byte[64];
        Arrays.fill(file, 0, 8, (byte) 0xff);
        assertThat(refused(file)).contains("a header of 18446744073709551615 bytes");
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(57);
        assertThat(refused(file)).contains("truncated: the header takes 57 bytes, the file has 64");
    }

    @Test
    void fileOfAnotherToolIsNamedAsSuch() {
        byte[] header =
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}".getBytes(StandardCharsets.UTF_8);
        byte[] file = ByteBuffer.allocate(8 + header.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();
        assertThat(refused(file)).contains("not a file of Dither's");
    }

    /** A file made without the code under test: its checksums are right, its entries are as given. */
    private static byte[] file(String entries, byte[] data) throws Exception {
        String sum = sha256(data);
        String unsigned = "{\"__metadata__\":{\"sha256\":\"" + sum + "\"}," + entries + "}";
        String signed = unsigned.replace(
                "\"sha256\":\"" + sum + "\"",
                "\"sha256\":\"" + sum + "\",\"headerSha256\":\"" + sha256(unsigned.getBytes(StandardCharsets.UTF_8))
                        + "\"");
        byte[] header = signed.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + header.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(data)
                .array();
    }

    @Test
    void handMadeFileIsRead() throws Exception {
        byte[] data = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(0.5f)
                .putFloat(-3)
                .array();
        SafeTensors found = read(file("\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}", data));
        assertThat(found.arrays().get("a")).containsExactly(0.5f, -3);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
