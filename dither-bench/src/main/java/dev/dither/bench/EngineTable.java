package dev.dither.bench;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Measures what BLAS, its threads and the allocator are worth: the table behind the decision on them. */
public final class EngineTable {
    private static final List<Subject> SUBJECTS = List.of(Subject.MLP_128, Subject.MLP_1024);

    private EngineTable() {}

    /** See {@code dither-bench/run.sh --engine}. */
    public static void main(String[] args) {
        Settings settings = Settings.orExit(args);
        unpack(settings);
        List<Contestant> contestants = contestants(settings);
        List<Rounds> played = SUBJECTS.stream()
                .map(Contest::of)
                .map(contest -> Rounds.play(contest, contestants, settings))
                .toList();
        System.out.println(
                "steps a second: median (least to greatest) of " + settings.rounds() + " alternating rounds");
        System.out.println("on " + Machine.processor() + ", " + settings.threads() + " threads\n");
        System.out.println(
                "| set-up | " + SUBJECTS.stream().map(Subject::id).collect(Collectors.joining(" | ")) + " |");
        System.out.println("|---|" + "---:|".repeat(SUBJECTS.size()));
        for (Contestant contestant : contestants) {
            String cells = played.stream()
                    .map(rounds -> cell(rounds.speeds().get(contestant.name())))
                    .collect(Collectors.joining(" | "));
            System.out.println("| " + contestant.name() + " | " + cells + " |");
        }
    }

    /**
     * Unpacks the natives of OpenBLAS. How that start ends does not matter: where the distribution's libtorch is installed,
     * the linker takes that for libraries not unpacked yet, and the process may crash; later starts find all of them.
     */
    private static void unpack(Settings settings) {
        Child.start(Contestant.openBlas(FirstStep.class, settings), Set.of()).close();
    }

    private static List<Contestant> contestants(Settings settings) {
        Set<String> everything = Contestant.tuning();
        Contestant ours = Contestant.dither();
        Contestant plain = Contestant.openBlas(settings);
        Contestant python = Contestant.python(settings);
        return List.of(
                plain.as("OpenBLAS as it comes", everything),
                plain.as("OpenBLAS, thread timeout", Contestant.ALLOCATOR),
                plain.as("OpenBLAS, thread timeout, allocator", Set.of()),
                ours.as("MKL", Contestant.ALLOCATOR),
                ours.as("MKL, allocator: as launched", Set.of()),
                python.as("Python PyTorch as it comes", everything),
                python.as("Python PyTorch, allocator", Set.of()));
    }

    private static String cell(Sample sample) {
        return Page.figure(sample.median()) + " (" + Page.figure(sample.least()) + " to "
                + Page.figure(sample.greatest()) + ")";
    }
}
