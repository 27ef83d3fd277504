package dev.dither.testkit;

import dev.dither.tensor.Scope;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves tensors alive: the count after its last {@code @AfterEach} must be that before its first
 * {@code @BeforeEach}.
 *
 * <p>The count is that of the whole process, so tests under this check must not run side by side in one.
 */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {
    /** Registered with {@code @ExtendWith(LeakCheck.class)}. */
    public LeakCheck() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        store(context).put("live", Scope.liveTensors());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        long before = Objects.requireNonNull(store(context).get("live", Long.class), "live");
        long left = Scope.liveTensors() - before;
        if (left != 0 && context.getExecutionException().isEmpty()) {
            throw new AssertionError(
                    context.getDisplayName() + ": expected no change in the number of live tensors, got " + left
                            + " more; open a scope, or release what is owned");
        }
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(ExtensionContext.Namespace.create(LeakCheck.class, context.getUniqueId()));
    }
}
