package dev.dither.tensor;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Parts of work that come one after the other, on which {@link Helpers} are at work while the thread that leaves them goes on. */
final class Meanwhile {
    private final Queue<Runnable> parts = new ConcurrentLinkedQueue<>();
    private final Outstanding outstanding = new Outstanding(0);
    private final AtomicInteger helping = new AtomicInteger();

    /** Leaves a part. */
    void add(Runnable part) {
        outstanding.add();
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
            outstanding.run(part);
        }
    }

    boolean isDone() {
        return outstanding.isDone();
    }

    /** Does what is left, with the helpers, and throws, once, what a part has thrown. */
    void finish() {
        work();
        outstanding.await();
    }
}
