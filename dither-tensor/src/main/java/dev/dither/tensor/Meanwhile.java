package dev.dither.tensor;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Parts of work that come one after the other, on which {@link Helpers} are at work while the thread that leaves them goes on. */
final class Meanwhile {
    private final Thread owner = Thread.currentThread();
    private final Queue<Runnable> parts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger undone = new AtomicInteger();
    private final AtomicInteger helping = new AtomicInteger();
    private volatile @Nullable Throwable failure;

    /** Leaves a part. */
    void add(Runnable part) {
        undone.incrementAndGet();
        parts.add(part);
    }

    /** Asks for helpers until so many are at work, or one for each part. */
    void help(int most) {
        while (helping.get() < Math.min(most, parts.size())) {
            helping.incrementAndGet();
            Helpers.ask(() -> {
                work();
                helping.decrementAndGet();
            });
        }
    }

    private void work() {
        for (Runnable part = parts.poll(); part != null; part = parts.poll()) {
            try {
                part.run();
            } catch (Throwable e) {
                failure = e;
            } finally {
                if (undone.decrementAndGet() == 0) {
                    LockSupport.unpark(owner);
                }
            }
        }
    }

    boolean isDone() {
        return undone.get() == 0;
    }

    /** Does what is left, with the helpers, and throws, once, what a part has thrown. */
    void finish() {
        work();
        Helpers.await(this::isDone);
        Throwable thrown = failure;
        failure = null;
        Helpers.rethrow(thrown);
    }
}
