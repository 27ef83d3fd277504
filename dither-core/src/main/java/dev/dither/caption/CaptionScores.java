package dev.dither.caption;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures that papers on captions give, by the names of our rows. */
public final class CaptionScores {
    private static final Map<String, CaptionMetric> METRICS = metrics();

    private CaptionScores() {}

    private static Map<String, CaptionMetric> metrics() {
        Map<String, CaptionMetric> metrics = new LinkedHashMap<>();
        for (int n = 1; n <= 4; n++) {
            metrics.put("bleu" + n, new Bleu(n));
        }
        metrics.put("meteor", Meteor.COCO);
        metrics.put("rougeL", RougeL.COCO);
        metrics.put("cider", Cider.D);
        return metrics;
    }

    /** Returns BLEU-1 to 4, METEOR, ROUGE-L and CIDEr-D of a corpus, in this order. */
    public static Map<String, Double> of(List<Candidate> corpus) {
        Map<String, Double> scores = new LinkedHashMap<>();
        METRICS.forEach((name, metric) -> scores.put(name, metric.of(corpus)));
        return scores;
    }
}
