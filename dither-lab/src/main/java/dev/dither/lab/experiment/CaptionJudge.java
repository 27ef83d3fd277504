package dev.dither.lab.experiment;

import dev.dither.caption.Candidate;
import dev.dither.caption.CaptionScores;
import dev.dither.caption.CaptionVocabulary;
import dev.dither.caption.CaptionedImages;
import dev.dither.data.Examples;
import dev.dither.lab.run.CsvText;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.objective.Batch;
import dev.dither.objective.SequenceLikelihood;
import dev.dither.sequence.Captions;
import dev.dither.sequence.Written;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Judge of a network that writes captions, noise off: what it writes about each test image against what people wrote, and how likely
 * it finds that.
 *
 * @param plan how captions are written
 * @param test the images
 * @param words the vocabulary of the network
 */
record CaptionJudge(CaptioningPlan plan, CaptionedImages test, CaptionVocabulary words) {
    /** Mean over all test captions of −log p, in nats a caption. */
    static final String NLL = "testNll";

    /** Folder of the tables of written captions. */
    static final String FOLDER = "captions";

    /** Images whose pictures the report shows. */
    private static final int SHOWN = 12;

    private static final int BATCH = 64;

    Findings of(Network network, CellId cell) {
        List<Written> texts = written(network);
        List<Candidate> candidates = IntStream.range(0, test.size())
                .mapToObj(image -> new Candidate(words(texts.get(image)), test.references(image)))
                .toList();
        List<Figure> figures = new ArrayList<>();
        CaptionScores.of(candidates).forEach((metric, value) -> figures.add(Figure.of(metric, value)));
        figures.add(Figure.of(NLL, nll(network)));
        return Findings.of(figures).with(FOLDER + "/" + cell.fileStem() + ".csv", table(cell, texts));
    }

    private List<String> words(Written text) {
        return words.words(text.words());
    }

    private List<Written> written(Network network) {
        List<Written> texts = new ArrayList<>();
        Captions writer = Captions.of(network);
        inBatches(test.images(), x -> texts.addAll(writer.best(x, plan.search())));
        return texts;
    }

    private double nll(Network network) {
        Examples all = test.all(words, plan.length());
        double[] sum = new double[1];
        inBatches(all, x -> {
            Batch batch = new Batch(
                    x, Tensor.ofLabels(new int[Math.toIntExact(x.shape().size(0))]));
            Tensor each = new SequenceLikelihood().logLikelihoods(network.forward(x, Pass.mean()), batch);
            for (double logLikelihood : each.toDoubles()) {
                sum[0] -= logLikelihood;
            }
        });
        return sum[0] / all.size();
    }

    private static void inBatches(Examples all, Consumer<Tensor> each) {
        for (int from = 0; from < all.size(); from += BATCH) {
            try (Scope scope = Scope.open();
                    Gradients.Off off = Gradients.off()) {
                each.accept(all.gather(IntStream.range(from, Math.min(from + BATCH, all.size()))
                        .toArray()));
            }
        }
    }

    private byte[] table(CellId cell, List<Written> texts) {
        CsvText table = new CsvText("method", "seed", "image", "probability", "caption", "references", "png");
        boolean pictures = test.images().shape().rank() == 3 && plan.shows(cell);
        for (int image = 0; image < test.size(); image++) {
            table.line(
                    cell.method(),
                    cell.seed(),
                    test.names().get(image),
                    Math.exp(texts.get(image).logProbability()),
                    String.join(" ", words(texts.get(image))),
                    String.join("\n", test.captions().get(image)),
                    pictures && image < SHOWN ? Gallery.png(test.images(), image) : "");
        }
        return table.bytes();
    }
}
