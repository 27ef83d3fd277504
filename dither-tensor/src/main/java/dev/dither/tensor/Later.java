package dev.dither.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Gradients that nothing on the way back waits for. Threads share the slices of all of them as one piece of work: only at its end may one be
 * without any, instead of at the end of each gradient.
 */
final class Later {
    private final List<Task> tasks = new ArrayList<>();

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
            Slices.one(i, length, slices, work);
        }
    }

    /** One slice of a task. */
    private record Place(Task task, int slice) {}

    /** Returns what is found by something that leaves work, when that is done. */
    static <T> T atOnce(Function<Later, T> something) {
        Later now = new Later();
        T found = something.apply(now);
        now.run();
        return found;
    }

    /** Leaves something to be done. */
    void add(Task task) {
        tasks.add(task);
    }

    /** Does what is left. */
    void run() {
        List<Place> places = new ArrayList<>();
        for (Task task : tasks) {
            for (int i = 0; i < task.slices(); i++) {
                places.add(new Place(task, i));
            }
        }
        if (!places.isEmpty()) {
            Slices.each(places.size(), places.size(), (at, one) -> {
                Place place = places.get((int) at);
                place.task().slice(place.slice());
            });
        }
        tasks.forEach(task -> task.end().run());
        tasks.clear();
    }
}
