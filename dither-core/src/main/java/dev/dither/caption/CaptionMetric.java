package dev.dither.caption;

import java.util.List;

/** How well captions agree with what people wrote, one number for all of them; higher is better. */
public interface CaptionMetric {
    /**
     * Returns the score of a corpus.
     *
     * @param corpus one candidate for each image, at least one
     */
    double of(List<Candidate> corpus);
}
