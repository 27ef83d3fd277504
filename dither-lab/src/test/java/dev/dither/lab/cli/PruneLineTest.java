package dev.dither.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.prune.Complexity;
import dev.dither.prune.Ledger;
import dev.dither.prune.Widths;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PruneLineTest {
    private static final Ledger.Standing STANDING =
            new Ledger.Standing(new Widths(List.of(3, 2)), new Complexity(60, 50, 40), 0.25);

    private final StringWriter text = new StringWriter();

    private PruneLine line(String columns, Long... seconds) {
        Deque<Long> times = new ArrayDeque<>(Arrays.asList(seconds));
        return PruneLine.of(
                new PrintWriter(text), columns, Map.of("TERM", "xterm"), () -> times.pop() * 1_000_000_000L);
    }

    @Test
    void withoutATerminalEachPercentIsALine() {
        try (PruneLine line = line(null, 0L)) {
            line.accept(STANDING, 0.121);
            line.accept(STANDING, 0.129);
            line.accept(STANDING, 0.13);
        }
        assertThat(text.toString().lines())
                .containsExactly(
                        "pruning  12 %  flops 60  size 50  error 0.2500  widths 3-2",
                        "pruning  13 %  flops 60  size 50  error 0.2500  widths 3-2");
    }

    /** A quarter of the way took 20 seconds, so that three quarters take a minute. */
    @Test
    void onATerminalOneLineIsRewrittenAndShowsTheTimeLeft() {
        try (PruneLine line = line("40", 0L, 20L)) {
            line.accept(STANDING, 0.25);
        }
        assertThat(text).hasToString("\r\u001b[K1:00 left  pruning  25 %  flops 60  siz\r\u001b[K");
    }
}
