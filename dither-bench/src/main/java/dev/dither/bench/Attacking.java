package dev.dither.bench;

import dev.dither.attack.Attack;
import dev.dither.attack.Attacker;
import dev.dither.attack.Bounds;
import dev.dither.attack.CarliniWagner;
import dev.dither.attack.FastGradientSign;
import dev.dither.attack.Norm;
import dev.dither.attack.Oracle;
import dev.dither.attack.Threat;
import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.rng.RandomKey;

/** Attacks on the perceptron of {@link Subject#MLP_128}; the unit is an attacked image. */
final class Attacking implements Workload {
    /** Draws that an expected gradient averages. */
    static final int DRAWS = 10;

    private static final double RADIUS = 0.1;

    private final Network network;
    private final Examples examples;
    private final Attacker attacker;

    private Attacking(Network network, Examples examples, Attacker attacker) {
        this.network = network;
        this.examples = examples;
        this.attacker = attacker;
    }

    /** Returns one step along the sign of the gradient averaged over ten draws. */
    static Attacking fastGradientSign(int images) {
        Network network = Subject.MLP_128.network();
        Threat threat = new Threat(Norm.LINF, RADIUS, Bounds.UNIT);
        return of(network, images, Oracle.drawing(network, DRAWS), new FastGradientSign(), threat);
    }

    /** Returns one search of a hundred steps at a fixed coefficient, against the mean. */
    static Attacking carliniWagner(int images) {
        Network network = Subject.MLP_128.network();
        Threat threat = Threat.unlimited(Norm.L2, Bounds.UNIT, network.input());
        return of(network, images, Oracle.mean(network), new CarliniWagner(100, 1e-2, 0, 1, 1), threat);
    }

    private static Attacking of(Network network, int images, Oracle oracle, Attack attack, Threat threat) {
        return new Attacking(
                network, Subject.MLP_128.examples(images), new Attacker(oracle, attack, threat, RandomKey.root(5)));
    }

    @Override
    public long run() {
        attacker.attack(examples);
        return examples.size();
    }

    @Override
    public void close() {
        network.close();
    }
}
