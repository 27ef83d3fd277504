package dev.dither.tensor;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.global.torch;

/**
 * Work that is cut into a fixed number of slices, each done by one thread without the engine's own, so that its result
 * does not depend on how many threads there are.
 */
final class Slices {
    private static final int WORKERS = 4;

    private Slices() {}

    /** Starts the workers; before the engine's own threads are set, since a worker's setting is the default of later ones. */
    static void start() {
        CountDownLatch ready = new CountDownLatch(WORKERS);
        for (int i = 0; i < WORKERS; i++) {
            Workers.POOL.execute(() -> {
                ready.countDown();
                await(ready);
            });
        }
        await(ready);
    }

    /**
     * Returns what {@code slice} gives for 0 … count − 1, without history; as many are worked on at a time as the engine
     * has threads.
     */
    static Tensor[] of(int count, IntFunction<org.bytedeco.pytorch.Tensor> slice) {
        org.bytedeco.pytorch.Tensor[] parts = new org.bytedeco.pytorch.Tensor[count];
        shared(slice, parts, Math.min(count, Engine.threads()));
        Tensor[] adopted = new Tensor[count];
        for (int i = 0; i < count; i++) {
            adopted[i] = Tensor.wrap(new org.bytedeco.pytorch.Tensor(parts[i]));
            parts[i].close();
        }
        return adopted;
    }

    /**
     * Lets this thread do the first share, since it would wait anyway, and workers the others. Waits for all of them even when
     * interrupted or when one fails: they read memory that is freed after this. Meanwhile the engine has one thread for this one, and
     * for threads that begin to use it now.
     *
     * @param shares how many threads there are, this one included
     */
    private static void shared(
            IntFunction<org.bytedeco.pytorch.Tensor> slice, org.bytedeco.pytorch.Tensor[] parts, int shares) {
        CompletableFuture<?> others = CompletableFuture.allOf(IntStream.range(1, shares)
                .mapToObj(first -> CompletableFuture.runAsync(() -> share(slice, parts, first, shares), Workers.POOL))
                .toArray(CompletableFuture<?>[]::new));
        int threads = Engine.threads();
        torch.set_num_threads(1);
        try {
            share(slice, parts, 0, shares);
        } finally {
            torch.set_num_threads(threads);
            others.join();
        }
    }

    /** Computes every {@code step}-th slice; everything native but the results is freed. */
    private static void share(
            IntFunction<org.bytedeco.pytorch.Tensor> slice, org.bytedeco.pytorch.Tensor[] parts, int first, int step) {
        for (int i = first; i < parts.length; i += step) {
            try (PointerScope scope = new PointerScope();
                    AutoGradMode off = new AutoGradMode(false)) {
                org.bytedeco.pytorch.Tensor part = new org.bytedeco.pytorch.Tensor(slice.apply(i));
                part.retainReference();
                scope.detach(part);
                parts[i] = part;
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the engine started", e);
        }
    }

    private static final class Workers {
        static final ExecutorService POOL = Executors.newFixedThreadPool(WORKERS, Workers::thread);

        private static Thread thread(Runnable work) {
            Thread thread = new Thread(
                    () -> {
                        // the first question makes a thread take over the number of all, which must come before its own
                        torch.get_num_threads();
                        torch.set_num_threads(1);
                        org.bytedeco.pytorch.Context.setFlushDenormal(true);
                        work.run();
                    },
                    "dither-slices");
            thread.setDaemon(true);
            return thread;
        }
    }
}
