package dev.dither.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the contestants reached in a contest, round by round.
 *
 * @param contest what was done
 * @param speeds units a second in each round, by contestant, in the order of playing
 * @param descriptions what each contestant says it runs on
 */
record Rounds(Contest contest, Map<String, Sample> speeds, Map<String, Answer> descriptions) {
    /** Plays: rounds of each that do not count, for as long as {@link Settings#warmUp} says, then alternating rounds, A B A B. */
    static Rounds play(Contest contest, List<Contestant> contestants, Settings settings) {
        Map<String, Child> children = new LinkedHashMap<>();
        try {
            contestants.forEach(c -> children.put(c.name(), c.start(contest, settings)));
            return measured(contest, children, settings);
        } finally {
            children.values().forEach(Child::close);
        }
    }

    private static void warmUp(Child child, double seconds) {
        double spent = 0;
        do {
            spent += child.ask("round 0").number("seconds");
        } while (spent < seconds);
    }

    private static Rounds measured(Contest contest, Map<String, Child> children, Settings settings) {
        Map<String, Answer> descriptions = new LinkedHashMap<>();
        Map<String, List<Double>> speeds = new LinkedHashMap<>();
        children.forEach((name, child) -> {
            descriptions.put(name, child.answer());
            speeds.put(name, new ArrayList<>());
            warmUp(child, settings.warmUp());
        });
        for (int round = 1; round <= settings.rounds(); round++) {
            String question = "round " + round;
            children.forEach((name, child) -> speeds.get(name).add(speed(child.ask(question))));
        }
        Map<String, Sample> samples = new LinkedHashMap<>();
        speeds.forEach((name, values) -> samples.put(name, new Sample(values)));
        return new Rounds(contest, samples, descriptions);
    }

    private static double speed(Answer answer) {
        return answer.number("units") / answer.number("seconds");
    }
}
