package dev.dither.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.PointerScope;

/**
 * A region of native memory: what is made inside it is freed when it closes.
 *
 * <p>Scopes nest, belong to the thread that opened them, and are closed in reverse order by try-with-resources.
 *
 * <p>Numerics: while a thread has a scope, numbers that are too small to be normal, below 1.2e-38 in single precision, count as zero,
 * for its own arithmetic in Java too.
 */
public final class Scope implements AutoCloseable {
    private final Scope parent;
    private final PointerScope pointers;
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Recorded> operations = new ArrayList<>();
    private boolean closed;
    private boolean historyKept;

    private static final ThreadLocal<Scope> INNERMOST = new ThreadLocal<>();
    // the engine counts no natives when the collector's help is off, as it is in tests
    private static final AtomicLong LIVE = new AtomicLong();

    private Scope(Scope parent) {
        this.parent = parent;
        this.pointers = new PointerScope();
    }

    /** Opens a scope inside the innermost one of this thread. */
    public static Scope open() {
        Engine.start();
        Scope scope = new Scope(INNERMOST.get());
        INNERMOST.set(scope);
        Denormals.flush(true);
        return scope;
    }

    /**
     * Returns how many tensors of this process are alive, of all threads, in scopes or {@linkplain Tensor#owned() owned}.
     *
     * <p>A tensor that was made outside every scope and is never released stays in this count for ever, and so
     * does one freed otherwise than by its scope or {@link Tensor#release}.
     */
    public static long liveTensors() {
        return LIVE.get();
    }

    /** Counts a new tensor as alive, in the innermost scope if there is one. */
    static Tensor adopt(Tensor tensor) {
        LIVE.incrementAndGet();
        Scope scope = INNERMOST.get();
        if (scope != null) {
            scope.tensors.add(tensor);
        }
        return tensor;
    }

    private static void recount(Tensor tensor) {
        if (tensor.justFreed()) {
            LIVE.decrementAndGet();
        }
    }

    /** Hands a tensor of this scope to the scope around it, or to nobody when there is none; returns it. */
    public Tensor keep(Tensor tensor) {
        if (closed) {
            throw new IllegalStateException("scope is closed: keep a tensor before its scope ends");
        }
        historyKept |= isComputed(tensor);
        if (parent == null) {
            requireNoHistory(tensor);
            tensor.value.retainReference();
        } else {
            parent.pointers.attach(tensor.value);
            parent.tensors.add(tensor);
        }
        // a scope holds a reference: letting go frees the tensor unless somebody else holds one
        pointers.detach(tensor.value);
        return tensor;
    }

    /** Whether this thread has a scope. */
    static boolean isOpen() {
        return INNERMOST.get() != null;
    }

    /** Remembers an operation for {@link Gradients}, as long as the innermost scope or what leaves it lasts. */
    static void record(Recorded operation) {
        INNERMOST.get().operations.add(operation);
    }

    /** Returns the operations that the scopes of this thread remember, each behind those whose outputs it may have taken. */
    static List<Recorded> operations() {
        Deque<Scope> scopes = new ArrayDeque<>();
        for (Scope scope = INNERMOST.get(); scope != null; scope = scope.parent) {
            scopes.push(scope);
        }
        return scopes.stream().flatMap(scope -> scope.operations.stream()).toList();
    }

    /** Whether a tensor depends on variables; the output of a recorded operation may do so without the engine knowing. */
    private boolean isComputed(Tensor tensor) {
        return tensor.hasHistory()
                || operations.stream()
                        .flatMap(operation -> operation.outputs().stream())
                        .anyMatch(output -> output.identity() == tensor.identity());
    }

    /** Beyond all scopes nobody would remember the operations it was computed by. */
    private void requireNoHistory(Tensor tensor) {
        if (!operations.isEmpty() && isComputed(tensor)) {
            throw new IllegalStateException(
                    "a tensor computed by convolutions, normalization or random activations cannot leave the outermost"
                            + " scope with its history: keep its detach(), or open a scope around this one");
        }
    }

    /** Takes a tensor out of every scope: its owner must {@link #release} it. */
    static Tensor own(Tensor tensor) {
        Scope scope = INNERMOST.get();
        if (scope != null) {
            scope.requireNoHistory(tensor);
            tensor.value.retainReference();
            scope.pointers.detach(tensor.value);
        }
        return tensor;
    }

    static void release(Tensor tensor) {
        tensor.value.close();
        recount(tensor);
    }

    @Override
    public void close() {
        if (!closed) {
            if (historyKept && parent != null) {
                operations.forEach(operation -> parent.operations.add(operation.kept(this)));
            }
            closed = true;
            pointers.close();
            tensors.forEach(Scope::recount);
            INNERMOST.set(parent);
            Denormals.flush(parent != null);
        }
    }
}
