package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class MeanwhileTest {
    private final Meanwhile meanwhile = new Meanwhile();

    @BeforeAll
    static void startEngine() {
        Engine.start();
    }

    @Test
    void everyPartIsDoneOnce() {
        AtomicInteger[] done = new AtomicInteger[500];
        for (int i = 0; i < done.length; i++) {
            AtomicInteger one = new AtomicInteger();
            done[i] = one;
            meanwhile.add(one::incrementAndGet);
            meanwhile.help(2);
        }
        meanwhile.finish();
        assertThat(meanwhile.isDone()).isTrue();
        assertThat(done).allMatch(count -> count.get() == 1);
    }

    @Test
    void helpersWorkWhileTheOwnerGoesOn() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> goOn = new CompletableFuture<>();
        meanwhile.add(() -> {
            begun.countDown();
            goOn.join();
        });
        meanwhile.help(1);
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(meanwhile.isDone()).isFalse();
        goOn.complete(true);
        meanwhile.finish();
        assertThat(meanwhile.isDone()).isTrue();
    }

    @Test
    void withoutHelpersTheOwnerDoesAll() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 10; i++) {
            meanwhile.add(() -> threads.add(Thread.currentThread()));
            meanwhile.help(0);
        }
        assertThat(meanwhile.isDone()).isFalse();
        meanwhile.finish();
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void whatAPartThrowsIsThrownOnceWhenAllAreDone() {
        AtomicInteger done = new AtomicInteger();
        meanwhile.add(() -> {
            throw new IllegalStateException("planted");
        });
        meanwhile.add(done::incrementAndGet);
        meanwhile.help(1);
        assertThatIllegalStateException().isThrownBy(meanwhile::finish).withMessage("planted");
        assertThat(done).hasValue(1);
        meanwhile.finish();
    }
}
