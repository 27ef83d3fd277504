package dev.dither.lab.experiment;

import dev.dither.attack.Adversarial.Outcome;
import dev.dither.attack.Judgement.Decision;
import dev.dither.data.Examples;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What one attack made of consecutive examples, and how the network was judged on it.
 *
 * @param sees what the attacker saw
 * @param radius radius or budget, or absent: without a budget
 * @param start number of the first example
 * @param draws number of passes behind each answer to the attacker
 * @param address bits of the attacker's root key, with which the same examples are made again
 * @param judgeDraws number of draws of the judge, those of all members
 * @param right right decisions
 * @param outcomes what happened to each example
 * @param reachedAfter how many had reached the goal after 0, 1, … steps, empty where that is not asked
 * @param pictured features of the first perturbed examples, where they are to be shown
 */
record Strike(
        AttackerView sees,
        @Nullable Double radius,
        int start,
        int draws,
        long address,
        int judgeDraws,
        Map<Decision, Integer> right,
        List<Outcome> outcomes,
        List<Integer> reachedAfter,
        List<List<Float>> pictured) {
    Strike {
        right = Map.copyOf(right);
        outcomes = List.copyOf(outcomes);
        reachedAfter = List.copyOf(reachedAfter);
        pictured = List.copyOf(pictured);
    }

    /** Returns the features of the first examples. */
    static List<List<Float>> pictures(Examples examples, int most) {
        return IntStream.range(0, Math.min(most, examples.size()))
                .mapToObj(examples::features)
                .map(features -> IntStream.range(0, features.length)
                        .mapToObj(i -> features[i])
                        .toList())
                .toList();
    }
}
