package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A call of an operator by its name leaves nothing behind, not even the few bytes that no scope knows of. They are seen in the
 * memory of a process that does nothing else and whose heap is resident from the start.
 */
class NativeMemoryTest {
    private static final int WARM = 50_000;
    private static final int CALLS = 100_000;

    /** A third of what forty bytes a call would be; without a leak twenty kilobytes were measured in all. */
    private static final long MOST = 40L * CALLS / 3;

    /** What is called. */
    enum Called {
        CONVOLUTION {
            @Override
            void call(org.bytedeco.pytorch.Tensor x) {
                Fourier.convolved(x, x, null, 0);
            }
        },
        PLANTED {
            @Override
            void call(org.bytedeco.pytorch.Tensor x) {
                CONVOLUTION.call(x);
                Pointer.malloc(40);
            }
        };

        abstract void call(org.bytedeco.pytorch.Tensor x);

        final void calls(org.bytedeco.pytorch.Tensor x, int times) {
            for (int i = 0; i < times; i++) {
                try (PointerScope call = new PointerScope()) {
                    call(x);
                }
            }
        }
    }

    @BeforeAll
    static void start() {
        Engine.start();
        assumeThat(Fourier.THERE).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void callsLeaveNothing(Called called) throws IOException, InterruptedException {
        assertThat(growth(called) > MOST).isEqualTo(called == Called.PLANTED);
    }

    private static long growth(Called called) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xms32m", "-Xmx32m", "-XX:+AlwaysPreTouch"));
        command.addAll(
                List.of("-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(NativeMemoryTest.class.getName(), called.name()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String last = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        return Long.parseLong(last);
    }

    /** Prints by how many bytes this process has grown during calls. */
    public static void main(String[] arguments) {
        Called called = Called.valueOf(arguments[0]);
        Engine.start();
        try (PointerScope scope = new PointerScope()) {
            org.bytedeco.pytorch.Tensor x = torch.ones(1, 1, 5, 5);
            called.calls(x, WARM);
            long before = Pointer.physicalBytes();
            called.calls(x, CALLS);
            System.out.println(Pointer.physicalBytes() - before);
        }
    }
}
