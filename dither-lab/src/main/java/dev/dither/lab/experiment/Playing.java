package dev.dither.lab.experiment;

import dev.dither.lab.run.Row;
import dev.dither.nn.Activation;
import dev.dither.nn.Network;
import dev.dither.optim.Adam;
import dev.dither.rl.EpisodeEnded;
import dev.dither.rl.Evaluation;
import dev.dither.rl.PolicyGradient;
import dev.dither.rl.PolicyKind;
import dev.dither.rl.PolicyNetwork;
import dev.dither.rl.Practice;
import dev.dither.rl.Reinforce;
import dev.dither.rl.Score;
import dev.dither.rng.RandomKey;
import dev.dither.train.Checkpoint;
import dev.dither.train.EpochEnded;
import dev.dither.train.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Policies that learn by acting: a row for each judgement along the way, and for all of them together.
 *
 * <p>Numerics: a training that goes on from a checkpoint is the uninterrupted one, bit by bit; the scores of its judgements so
 * far are read from the events of the run.
 */
record Playing(ReinforcementPlan plan) implements Workshop {
    /** Mean score of the last tenth of the judgements: where a policy has arrived. */
    static final String LAST = "finalReturn";

    /** Mean score of all judgements: how soon it got there. */
    static final String AREA = "meanReturn";

    /** Score of one judgement, which ends with its episode. */
    static final String SCORE = "evaluationReturn";

    private static final String PRACTICE = "trainingReturn";

    @Override
    public Map<String, ?> checksums() {
        return Map.of();
    }

    @Override
    public Cell.Result run(Work work, Optional<CellState> from, BiConsumer<EpochEnded, CellState> listener) {
        CellId cell = work.cell();
        RandomKey root = cell.root();
        PolicyKind kind = plan.policy(cell.method());
        Reinforce settings = new Reinforce(
                plan.discount(),
                Reinforce.DEFAULT.returns(),
                Adam.DEFAULT.withLearningRate(plan.learningRate()),
                Reinforce.DEFAULT.adaptation());
        PolicyNetwork layers = new PolicyNetwork(kind, plan.hidden(), Activation.RELU);
        try (Network policy = layers.build(plan.task(), root);
                PolicyGradient learner = new PolicyGradient(policy, plan.task(), settings, root)) {
            from.ifPresent(state -> learner.resume(state.last()));
            learner.train(practice(kind), new Stints(learner, cell, listener));
            byte[] model = PolicyFile.of(plan, cell, policy).bytes(policy);
            return new Cell.Result(rows(work), Optional.of(model), List.of(), Map.of());
        }
    }

    private Practice practice(PolicyKind kind) {
        Evaluation evaluation = new Evaluation(
                plan.evaluationEpisodes(), plan.actions(), kind.evaluation().noise());
        return new Practice(plan.episodes(), plan.evaluateEvery(), evaluation);
    }

    /** Episodes from one judgement to the next, told together. */
    private static final class Stints implements Consumer<EpisodeEnded> {
        private final PolicyGradient learner;
        private final CellId cell;
        private final BiConsumer<EpochEnded, CellState> listener;
        private double rewards;
        private double losses;
        private int episodes;
        private long start = System.nanoTime();

        Stints(PolicyGradient learner, CellId cell, BiConsumer<EpochEnded, CellState> listener) {
            this.learner = learner;
            this.cell = cell;
            this.listener = listener;
        }

        @Override
        public void accept(EpisodeEnded ended) {
            rewards += ended.totalReward();
            losses += ended.loss();
            episodes++;
            ended.evaluation().ifPresent(score -> told(ended.episode(), score));
        }

        private void told(int episode, Score score) {
            double seconds = (System.nanoTime() - start) * 1e-9;
            Map<String, Double> terms = Map.of(PRACTICE, rewards / episodes, "loss", losses / episodes);
            Map<String, Double> judged = Map.of(SCORE, score.mean(), SCORE + "Error", error(score));
            EpochEnded stint = new EpochEnded(episode, terms, judged, 1, seconds);
            Checkpoint newest = learner.checkpoint();
            Standing now = new Standing(newest, newest, score.mean());
            listener.accept(stint, new CellState(cell, Stage.ONLY, Optional.empty(), now));
            rewards = 0;
            losses = 0;
            episodes = 0;
            start = System.nanoTime();
        }

        private static double error(Score score) {
            return score.returns().size() == 1 ? 0 : score.standardError();
        }
    }

    /** Returns the rows of a cell that has all its events. */
    private List<Row> rows(Work work) {
        List<Map<String, Object>> events = work.run().events().stream()
                .filter(event -> work.cell().ownsEvent(plan, event))
                .toList();
        List<Row> rows = new ArrayList<>();
        double sum = 0;
        double last = 0;
        int tail = Math.max(1, events.size() / 10);
        for (int i = 0; i < events.size(); i++) {
            double score = number(events.get(i), SCORE);
            sum += score;
            last += i >= events.size() - tail ? score : 0;
            String metric = SCORE + "@episode=" + (long) number(events.get(i), "epoch");
            rows.add(row(work, metric, score, OptionalDouble.of(number(events.get(i), SCORE + "Error"))));
        }
        rows.add(row(work, AREA, sum / events.size(), OptionalDouble.empty()));
        rows.add(row(work, LAST, last / tail, OptionalDouble.empty()));
        return rows;
    }

    private static double number(Map<String, Object> event, String key) {
        return event.get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** The draws behind a score are the episodes of its judgement. */
    private Row row(Work work, String metric, double value, OptionalDouble error) {
        return new Row(
                work.run().name(),
                work.cell().seed(),
                work.cell().method(),
                metric,
                value,
                plan.evaluationEpisodes(),
                error);
    }
}
