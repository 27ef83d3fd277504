package dev.dither.attack;

import dev.dither.attack.Judgement.Decision;
import dev.dither.attack.Sanity.AtRadius;
import dev.dither.attack.Sanity.Figures;
import dev.dither.data.Examples;
import dev.dither.predict.Ensemble;
import dev.dither.rng.RandomKey;
import java.util.stream.DoubleStream;

/**
 * Measures a network or an ensemble for the checks of {@link Sanity}.
 *
 * @param examined the network or ensemble
 * @param other one of the same task trained by itself, from which examples are transferred
 * @param examples what is attacked; a few hundred show what is to be seen
 * @param threat norm, greatest radius of interest, and box
 * @param iterative the attack of many steps
 * @param draws number of draws that attacker and judge see
 * @param decision when the network counts as right
 * @param root key of the run
 */
public record Examination(
        Ensemble examined,
        Ensemble other,
        Examples examples,
        Threat threat,
        ProjectedGradient iterative,
        int draws,
        Decision decision,
        RandomKey root) {
    private static final double[] FRACTIONS = {0, 0.25, 0.5, 1};

    /** Checks. */
    public Examination {
        Require.positive("examination: threat.radius", threat.radius());
        Require.atLeastOne("examination.draws", draws);
    }

    /** Returns the accuracies that the checks compare. */
    public Figures measure() {
        Oracle drawing = Oracle.drawing(examined, draws);
        double whole = threat.norm().largest(threat.bounds(), examples.shape());
        var byRadius = DoubleStream.of(FRACTIONS)
                .map(fraction -> fraction * threat.radius())
                .mapToObj(radius -> new AtRadius(radius, accuracy(drawing, iterative, threat.withRadius(radius))))
                .toList();
        Proportion white = byRadius.get(byRadius.size() - 1).accuracy();
        return new Figures(
                byRadius,
                accuracy(drawing, new FastGradientSign(), threat),
                white,
                accuracy(drawing, iterative, threat.withRadius(whole)),
                accuracy(Oracle.drawing(other, draws), iterative, threat),
                accuracy(Oracle.mean(examined), iterative, threat),
                white);
    }

    private Proportion accuracy(Oracle attacked, Attack attack, Threat allowed) {
        Adversarial found = new Attacker(attacked, attack, allowed, root).attack(examples);
        return new Judge(examined, draws, root).judge(found.examples()).by(decision);
    }
}
