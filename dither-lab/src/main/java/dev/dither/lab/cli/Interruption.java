package dev.dither.lab.cli;

import dev.dither.lab.experiment.RunListener;
import dev.dither.lab.run.RunDirectory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets a run end in order when the process is asked to stop: the write in progress is finished, no other begins, and
 * what to do next is said. The process then ends with the exit code of its signal, 130 for Ctrl-C.
 */
final class Interruption implements RunListener, AutoCloseable {
    private final Consumer<RunDirectory> farewell;
    private @Nullable Thread hook;

    /** Prepares; {@code farewell} is told of the run that was interrupted. */
    Interruption(Consumer<RunDirectory> farewell) {
        this.farewell = farewell;
    }

    @Override
    public void runBegins(RunDirectory run) {
        hook = new Thread(() -> stop(run), "dither-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void stop(RunDirectory run) {
        run.seal();
        farewell.accept(run);
    }

    @Override
    public void close() {
        try {
            if (hook != null) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        } catch (IllegalStateException alreadyStopping) {
            // the hook runs: whatever ended the run, the process is about to end, and the hook has said how to go on
            hook = null;
        }
    }
}
