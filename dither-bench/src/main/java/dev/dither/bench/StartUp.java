package dev.dither.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Seconds from starting a process to the end of its first training step.
 *
 * @param ours of the JVM
 * @param theirs of Python
 */
record StartUp(Sample ours, Sample theirs) {
    private static final int RUNS = 5;

    /** Measures alternating starts; the first of each does not count, since it fills the caches of files. */
    static StartUp measure(Settings settings) {
        List<String> jvm = Contestant.jvm(FirstStep.class, System.getProperty("java.class.path"));
        List<String> peer = new ArrayList<>(Contestant.peer(settings, "first-step"));
        peer.addAll(List.of(Subject.MLP_128.id(), String.valueOf(settings.threads())));
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int run = 0; run <= RUNS; run++) {
            ours.add(seconds(jvm));
            theirs.add(seconds(peer));
        }
        return new StartUp(new Sample(ours).window(1, RUNS + 1), new Sample(theirs).window(1, RUNS + 1));
    }

    private static double seconds(List<String> command) {
        long start = System.nanoTime();
        try (Child child = Child.start(command, Set.of())) {
            child.answer();
            return (System.nanoTime() - start) * 1e-9;
        }
    }
}
