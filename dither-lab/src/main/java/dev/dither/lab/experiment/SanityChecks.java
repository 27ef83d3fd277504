package dev.dither.lab.experiment;

import dev.dither.attack.Examination;
import dev.dither.attack.Judgement.Decision;
import dev.dither.attack.ProjectedGradient;
import dev.dither.attack.Sanity;
import dev.dither.attack.Sanity.Check;
import dev.dither.attack.Sanity.Figures;
import dev.dither.attack.Threat;
import dev.dither.data.Examples;
import dev.dither.lab.run.CsvText;
import dev.dither.nn.Network;
import dev.dither.objective.CrossEntropy;
import dev.dither.predict.Ensemble;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.train.Recipe;
import dev.dither.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Signs of a hidden gradient, looked for in the cell that stands for its method, see {@link Sanity} and {@link ReportedAttack}:
 * each check becomes a row, 1 where it is passed, and a line of {@code sanity/}; the number of those that are not is a row as
 * well.
 *
 * <p>Numerics: the network is judged by its mean. Examples are transferred from a deterministic network of the plan's
 * widths, trained for three epochs at most from initial values of its own.
 *
 * @param attack norm, greatest radius, draws, box and number of examples
 */
record SanityChecks(AttackPlan attack) implements Evaluation {
    private static final int EPOCHS = 3;
    private static final String FAILURES = "sanityFailures";

    @Override
    public String name() {
        return "sanity";
    }

    @Override
    public List<String> headlines() {
        return List.of(FAILURES);
    }

    @Override
    public boolean takesEnsembles() {
        return true;
    }

    @Override
    public Findings evaluate(Trained trained, Bench bench) {
        if (!trained.shown()) {
            return Findings.of(List.of());
        }
        bench.progress(0, 2, Map.of());
        try (Network other = surrogate(trained)) {
            bench.progress(1, 2, Map.of());
            Sanity sanity = examined(trained.ensemble(), other, trained.test(), trained.noisy(), trained.root());
            bench.progress(2, 2, Map.of());
            return Findings.of(figures(sanity))
                    .with("sanity/" + trained.cell().fileStem() + ".csv", table(trained, sanity));
        }
    }

    /** Returns what the checks say about a network or an ensemble, given a network of the same task. */
    Sanity examined(Ensemble ensemble, Network other, Examples test, boolean stochastic, RandomKey root) {
        int count = Math.min(attack.sanityExamples(), attack.of(test).size());
        Examples some = test.subset(IntStream.range(0, count).toArray());
        Threat threat = attack.threat(attack.greatest());
        Figures figures = new Examination(
                        ensemble,
                        Ensemble.of(other),
                        some,
                        threat,
                        ProjectedGradient.of(AttackKind.PGD.steps()),
                        stochastic ? attack.draws() : 1,
                        Decision.MEAN,
                        root)
                .measure();
        List<Check> checks = new ArrayList<>(Sanity.of(figures).checks());
        AttackerView sees = stochastic ? AttackerView.SAMPLE : AttackerView.MEAN;
        var found = new Campaign(attack, ensemble, some, List.of(sees), 1, root).robustness();
        checks.addAll(
                ReportedAttack.of(attack.kind(), found, figures.iterative()).checks());
        return new Sanity(checks);
    }

    private static Network surrogate(Trained trained) {
        Plan plan = trained.plan();
        Examples train = trained.given().split().train();
        RandomKey key = trained.root().child(Stream.ATTACK).child("surrogate");
        Recipe ours = trained.recipe();
        Recipe recipe =
                Recipe.of(CrossEntropy.plain(), ours.optimizer(), Math.min(EPOCHS, ours.epochs()), ours.batchSize());
        Network network = Network.build(train.shape(), plan.plainLayers(train.classes()), key);
        try (Trainer trainer = new Trainer(network, recipe, key)) {
            while (trainer.epochsDone() < recipe.epochs()) {
                trainer.epoch(train);
            }
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private static List<Figure> figures(Sanity sanity) {
        List<Figure> figures = new ArrayList<>();
        sanity.checks().forEach(check -> figures.add(Figure.of("sanity@check=" + word(check), check.passed() ? 1 : 0)));
        long failures =
                sanity.checks().stream().filter(check -> !check.passed()).count();
        figures.add(Figure.count(FAILURES, failures));
        return figures;
    }

    private static String word(Check check) {
        return check.name()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("-$", "");
    }

    private static byte[] table(Trained trained, Sanity sanity) {
        CsvText table = new CsvText("method", "seed", "noiseRate", "check", "passed", "verdict");
        CellId cell = trained.cell();
        sanity.checks()
                .forEach(check -> table.line(
                        cell.method(), cell.seed(), cell.noiseRate(), check.name(), check.passed(), check.verdict()));
        return table.bytes();
    }
}
