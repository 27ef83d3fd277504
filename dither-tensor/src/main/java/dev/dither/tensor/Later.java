package dev.dither.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.global.torch;

/**
 * Gradients that nothing on the way back waits for. Half of the threads work on their slices while this one goes on with the engine's other half;
 * at the end all of them share what is left. Nobody waits for the slowest slice of one gradient before the next one is begun.
 */
final class Later implements AutoCloseable {
    private final int threads = Engine.threads();
    private final List<Task> tasks = new ArrayList<>();
    private final Meanwhile slices = new Meanwhile();

    /** How many the engine has now. */
    private int given = threads;

    /**
     * What is left to do for a gradient.
     *
     * @param length number of things that are cut into slices
     * @param slices how many slices
     * @param work what is done for a slice, by one thread
     * @param end what is done when all slices are
     */
    record Task(long length, int slices, Slices.Numbered work, Runnable end) {
        void slice(int i) {
            Slices.alone(() -> Slices.one(i, length, slices, work));
        }
    }

    /** Returns what is found by something that leaves work, when that is done. */
    static <T> T atOnce(Function<Later, T> something) {
        try (Later now = new Later()) {
            T found = something.apply(now);
            now.run();
            return found;
        }
    }

    /** Leaves something to be done. */
    void add(Task task) {
        tasks.add(task);
        for (int i = 0; i < task.slices(); i++) {
            int slice = i;
            slices.add(() -> task.slice(slice));
        }
        slices.help(threads / 2);
    }

    /** Gives the engine the threads that are not at work here. */
    void makeRoom() {
        give(slices.isDone() ? threads : threads - threads / 2);
    }

    private void give(int count) {
        if (count != given) {
            torch.set_num_threads(count);
            given = count;
        }
    }

    /** Does what is left. */
    void run() {
        finish();
        tasks.forEach(task -> task.end().run());
        tasks.clear();
    }

    private void finish() {
        try {
            if (!slices.isDone()) {
                give(1);
                slices.help(threads - 1);
            }
            slices.finish();
        } finally {
            give(threads);
        }
    }

    /** Waits for what is being done: it reads memory that is freed after this. */
    @Override
    public void close() {
        finish();
    }
}
