package dev.dither.bench;

import dev.dither.bench.Contest.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Measures this side and its peers in turn, and writes the page of benchmarks. */
public final class Paired {
    static final String START_UP = "start-up";
    static final String MEMORY = "memory";
    static final String COSTS = "costs";
    static final String DRAWS = "draws";
    static final int AT_A_TIME = 2;

    private final Settings settings;

    private Paired(Settings settings) {
        this.settings = settings;
    }

    /** See {@code dither-bench/run.sh}. */
    public static void main(String[] args) throws IOException {
        Settings settings = Settings.orExit(args);
        String page = new Paired(settings).page();
        Path target = settings.target();
        Files.createDirectories(target.toAbsolutePath().getParent());
        Files.writeString(target, page);
        System.out.println(page);
        System.err.println("written to " + target);
    }

    private String page() {
        Page page = Page.begin(settings);
        List<Rounds> played = new ArrayList<>();
        for (Contest contest : Contest.all()) {
            if (settings.includes(contest.id())) {
                played.add(play(contest));
            }
        }
        page.machine(played);
        for (Kind kind : Kind.values()) {
            page.rounds(
                    kind,
                    played.stream().filter(r -> r.contest().kind() == kind).toList());
        }
        if (settings.includes(COSTS)) {
            System.err.println(COSTS);
            page.costs(answer(Contestant.jvm(Costs.class, System.getProperty("java.class.path"))));
        }
        if (settings.includes(DRAWS)) {
            System.err.println(DRAWS);
            page.draws(answer(Contestant.jvm(ManyDraws.class, System.getProperty("java.class.path"))));
            page.drawMemory(drawMemory());
        }
        if (settings.includes(START_UP)) {
            System.err.println(START_UP);
            page.startUp(StartUp.measure(settings));
        }
        if (settings.includes(MEMORY)) {
            page.memory(memory());
        }
        return page.end();
    }

    private Rounds play(Contest contest) {
        System.err.println(contest.id());
        List<Contestant> sides = new ArrayList<>(List.of(Contestant.dither(), Contestant.python(settings)));
        if (contest.kind() == Kind.TRAINING && Subject.named(contest.id()).graphed()) {
            sides.add(Contestant.graph());
        }
        Rounds rounds = Rounds.play(contest, sides, settings);
        Contestant.requireFastBlas(rounds.descriptions().get(Contestant.PYTHON));
        return rounds;
    }

    private Map<Subject, Answer> memory() {
        Map<Subject, Answer> found = new LinkedHashMap<>();
        for (Subject subject : List.of(Subject.MLP_128, Subject.LENET_5)) {
            System.err.println(MEMORY + " " + subject.id());
            List<String> command = Contestant.jvm(Resident.class, System.getProperty("java.class.path"));
            command.addAll(List.of(subject.id(), String.valueOf(settings.steps())));
            found.put(subject, answer(command));
        }
        return found;
    }

    private static Map<ManyDraws.Case, List<Double>> drawMemory() {
        Map<ManyDraws.Case, List<Double>> found = new LinkedHashMap<>();
        for (ManyDraws.Case each : ManyDraws.Case.values()) {
            found.put(
                    each,
                    List.of(
                            peak(each, 1, 1),
                            peak(each, ManyDraws.DRAWS, ManyDraws.DRAWS),
                            peak(each, ManyDraws.DRAWS, AT_A_TIME)));
        }
        return found;
    }

    private static double peak(ManyDraws.Case of, int draws, int atATime) {
        List<String> command = Contestant.jvm(PeakMemory.class, System.getProperty("java.class.path"));
        command.addAll(List.of(of.name(), String.valueOf(draws), String.valueOf(atATime)));
        return answer(command).number("peak");
    }

    private static Answer answer(List<String> command) {
        try (Child child = Child.start(command, Set.of())) {
            return child.answer();
        }
    }
}
