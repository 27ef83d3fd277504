package dev.dither.lab.cli;

import dev.dither.attack.Judgement.Decision;
import dev.dither.attack.Norm;
import dev.dither.attack.Sanity;
import dev.dither.lab.experiment.AttackKind;
import dev.dither.lab.experiment.AttackPlan;
import dev.dither.lab.experiment.AttackedModel;
import dev.dither.lab.experiment.AttackerView;
import dev.dither.lab.experiment.Robustness;
import dev.dither.predict.MeanAudit;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Attacks a saved network, or several together. */
@Command(
        name = "attack",
        mixinStandardHelpOptions = true,
        description = "Attack a saved network on a test set, and judge it by every way to decide with noise.")
final class Attack implements Callable<Integer> {
    private static final int SANITY_EXAMPLES = 100;

    @Mixin
    private Common common;

    @Parameters(
            paramLabel = "MODEL",
            arity = "1..*",
            description = "A model.safetensors; several are attacked as an ensemble, which averages their answers.")
    private List<Path> models = new ArrayList<>();

    @Option(
            names = "--attack",
            paramLabel = "KIND",
            description = "fgs, iterative-fgs, pgd or cw-l2 (${DEFAULT-VALUE}).")
    private String kind = "fgs";

    @Option(
            names = "--radius",
            required = true,
            split = ",",
            paramLabel = "R",
            description = "Radii, separated by commas, in units of the features; for cw-l2 budgets, beside the attack"
                    + " without one.")
    private List<Double> radii = new ArrayList<>();

    @Option(names = "--draws", description = "Draws that the attacker averages, and that judge (${DEFAULT-VALUE}).")
    private int draws = 10;

    @Option(names = "--sees", description = "What the attacker sees: sample or mean (${DEFAULT-VALUE}).")
    private AttackerView sees = AttackerView.SAMPLE;

    @Option(names = "--data", paramLabel = "NAME", description = "As for evaluate; the test part without it.")
    private @Nullable String data;

    @Option(names = "--examples", paramLabel = "N", description = "How many examples, from the front; 0 for all.")
    private int examples;

    @Option(names = "--steps", paramLabel = "N", description = "Steps; for cw-l2 for each coefficient.")
    private int steps;

    @Option(
            names = "--step-size",
            paramLabel = "SIZE",
            description = "Size of a step over the radius; for cw-l2 Adam's learning rate.")
    private double stepSize;

    @Option(names = "--norm", description = "linf or l2; that of the attack without it.")
    private @Nullable Norm norm;

    @Option(names = "--targeted", description = "Towards a random other class, rather than away from the label.")
    private boolean targeted;

    @Option(
            names = "--sanity",
            paramLabel = "OTHER",
            description = "Look for signs of a hidden gradient, with a network of the same task trained by itself, such"
                    + " as one of the run's models; exit code 3 where there are some.")
    private @Nullable Path other;

    @Option(names = "--seed", defaultValue = "0", description = "Seed of all noise (${DEFAULT-VALUE}).")
    private long seed;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (AttackedModel attacked = AttackedModel.load(models, data, common.dataDir(), plan())) {
            if (!attacked.saved().stochastic()) {
                spec.commandLine()
                        .getErr()
                        .println(attacked.saved() + " draws nothing: --draws and --sees do not matter");
                spec.commandLine().getErr().flush();
            }
            List<String> warnings = Warnings.of(attacked.saved().ensemble(), MeanAudit.Use.PREDICTION);
            Warnings.print(spec, warnings);
            Optional<Sanity> sanity = Optional.ofNullable(other).map(path -> attacked.sanity(path, seed));
            List<Robustness> found = attacked.robustness(seed);
            print(found, sanity, warnings);
            return sanity.map(Sanity::passed).orElse(true) ? 0 : 3;
        }
    }

    private AttackPlan plan() {
        return new AttackPlan(
                AttackKind.of(kind),
                radii,
                steps,
                stepSize,
                1,
                norm,
                targeted,
                draws,
                List.of(sees),
                examples,
                List.of(0.0, 1.0),
                0,
                SANITY_EXAMPLES);
    }

    private void print(List<Robustness> found, Optional<Sanity> sanity, List<String> warnings) {
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("attack", kind);
            object.put("radii", found.stream().map(Attack::json).toList());
            sanity.ifPresent(checked -> object.put("sanity", checked.checks()));
            object.put("warnings", warnings);
            out.println(Output.json(object));
        } else {
            found.forEach(at -> text(out, at));
            sanity.ifPresent(checked -> checked.checks()
                    .forEach(check -> out.printf(
                            Locale.ROOT,
                            "%-6s  %s: %s%n",
                            check.passed() ? "passed" : "FAILED",
                            check.name(),
                            check.verdict())));
        }
        out.flush();
    }

    private static void text(PrintWriter out, Robustness at) {
        out.println(at.radius().isPresent() ? "radius " + at.radius().getAsDouble() : "without a budget");
        for (Decision decision : Decision.values()) {
            out.printf(
                    Locale.ROOT, "  %-10s %s%n", word(decision), at.judgement().by(decision));
        }
        out.printf(Locale.ROOT, "  %-10s %s%n", "success", at.reached());
        if (at.reached().count() > 0) {
            out.printf(Locale.ROOT, "  %-10s L2 %.4f, Linf %.4f%n", "moved by", at.l2(), at.linf());
        }
    }

    private static Map<String, Object> json(Robustness at) {
        Map<String, Object> object = new LinkedHashMap<>();
        at.radius().ifPresent(radius -> object.put("radius", radius));
        object.put("draws", at.judgement().draws());
        object.put("examples", at.reached().of());
        Map<String, Object> accuracy = new LinkedHashMap<>();
        for (Decision decision : Decision.values()) {
            var share = at.judgement().by(decision);
            accuracy.put(
                    word(decision), Map.of("value", share.value(), "lower", share.lower(), "upper", share.upper()));
        }
        object.put("accuracy", accuracy);
        object.put("success", at.reached().value());
        if (at.reached().count() > 0) {
            object.put("l2", at.l2());
            object.put("linf", at.linf());
        }
        return object;
    }

    private static String word(Decision decision) {
        return decision.name().toLowerCase(Locale.ROOT);
    }
}
