package dev.dither.tensor;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Parts of work, done by any thread, that the thread which made this waits for. */
final class Outstanding {
    /** Looks that a thread takes at what is left before it sleeps; a sleeping one is woken tens of microseconds late. */
    private static final int LOOKS = 10_000;

    private final Thread owner = Thread.currentThread();
    private final AtomicInteger parts;
    private volatile @Nullable Throwable failure;

    Outstanding(int parts) {
        this.parts = new AtomicInteger(parts);
    }

    /** Expects one more. */
    void add() {
        parts.incrementAndGet();
    }

    /** Does a part; what it throws is thrown to who waits. */
    void run(Runnable part) {
        try {
            part.run();
        } catch (Throwable e) {
            failure = e;
        } finally {
            if (parts.decrementAndGet() == 0) {
                LockSupport.unpark(owner);
            }
        }
    }

    boolean isDone() {
        return parts.get() == 0;
    }

    /** Waits for all, even when interrupted, and throws, once, what a part has thrown, which cannot be checked. */
    void await() {
        for (int looks = 0; !isDone(); looks++) {
            if (looks < LOOKS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
            }
        }
        Throwable thrown = failure;
        failure = null;
        if (thrown instanceof RuntimeException runtime) {
            throw runtime;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
    }
}
