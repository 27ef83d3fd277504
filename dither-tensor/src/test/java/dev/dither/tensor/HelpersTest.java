package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HelpersTest {
    private static final int PARTS = 500;

    private final AtomicIntegerArray times = new AtomicIntegerArray(PARTS);

    @BeforeAll
    static void start() {
        Engine.start();
    }

    @Test
    void everyPartIsDoneOnce() {
        Helpers.share(3, PARTS, times::incrementAndGet);
        assertThatEachWasDoneOnce();
    }

    @RepeatedTest(20)
    void twoThreadsWorkAtATimeAlsoRightAfterOtherWork() {
        AtomicBoolean met = new AtomicBoolean(true);
        CountDownLatch both = new CountDownLatch(2);
        Helpers.share(2, PARTS, times::incrementAndGet);
        Helpers.share(2, 2, part -> {
            both.countDown();
            if (!hasMet(both)) {
                met.set(false);
            }
        });
        assertThat(met).isTrue();
    }

    @Test
    void aPartMayHavePartsItself() {
        Helpers.share(
                2, 10, part -> Helpers.share(2, PARTS / 10, inner -> times.incrementAndGet(part * PARTS / 10 + inner)));
        assertThatEachWasDoneOnce();
    }

    @Test
    void aFailureComesWhenAllIsDone() {
        assertThatThrownBy(() -> Helpers.share(2, PARTS, part -> {
                    times.incrementAndGet(part);
                    if (part == 1) {
                        throw new IllegalStateException("part 1");
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("part 1");
        assertThatEachWasDoneOnce();
    }

    @Test
    @Timeout(10)
    void anInterruptedThreadWaitsForTheOthersAndStaysInterrupted() {
        CountDownLatch both = new CountDownLatch(2);
        AtomicIntegerArray done = new AtomicIntegerArray(2);
        Thread.currentThread().interrupt();
        try {
            Thread owner = Thread.currentThread();
            Helpers.share(2, 2, part -> {
                both.countDown();
                while (both.getCount() > 0) {
                    Thread.onSpinWait();
                }
                if (Thread.currentThread() != owner) {
                    sleep();
                }
                done.incrementAndGet(part);
            });
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(done.get(0) + done.get(1)).isEqualTo(2);
    }

    private void assertThatEachWasDoneOnce() {
        for (int part = 0; part < PARTS; part++) {
            assertThat(times.get(part)).as("part %d", part).isEqualTo(1);
        }
    }

    private static boolean hasMet(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
