package dev.dither.attack;

import dev.dither.attack.Judgement.Decision;
import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.predict.Ensemble;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Asks a network or an ensemble about examples, attacked or not, with fresh noise and running statistics.
 *
 * <p>Members of an ensemble vote like draws. Its mean is the average of the probabilities of its members, each by its mean; one
 * draw of it is the average of one draw of each.
 *
 * @param ensemble what is judged; it must have a mean path
 * @param draws number of draws of each member for each example
 * @param root key of the run; noise comes from its stream {@link Stream#EVALUATION}, which no attacker uses
 */
public record Judge(Ensemble ensemble, int draws, RandomKey root) {
    private static final int ROWS = 500;

    /** Checks. */
    public Judge {
        Require.atLeastOne("judge.draws", draws);
    }

    /** Judges one network. */
    public Judge(Network network, int draws, RandomKey root) {
        this(Ensemble.of(network), draws, root);
    }

    private int votes() {
        return draws * ensemble.size();
    }

    /** Returns how often the network is right, by every way to decide. */
    public Judgement judge(Examples examples) {
        Require.that(examples.size() > 0, "judge: no examples in " + examples.name());
        Map<Decision, Integer> right = new EnumMap<>(Decision.class);
        int most = Math.max(1, ROWS / votes());
        try (Gradients.Off off = Gradients.off()) {
            for (int start = 0; start < examples.size(); start += most) {
                judge(examples, start, Math.min(most, examples.size() - start), right);
            }
        }
        Map<Decision, Proportion> accuracy = new EnumMap<>(Decision.class);
        for (Decision decision : Decision.values()) {
            accuracy.put(decision, new Proportion(right.getOrDefault(decision, 0), examples.size()));
        }
        return new Judgement(votes(), accuracy);
    }

    private void judge(Examples examples, int start, int count, Map<Decision, Integer> right) {
        try (Scope scope = Scope.open()) {
            Tensor x = Predictor.batch(examples, start, count);
            int[] labels = Arrays.copyOfRange(examples.labels(), start, start + count);
            Answer mean = new Answer(ensemble.forward(x, Pass.mean(), 1).toDouble(), ensemble.size());
            RandomKey key = root.child(Stream.EVALUATION).child(start);
            Answer drawn =
                    new Answer(ensemble.forward(x, Pass.sampling(key), draws).toDouble(), votes());
            double[] each = margins(drawn.logits(), repeated(labels));
            count(right, Decision.MEAN, margins(mean.scores(), labels));
            count(right, Decision.DRAW, margins(first(drawn.logits(), count).scores(), labels));
            count(right, Decision.AVERAGE, margins(drawn.scores(), labels));
            count(right, Decision.ALL, least(each, count));
            count(right, Decision.MAJORITY, leads(drawn.logits(), labels));
        }
    }

    /** Returns the first draw of each member. */
    private Answer first(Tensor logits, int count) {
        Tensor[] ofMembers = new Tensor[ensemble.size()];
        Arrays.setAll(ofMembers, member -> logits.narrow(0, (long) member * draws * count, count));
        return new Answer(Tensor.concatenated(0, ofMembers), ensemble.size());
    }

    private int[] repeated(int[] labels) {
        int[] all = new int[labels.length * votes()];
        Arrays.setAll(all, i -> labels[i % labels.length]);
        return all;
    }

    /** Returns by how much the label is ahead of the best other class; right is what is above 0. */
    private static double[] margins(Tensor scores, int[] labels) {
        Tensor of = Tensor.ofLabels(labels);
        return scores.picked(of).minus(scores.greatestOther(of)).toDoubles();
    }

    private static void count(Map<Decision, Integer> right, Decision decision, double[] margins) {
        int ahead = (int) Arrays.stream(margins).filter(margin -> margin > 0).count();
        right.merge(decision, ahead, Integer::sum);
    }

    private static double[] least(double[] each, int count) {
        double[] least = Arrays.copyOf(each, count);
        for (int i = count; i < each.length; i++) {
            least[i % count] = Math.min(least[i % count], each[i]);
        }
        return least;
    }

    /** Returns by how many votes the label is ahead of the best other class. */
    private static double[] leads(Tensor logits, int[] labels) {
        double[] values = logits.toDoubles();
        int classes = Math.toIntExact(logits.shape().size(1));
        double[] votes = new double[labels.length * classes];
        for (int row = 0; row < values.length / classes; row++) {
            votes[row % labels.length * classes + greatest(values, row * classes, classes)]++;
        }
        double[] leads = new double[labels.length];
        for (int i = 0; i < labels.length; i++) {
            double own = votes[i * classes + labels[i]];
            votes[i * classes + labels[i]] = -1;
            leads[i] = own - votes[i * classes + greatest(votes, i * classes, classes)];
        }
        return leads;
    }

    private static int greatest(double[] values, int from, int count) {
        int best = from;
        for (int i = from + 1; i < from + count; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best - from;
    }
}
