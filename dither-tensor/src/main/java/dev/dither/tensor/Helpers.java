package dev.dither.tensor;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.bytedeco.pytorch.global.torch;

/**
 * Threads that help one that has work of many parts. Each of them, the one with the work included, takes the next part that nobody
 * has begun; so a helper that comes late, or not at all, costs nothing but its help.
 *
 * <p>Of the engine's threads a helper has its own only.
 */
final class Helpers {
    private Helpers() {}

    /** Starts all helpers; before the engine's own threads are set, since a helper's setting is the default of later threads. */
    static void start() {
        CountDownLatch ready = new CountDownLatch(Pool.SIZE);
        for (int i = 0; i < Pool.SIZE; i++) {
            Pool.THREADS.execute(() -> {
                ready.countDown();
                await(ready);
            });
        }
        await(ready);
    }

    /**
     * Does all parts 0 … count − 1. Returns when all are done, even when interrupted or when one fails: they read memory that is
     * freed after this.
     *
     * @param threads how many work at a time, this one included; fewer where helpers are busy, or not that many
     */
    static void share(int threads, int count, IntConsumer part) {
        Work work = new Work(count, part);
        for (int i = 1; i < Math.min(count, threads); i++) {
            ask(work);
        }
        work.run();
        work.outstanding.await();
    }

    /** Asks a helper to do something. */
    static void ask(Runnable work) {
        Pool.THREADS.execute(work);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the engine started", e);
        }
    }

    /** Parts of which each thread takes the next one. */
    private static final class Work implements Runnable {
        private final int count;
        private final IntConsumer part;
        private final AtomicInteger begun = new AtomicInteger();
        private final Outstanding outstanding;

        Work(int count, IntConsumer part) {
            this.count = count;
            this.part = part;
            this.outstanding = new Outstanding(count);
        }

        @Override
        public void run() {
            for (int i = begun.getAndIncrement(); i < count; i = begun.getAndIncrement()) {
                int next = i;
                outstanding.run(() -> part.accept(next));
            }
        }
    }

    /** Of idle helpers the last one to fall idle is asked first: its processor is free. */
    private static final class Pool {
        static final int SIZE = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);

        static final ForkJoinPool THREADS =
                new ForkJoinPool(SIZE, Helper::new, null, true, SIZE, SIZE, 0, pool -> true, 1_000, TimeUnit.DAYS);
    }

    private static final class Helper extends ForkJoinWorkerThread {
        Helper(ForkJoinPool pool) {
            super(pool);
            setName("dither-helper");
        }

        @Override
        protected void onStart() {
            // the first question makes a thread take over the number of all, which must come before its own
            torch.get_num_threads();
            torch.set_num_threads(1);
            Denormals.flushAlways();
        }
    }
}
