package dev.dither.rl;

import java.util.Optional;

/**
 * What one training episode did.
 *
 * @param episode number of the episode, from 1
 * @param totalReward sum of its rewards, not discounted
 * @param steps its length
 * @param ending how it ended
 * @param loss what its step minimized
 * @param evaluation how the policy fared behind it, where it was asked
 */
public record EpisodeEnded(
        int episode, double totalReward, int steps, Episode.Ending ending, double loss, Optional<Score> evaluation) {
    /** Returns this with an evaluation. */
    EpisodeEnded with(Score score) {
        return new EpisodeEnded(episode, totalReward, steps, ending, loss, Optional.of(score));
    }
}
