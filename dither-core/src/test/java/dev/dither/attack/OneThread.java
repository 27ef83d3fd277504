package dev.dither.attack;

import dev.dither.tensor.Engine;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs a class on one native thread: networks this small only wait for a second one. */
final class OneThread implements BeforeAllCallback, AfterAllCallback {
    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(OneThread.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(SPACE).put("threads", Engine.threads());
        Engine.threads(1);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Engine.threads(Objects.requireNonNull(context.getStore(SPACE).get("threads", Integer.class)));
    }
}
