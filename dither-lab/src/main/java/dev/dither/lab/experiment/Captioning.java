package dev.dither.lab.experiment;

import dev.dither.caption.CaptionVocabulary;
import dev.dither.data.Examples;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.run.Row;
import dev.dither.lab.source.CaptionData;
import dev.dither.nn.CaptionDecoder;
import dev.dither.nn.Network;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.train.Checkpoint;
import dev.dither.train.EpochEnded;
import dev.dither.train.Recipe;
import dev.dither.train.Standing;
import dev.dither.train.Trainer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/**
 * Networks that learn captions: in each epoch one caption of each image, drawn by the number of the epoch and of the image, so that
 * methods of one seed see the same ones.
 *
 * <p>Numerics: a training that goes on between two epochs is the uninterrupted one, bit by bit.
 */
record Captioning(CaptioningPlan plan, CaptionData data, CaptionVocabulary words) implements Workshop {
    /** Returns the workshop of a study, its vocabulary that of the captions that it trains on. */
    static Captioning of(CaptioningPlan plan, CaptionData all) {
        CaptionData data = all.first(plan.trainImages(), plan.testImages());
        Captioning workshop = new Captioning(plan, data, vocabulary(plan, data));
        requireShapes(data);
        try {
            plan.trainedMethods().forEach(method -> workshop.decoder(method).outputShape(workshop.input()));
        } catch (ShapeException e) {
            throw new ExperimentException(
                    "channels: these images are not for so many convolutions: " + e.getMessage() + "; change channels");
        }
        return workshop;
    }

    private static CaptionVocabulary vocabulary(CaptioningPlan plan, CaptionData data) {
        try {
            return CaptionVocabulary.of(data.train().sentences(), plan.minimumCount());
        } catch (IllegalArgumentException e) {
            throw new ExperimentException("minimumCount: " + e.getMessage());
        }
    }

    private static void requireShapes(CaptionData data) {
        Examples train = data.train().images();
        Examples test = data.test().images();
        if (!train.shape().equals(test.shape())) {
            throw new ExperimentException(test.name() + ": images of " + test.shape() + ", expected " + train.shape()
                    + " as in " + train.name());
        }
    }

    private CaptionDecoder decoder(String method) {
        return plan.decoder(method, data.train().images().shape(), words.size());
    }

    /** Returns the shape of an image and a caption behind it. */
    private Shape input() {
        return Shape.of(data.train().images().featureCount() + (long) plan.length());
    }

    @Override
    public Map<String, ?> checksums() {
        return data.checksums();
    }

    @Override
    public Optional<Effort> effort(CellId cell) {
        Recipe recipe = plan.training().recipe(plan.method(cell.method()));
        Trial trial =
                new Trial(() -> network(cell.method(), RandomKey.root(0)), recipe, () -> drawn(RandomKey.root(0), 0));
        return Optional.of(
                new Effort(trial, Effort.steps(recipe, data.train().images().size()), 0));
    }

    private Network network(String method, RandomKey root) {
        return Network.build(input(), List.of(decoder(method)), root);
    }

    @Override
    public Cell.Result run(Work work, Optional<CellState> from, BiConsumer<EpochEnded, CellState> listener) {
        CellId cell = work.cell();
        RandomKey root = cell.root();
        CaptioningMethod method = plan.method(cell.method());
        try (Network network = network(cell.method(), root);
                Trainer trainer = new Trainer(network, plan.training().recipe(method), root)) {
            from.ifPresent(state -> trainer.resume(state.last()));
            while (trainer.epochsDone() < plan.steps()) {
                EpochEnded ended = trainer.epoch(drawn(root, trainer.epochsDone()));
                listener.accept(ended, state(cell, trainer.checkpoint(), ended));
            }
            Findings found = new CaptionJudge(plan, data.test(), words).of(network, cell);
            byte[] model = CaptionModelFile.of(plan, cell, words, network).bytes(network);
            return new Cell.Result(rows(work, found), Optional.of(model), found.pictures(), found.files());
        }
    }

    private Examples drawn(RandomKey root, int epoch) {
        RandomKey key = root.child(Stream.AUGMENT).child("captions").child(epoch);
        return data.train().drawn(words, plan.length(), key);
    }

    private static CellState state(CellId cell, Checkpoint now, EpochEnded ended) {
        double score = -ended.terms().getOrDefault("nll", 0.0);
        return new CellState(cell, Stage.ONLY, Optional.empty(), new Standing(now, now, score));
    }

    private static List<Row> rows(Work work, Findings found) {
        CellId cell = work.cell();
        String run = work.run().name();
        return found.figures().stream()
                .map(figure -> new Row(
                        run, cell.seed(), cell.method(), figure.metric(), figure.value(), 0, OptionalDouble.empty()))
                .toList();
    }
}
