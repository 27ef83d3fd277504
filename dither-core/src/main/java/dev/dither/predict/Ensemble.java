package dev.dither.predict;

import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Networks of one task that answer together: the average of their probabilities, each member weighing the same. A network alone
 * is an ensemble of one, so whoever predicts, attacks or judges takes either.
 *
 * <p>Members may draw. Then every member makes as many draws, and an answer averages draws times members; the disagreement
 * of members counts as uncertainty like that of draws. Dropout needs no class of its own: it draws, so it is a member like
 * any other.
 *
 * <p>Numerics: a member alone keeps its key, so that an ensemble of one has the bits of its network; of several, each has a
 * key of its own below that of the pass. Members are asked one after the other; the ensemble does not close them.
 *
 * <p>Reference: Lakshminarayanan, Pritzel and Blundell, Simple and Scalable Predictive Uncertainty Estimation using Deep
 * Ensembles, 2017, section 2.4.
 *
 * @param members the networks, at least one, all for inputs of one shape
 */
public record Ensemble(List<Network> members) {
    /** Copies and checks. */
    public Ensemble {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("ensemble.members: expected at least one network, got none");
        }
        Shape input = members.get(0).input();
        for (int i = 1; i < members.size(); i++) {
            Shape other = members.get(i).input();
            if (!other.equals(input)) {
                throw new ShapeException("ensemble.members[" + i + "]", input.toString(), other);
            }
        }
    }

    /** Returns an ensemble of these networks. */
    public static Ensemble of(Network... members) {
        return new Ensemble(List.of(members));
    }

    /** Returns how many members there are. */
    public int size() {
        return members.size();
    }

    /** Returns the shape of one example. */
    public Shape input() {
        return members.get(0).input();
    }

    /**
     * Returns the logits of all members in several draws each: row (m · draws + d) · N + i is draw d of member m for example i.
     *
     * @param x examples [N, …]
     * @param pass how; its trace sees the members one after the other
     * @param draws draws of each member, at least 1
     */
    public Tensor forward(Tensor x, Pass pass, int draws) {
        List<Tensor> logits = new ArrayList<>();
        for (int member = 0; member < members.size(); member++) {
            logits.add(members.get(member).forward(x, in(member, pass), draws));
        }
        return joined(logits);
    }

    private static Tensor joined(List<Tensor> logits) {
        requireSameClasses(logits);
        return logits.size() == 1 ? logits.get(0) : Tensor.concatenated(0, logits.toArray(Tensor[]::new));
    }

    /**
     * Returns the logits of one draw of each member, row m · N + i that of member m for example i, as a function of the pass;
     * what members compute before they first draw is shared by all calls, see {@link Network#forwards}.
     */
    Function<Pass, Tensor> forwards(Tensor x, Pass like) {
        List<Function<Pass, Tensor>> each =
                members.stream().map(member -> member.forwards(x, like)).toList();
        return pass -> {
            List<Tensor> logits = new ArrayList<>();
            for (int member = 0; member < each.size(); member++) {
                logits.add(each.get(member).apply(in(member, pass)));
            }
            return joined(logits);
        };
    }

    /** Returns the pass of a member: that of the ensemble with a key of the member's own. */
    private Pass in(int member, Pass pass) {
        RandomKey key =
                members.size() == 1 ? pass.key() : pass.key().child("member").child(member);
        return pass.keyed(key);
    }

    private static void requireSameClasses(List<Tensor> logits) {
        for (int member = 1; member < logits.size(); member++) {
            Shape found = logits.get(member).shape();
            if (!found.equals(logits.get(0).shape())) {
                throw new ShapeException(
                        "ensemble.members[" + member + "] output",
                        logits.get(0).shape().toString(),
                        found);
            }
        }
    }
}
