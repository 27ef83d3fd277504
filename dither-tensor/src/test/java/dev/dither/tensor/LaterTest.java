package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LaterTest {
    @AutoClose
    final Scope scope = Scope.open();

    @BeforeEach
    void threeThreads() {
        Engine.threads(3);
    }

    @AfterEach
    void close() {
        Engine.threads(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void theEndComesAfterAllSlices() {
        AtomicInteger sum = new AtomicInteger();
        AtomicInteger atEnd = new AtomicInteger();
        Later.atOnce(later -> {
            later.add(new Later.Task(
                    10, 4, (slice, from, count) -> sum.addAndGet((int) count), () -> atEnd.set(sum.get())));
            return atEnd;
        });
        assertThat(atEnd).hasValue(10);
    }

    @Test
    void theEngineHasTheThreadsThatAreNotAtWork() {
        CompletableFuture<Boolean> goOn = new CompletableFuture<>();
        try (Later later = new Later()) {
            later.makeRoom();
            assertThat(Engine.threads()).isEqualTo(3);
            later.add(new Later.Task(1, 1, (slice, from, count) -> goOn.join(), () -> {}));
            later.makeRoom();
            assertThat(Engine.threads()).isEqualTo(2);
            goOn.complete(true);
            later.run();
            assertThat(Engine.threads()).isEqualTo(3);
        }
    }

    @Test
    void oneThreadDoesEverythingInTheEnd() {
        Engine.threads(1);
        Thread owner = Thread.currentThread();
        AtomicInteger done = new AtomicInteger();
        try (Later later = new Later()) {
            later.add(new Later.Task(
                    4,
                    4,
                    (slice, from, count) -> {
                        assertThat(Thread.currentThread()).isSameAs(owner);
                        done.incrementAndGet();
                    },
                    () -> {}));
            assertThat(done).hasValue(0);
            later.run();
        }
        assertThat(done).hasValue(4);
    }

    @Test
    void whatFailsMeanwhileIsThrownAndTheEngineHasItsThreads() {
        AtomicInteger done = new AtomicInteger();
        assertThatIllegalStateException()
                .isThrownBy(() -> Later.atOnce(later -> {
                    later.add(new Later.Task(
                            2,
                            2,
                            (slice, from, count) -> {
                                done.incrementAndGet();
                                throw new IllegalStateException("planted");
                            },
                            () -> done.set(-1)));
                    return done;
                }))
                .withMessage("planted");
        assertThat(done).hasValue(2);
        assertThat(Engine.threads()).isEqualTo(3);
    }

    @Test
    void whoFailsOnTheWayWaitsForWhatIsBeingDone() {
        AtomicInteger done = new AtomicInteger();
        assertThatIllegalStateException()
                .isThrownBy(() -> Later.atOnce(later -> {
                    later.add(new Later.Task(8, 8, (slice, from, count) -> done.incrementAndGet(), () -> {}));
                    throw new IllegalStateException("on the way");
                }))
                .withMessage("on the way");
        assertThat(done).hasValue(8);
    }
}
