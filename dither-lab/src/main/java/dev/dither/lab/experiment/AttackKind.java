package dev.dither.lab.experiment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.dither.attack.Attack;
import dev.dither.attack.CarliniWagner;
import dev.dither.attack.FastGradientSign;
import dev.dither.attack.Norm;
import dev.dither.attack.ProjectedGradient;
import dev.dither.attack.ProjectedGradient.Start;
import dev.dither.lab.key.Keys;
import dev.dither.lab.key.Require;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Attacks that experiments and the command line name, each with steps and step size of its own. */
public enum AttackKind {
    /** {@link FastGradientSign}: one step as long as the radius. */
    FGS(1, 1, Norm.LINF) {
        @Override
        Attack attack(int steps, double stepSize, int restarts) {
            Require.that(steps == 1 && stepSize == 1, "fgs takes one step of the radius; leave steps and stepSize out");
            Require.that(restarts == 1, "restarts are for pgd, got " + restarts);
            return new FastGradientSign();
        }
    },
    /** {@link ProjectedGradient} from the clean example. */
    ITERATIVE_FGS(10, 0.1, Norm.LINF) {
        @Override
        Attack attack(int steps, double stepSize, int restarts) {
            Require.that(restarts == 1, "restarts are for pgd, got " + restarts);
            return ProjectedGradient.iterative(steps, stepSize);
        }
    },
    /** {@link ProjectedGradient} from a random point of the ball. */
    PGD(10, 0.25, Norm.LINF) {
        @Override
        Attack attack(int steps, double stepSize, int restarts) {
            return new ProjectedGradient(steps, stepSize, Start.RANDOM, restarts);
        }
    },
    /** {@link CarliniWagner}: the smallest Euclidean perturbation. */
    CW_L2(1000, 0.01, Norm.L2) {
        @Override
        Attack attack(int steps, double stepSize, int restarts) {
            Require.that(restarts == 1, "restarts are for pgd, got " + restarts);
            return CarliniWagner.PUBLISHED.withSteps(steps).withLearningRate(stepSize);
        }
    };

    private final int steps;
    private final double stepSize;
    private final Norm norm;

    AttackKind(int steps, double stepSize, Norm norm) {
        this.steps = steps;
        this.stepSize = stepSize;
        this.norm = norm;
    }

    /** Reads the words of experiment files and of the command line, {@code iterative-fgs}. */
    @JsonCreator
    public static AttackKind of(String words) {
        List<String> known = Arrays.stream(values()).map(AttackKind::words).toList();
        return Arrays.stream(values())
                .filter(kind -> kind.words().equals(words))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no attack " + words + "; did you mean "
                        + Keys.nearest(known, words) + "? known are " + String.join(", ", known)));
    }

    /** Returns the words of experiment files. */
    @JsonValue
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the number of steps where nobody says. */
    int steps() {
        return steps;
    }

    /** Returns the size of a step where nobody says: over the radius, for {@code cw-l2} Adam's learning rate. */
    double stepSize() {
        return stepSize;
    }

    /** Returns the norm where nobody says. */
    Norm norm() {
        return norm;
    }

    /** Returns whether the radius is a budget, beyond which an example counts as not attacked. */
    boolean smallest() {
        return this == CW_L2;
    }

    /** Returns whether it is a projected gradient, whose success can be told after each step. */
    boolean stepping() {
        return this == ITERATIVE_FGS || this == PGD;
    }

    /**
     * Returns the attack.
     *
     * @throws IllegalArgumentException if a setting is not one for it
     */
    abstract Attack attack(int ofSteps, double ofStepSize, int restarts);

    @Override
    public String toString() {
        return words();
    }
}
