package dev.dither.lab.experiment;

import dev.dither.attack.Attack;
import dev.dither.attack.Bounds;
import dev.dither.attack.Judgement.Decision;
import dev.dither.attack.Norm;
import dev.dither.attack.Threat;
import dev.dither.data.Examples;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.key.Require;
import dev.dither.lab.source.DataSource;
import dev.dither.lab.source.Inputs;
import dev.dither.lab.source.LoadedData;
import dev.dither.tensor.Shape;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code attack} of an experiment: test examples are attacked, and every way to decide with noise judges them,
 * see {@link Campaign}.
 *
 * @param kind which attack
 * @param radii how far an example may be moved, in units of the features; for {@code cw-l2} budgets, beside the attack
 *     without one
 * @param steps number of steps, for {@code cw-l2} for each coefficient; 0 for the kind's own
 * @param stepSize size of a step over the radius, for {@code cw-l2} Adam's learning rate; 0 for the kind's own
 * @param restarts how often {@code pgd} starts anew
 * @param norm norm of the ball; that of the kind where the file does not say
 * @param targeted whether each example is to get a random other class, rather than any
 * @param draws number of draws that the attacker averages
 * @param sees what of the noise the attacker sees; each is an attack of its own
 * @param examples how many test examples to attack, from the front; 0 for all
 * @param bounds least and greatest value of a feature
 * @param measuredEvery steps between two looks at the share of successes, 0 for none but the last
 * @param sanityExamples how many of them to look for signs of a hidden gradient on, 0 for none
 */
public record AttackPlan(
        @Default("fgs") AttackKind kind,
        List<Double> radii,
        @Default("0") int steps,
        @Default("0") double stepSize,
        @Default("1") int restarts,
        @Default("null") @Nullable Norm norm,
        @Default("false") boolean targeted,
        @Default("10") int draws,
        @Default("[sample, mean]") List<AttackerView> sees,
        @Default("0") int examples,
        @Default("[0, 1]") List<Double> bounds,
        @Default("0") int measuredEvery,
        @Default("100") int sanityExamples)
        implements Evaluation {
    /** Name of the evaluation. */
    static final String NAME = "attack";

    /** Copies, fills in what depends on the kind, and checks. */
    public AttackPlan {
        Require.that(kind != null, "attack.kind is missing");
        Require.that(radii != null && !radii.isEmpty(), "attack.radii must have at least one radius");
        Require.that(sees != null && !sees.isEmpty(), "attack.sees must name sample, mean or both");
        Require.that(bounds != null && bounds.size() == 2, "attack.bounds must be two numbers, got " + bounds);
        Require.that(draws >= 1, "attack.draws must be at least 1, got " + draws);
        radii = radii.stream().sorted().distinct().toList();
        sees = List.copyOf(EnumSet.copyOf(sees));
        bounds = List.copyOf(bounds);
        steps = steps == 0 ? kind.steps() : steps;
        stepSize = stepSize == 0 ? kind.stepSize() : stepSize;
        norm = norm == null ? kind.norm() : norm;
        check(kind, norm, new Bounds(bounds.get(0), bounds.get(1)), radii);
        kind.attack(steps, stepSize, restarts);
        checkMeasured(kind, restarts, measuredEvery);
        Require.that(examples >= 0 && sanityExamples >= 0, "attack.examples and sanityExamples must not be negative");
    }

    private static void checkMeasured(AttackKind kind, int restarts, int measuredEvery) {
        Require.that(measuredEvery >= 0, "attack.measuredEvery must not be negative, got " + measuredEvery);
        Require.that(
                measuredEvery == 0 || (kind.stepping() && restarts == 1),
                "attack.measuredEvery is for iterative-fgs and for pgd without restarts, not " + kind);
    }

    private static void check(AttackKind kind, Norm norm, Bounds box, List<Double> radii) {
        radii.forEach(radius -> new Threat(norm, radius, box));
        Require.that(Collections.max(radii) > 0, "attack.radii must have one above 0, got " + radii);
        Require.that(!kind.smallest() || norm == Norm.L2, "attack.norm must be l2 for " + kind + ", got " + norm);
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Accuracy with one radius, by the mean and by the average of draws, and how long it takes; for each view of the attacker. */
    @Override
    public List<String> headlines() {
        return sees.stream()
                .map(view -> new AttackFindings.Names(kind, view, OptionalDouble.of(pictured())))
                .flatMap(this::headlines)
                .toList();
    }

    private Stream<String> headlines(AttackFindings.Names names) {
        Stream<String> accuracies = Stream.of(names.accuracy(Decision.MEAN), names.accuracy(Decision.AVERAGE));
        return measuredEvery == 0
                ? accuracies
                : Stream.concat(accuracies, Stream.of(names.of(AttackFindings.RESISTED)));
    }

    /** Returns how examples are attacked. */
    Attack attack() {
        return kind.attack(steps, stepSize, restarts);
    }

    /** Returns the box of inputs. */
    Bounds box() {
        return new Bounds(bounds.get(0), bounds.get(1));
    }

    /** Returns what is allowed with a radius. */
    Threat threat(double radius) {
        return new Threat(norm == null ? kind.norm() : norm, radius, box());
    }

    /** Returns the greatest radius. */
    double greatest() {
        return radii.get(radii.size() - 1);
    }

    /** Returns the radius of headlines and pictures: the one in the middle, of an even number the smaller one. */
    double pictured() {
        List<Double> positive = radii.stream().filter(radius -> radius > 0).toList();
        return positive.get((positive.size() - 1) / 2);
    }

    /** Returns the evaluation that looks for signs of a hidden gradient, where it is asked for. */
    List<Evaluation> sanity() {
        return sanityExamples == 0 ? List.of() : List.of(new SanityChecks(this));
    }

    /** Returns the examples that are attacked. */
    Examples of(Examples test) {
        return LoadedData.first(test, examples, "attack.examples");
    }

    /**
     * Refuses data whose box is not known, and radii that reach beyond it, before anything of a run is there.
     *
     * @throws ExperimentException if attacks on it would mean nothing
     */
    void requireFit(DataSource source, Examples test) {
        Inputs.requireKnown("attack", source, box(), of(test));
        Shape example = test.shape();
        double largest = threat(0).norm().largest(box(), example);
        if (!(greatest() <= largest)) {
            throw new ExperimentException(
                    "attack.radii must be at most " + largest + ", the diameter of the bounds, got " + greatest());
        }
    }

    @Override
    public boolean takesEnsembles() {
        return true;
    }

    @Override
    public Findings evaluate(Trained trained, Bench bench) {
        Examples test = of(trained.test());
        Campaign campaign = trained.noisy()
                ? new Campaign(
                        this, trained.ensemble(), test, sees, trained.plan().draws(), trained.root())
                : new Campaign(this, trained.ensemble(), test, List.of(AttackerView.MEAN), 1, trained.root());
        return new AttackFindings(this, trained, campaign, campaign.run(bench)).findings();
    }
}
