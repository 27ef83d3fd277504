package dev.dither.tensor;

import org.bytedeco.javacpp.PointerScope;

/**
 * A region of native memory: what is made inside it is freed when it closes.
 *
 * <p>Scopes nest, belong to the thread that opened them, and are closed in reverse order by try-with-resources.
 */
public final class Scope implements AutoCloseable {
    private final Scope parent;
    private final PointerScope pointers;
    private boolean closed;

    private static final ThreadLocal<Scope> INNERMOST = new ThreadLocal<>();

    private Scope(Scope parent) {
        this.parent = parent;
        this.pointers = new PointerScope();
    }

    /** Opens a scope inside the innermost one of this thread. */
    public static Scope open() {
        Engine.start();
        Scope scope = new Scope(INNERMOST.get());
        INNERMOST.set(scope);
        return scope;
    }

    /** Hands a tensor of this scope to the scope around it, or to nobody when there is none; returns it. */
    public Tensor keep(Tensor tensor) {
        if (closed) {
            throw new IllegalStateException("scope is closed: keep a tensor before its scope ends");
        }
        if (parent == null) {
            tensor.value.retainReference();
        } else {
            parent.pointers.attach(tensor.value);
        }
        // a scope holds a reference: letting go frees the tensor unless somebody else holds one
        pointers.detach(tensor.value);
        return tensor;
    }

    /** Takes a tensor out of every scope: its owner must {@link #release} it. */
    static Tensor own(Tensor tensor) {
        Scope scope = INNERMOST.get();
        if (scope != null) {
            tensor.value.retainReference();
            scope.pointers.detach(tensor.value);
        }
        return tensor;
    }

    static void release(Tensor tensor) {
        tensor.value.close();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pointers.close();
            INNERMOST.set(parent);
        }
    }
}
