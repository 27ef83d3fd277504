package dev.dither.lab.experiment;

import dev.dither.attack.Adversarial;
import dev.dither.attack.Adversarial.Outcome;
import dev.dither.attack.Attacker;
import dev.dither.attack.Course;
import dev.dither.attack.Goal;
import dev.dither.attack.Judge;
import dev.dither.attack.Judgement;
import dev.dither.attack.Judgement.Decision;
import dev.dither.attack.Norm;
import dev.dither.attack.Proportion;
import dev.dither.attack.Threat;
import dev.dither.data.Examples;
import dev.dither.predict.Ensemble;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The attacks on one network or ensemble: for each view of the attacker and each radius the whole set. An attack that looks for the
 * smallest perturbation is made once, some examples at a time; what needs more than a budget then counts as not attacked.
 *
 * <p>Numerics: all radii and views share the attacker's noise and the judge's, so that figures differ by what they are about.
 *
 * @param plan the section
 * @param ensemble who is attacked
 * @param examples what is attacked
 * @param views what the attacker sees; of a deterministic network the mean
 * @param judgeDraws number of draws of each member for the judge; 1 for a deterministic network
 * @param root key of the cell
 */
record Campaign(
        AttackPlan plan,
        Ensemble ensemble,
        Examples examples,
        List<AttackerView> views,
        int judgeDraws,
        RandomKey root) {
    private static final int SEARCHED_AT_ONCE = 100;
    private static final int PICTURED = 8;

    Campaign {
        views = List.copyOf(views);
    }

    /**
     * A part of the work, after which the state is kept.
     *
     * @param radius radius, or absent: all budgets at once
     */
    private record Part(AttackerView sees, @Nullable Double radius, int start, int count) {}

    /** Returns the strikes of all parts; those that the bench kept are not made again. */
    List<Strike> run(Bench bench) {
        List<Part> parts = parts();
        CampaignState state = CampaignState.read(bench);
        List<Strike> strikes = new ArrayList<>(state.strikes());
        for (int done = state.parts(); done < parts.size(); done++) {
            strikes.addAll(strikes(parts.get(done)));
            bench.keep(new CampaignState(done + 1, strikes));
            bench.progress(done + 1, parts.size(), figures(strikes.get(strikes.size() - 1)));
        }
        return strikes;
    }

    /** Returns what is found by each view, without a state. */
    List<Robustness> robustness() {
        List<Strike> strikes = new ArrayList<>();
        parts().forEach(part -> strikes.addAll(strikes(part)));
        return Robustness.of(strikes);
    }

    private static Map<String, Double> figures(Strike last) {
        double right = last.right().getOrDefault(Decision.MEAN, 0);
        return Map.of("accuracy", right / last.outcomes().size());
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        for (AttackerView sees : views) {
            if (plan.kind().smallest()) {
                for (int start = 0; start < examples.size(); start += SEARCHED_AT_ONCE) {
                    parts.add(new Part(sees, null, start, Math.min(SEARCHED_AT_ONCE, examples.size() - start)));
                }
            } else {
                plan.radii().forEach(radius -> parts.add(new Part(sees, radius, 0, examples.size())));
            }
        }
        return parts;
    }

    private List<Strike> strikes(Part part) {
        Examples clean = examples.subset(
                IntStream.range(part.start(), part.start() + part.count()).toArray());
        Norm norm = plan.threat(0).norm();
        Threat threat =
                part.radius() == null ? Threat.unlimited(norm, plan.box(), clean.shape()) : plan.threat(part.radius());
        Course course = course(
                new Attacker(part.sees().oracle(ensemble, plan.draws()), plan.attack(), threat, address(part)),
                clean,
                goal(clean, part));
        List<Strike> strikes = new ArrayList<>();
        strikes.add(judged(part, part.radius(), course));
        if (part.radius() == null) {
            plan.radii()
                    .forEach(budget ->
                            strikes.add(judged(part, budget, unwatched(within(budget, course.end(), clean)))));
        }
        return strikes;
    }

    private Course course(Attacker attacker, Examples clean, Goal goal) {
        return plan.measuredEvery() > 0 ? attacker.course(clean, goal) : unwatched(attacker.attack(clean, goal));
    }

    private static Course unwatched(Adversarial end) {
        return new Course(List.of(), end);
    }

    private RandomKey address(Part part) {
        return root.child(Stream.ATTACK).child("part").child(part.start());
    }

    private Goal goal(Examples clean, Part part) {
        return plan.targeted()
                ? Goal.randomTargets(
                        clean.labels(), clean.classes(), address(part).child("targets"))
                : Goal.UNTARGETED;
    }

    /** Returns the set in which what needed more than a budget is clean. */
    private static Adversarial within(double budget, Adversarial found, Examples clean) {
        int stride = clean.featureCount();
        float[] features = new float[clean.size() * stride];
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < clean.size(); i++) {
            Outcome outcome = found.outcomes().get(i);
            boolean inside = outcome.reached() && outcome.l2() <= budget;
            (inside ? found.examples() : clean).copyFeatures(i, features, i * stride);
            outcomes.add(inside ? outcome : new Outcome(0, 0, outcome.reached() && outcome.l2() == 0));
        }
        return new Adversarial(
                Examples.ofFloats(clean.name(), clean.exampleShape(), features, clean.labels(), clean.classes()),
                outcomes,
                found.draws());
    }

    private Strike judged(Part part, @Nullable Double radius, Course course) {
        Adversarial found = course.end();
        RandomKey key = root.child(Stream.EVALUATION).child("attack").child(part.start());
        Judgement judgement = new Judge(ensemble, judgeDraws, key).judge(found.examples());
        Map<Decision, Integer> right = new EnumMap<>(Decision.class);
        judgement.accuracy().forEach((decision, share) -> right.put(decision, share.count()));
        boolean shown = part.start() == 0 && (radius == null || radius == plan.pictured());
        return new Strike(
                part.sees(),
                radius,
                part.start(),
                found.draws(),
                address(part).bits(),
                judgement.draws(),
                right,
                found.outcomes(),
                course.reached().stream().map(Proportion::count).toList(),
                shown ? Strike.pictures(found.examples(), PICTURED) : List.of());
    }
}
