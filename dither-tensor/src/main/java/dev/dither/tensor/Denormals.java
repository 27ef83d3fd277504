package dev.dither.tensor;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.global.torch;

/**
 * Numbers that are too small to be normal, below 1.2e-38 in single precision. Averages of an optimizer decay to them and stay there, and many
 * processors take a hundred times as long for them.
 *
 * <p>Whether they count as zero is a setting of each thread, for its arithmetic in Java too. The virtual machine restores it whenever
 * a method returns that it called natively, such as a class's initializer or one called by reflection; and a thread hands it on
 * to those it starts.
 */
final class Denormals {
    /** Elements of which the engine gives a part to each of its threads. */
    private static final long SHARED = 1 << 16;

    /** Set for threads of which the engine's flush. */
    private static final ThreadLocal<Boolean> STARTED = new ThreadLocal<>();

    private Denormals() {}

    /** Says whether they count as zero for this thread. */
    static void flush(boolean flushed) {
        Context.setFlushDenormal(flushed);
    }

    /** Says that they count as zero for this thread as long as it lives; the engine has none for it. */
    static void flushAlways() {
        flush(true);
        STARTED.set(true);
    }

    /** Starts the engine's threads that work for this one, unless that is done. */
    static void startThreadsOnce() {
        if (STARTED.get() == null) {
            startThreads();
        }
    }

    /** Starts the engine's threads that work for this one, so that they flush as long as they live. */
    static void startThreads() {
        STARTED.set(true);
        flush(true);
        try (PointerScope scope = new PointerScope()) {
            torch.ones(SHARED);
        } finally {
            flush(Scope.isOpen());
        }
    }
}
