package dev.dither.lab.cli;

import dev.dither.lab.experiment.PrunePlan;
import dev.dither.lab.experiment.UpdateRule;
import dev.dither.prune.Entropy;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How to prune. */
final class PruneOptions {
    @Option(
            names = "--by",
            paramLabel = "RANKING",
            description = "What goes first: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private PrunePlan.By by = PrunePlan.By.ENTROPY;

    @Option(
            names = "--until",
            paramLabel = "BUDGET",
            required = true,
            split = ",",
            description = "Goals such as flops<61k, size<2.35%%, memory<11%% or latency<1ms, and limits such as"
                    + " error<1%% of the validation examples; several by commas or repeated. Quote them.")
    private List<String> until = List.of();

    @Option(names = "--counting", description = "Whose tables count: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private PrunePlan.Tables counting = PrunePlan.Tables.VGG;

    @Option(
            names = "--normalization",
            description = "Of entropies, between layers: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Entropy.Normalization normalization = Entropy.Normalization.NONE;

    @Option(
            names = "--cost-exponent",
            paramLabel = "0..1",
            description = "How much the multiplications of a unit count against it (${DEFAULT-VALUE}).")
    private double costExponent;

    @Option(
            names = "--mini-batches",
            paramLabel = "N",
            description = "Mini-batches of fine-tuning behind each removal (${DEFAULT-VALUE}).")
    private int miniBatches = 30;

    @Option(
            names = "--mini-batches-per-percent",
            paramLabel = "N",
            description = "Further ones for each percent of the multiplications that a removal saves"
                    + " (${DEFAULT-VALUE}).")
    private int miniBatchesPerPercent;

    @Option(names = "--batch-size", paramLabel = "N", description = "Examples in each of them (${DEFAULT-VALUE}).")
    private int batchSize = 128;

    @Option(names = "--learning-rate", paramLabel = "RATE", description = "Of the fine-tuning (${DEFAULT-VALUE}).")
    private double learningRate = 1e-4;

    @Option(
            names = "--ending",
            paramLabel = "EPOCHS",
            description = "Of training after the last removal; the best by validation accuracy stays"
                    + " (${DEFAULT-VALUE}).")
    private int ending;

    @Option(
            names = "--least-units",
            paramLabel = "N",
            description = "Units of each layer that always stay, but for dead ones (${DEFAULT-VALUE}).")
    private int leastUnits = 1;

    @Option(
            names = "--ranked-by",
            paramLabel = "N",
            description = "Training examples behind each ranking (${DEFAULT-VALUE}).")
    private int rankedBy = 64;

    @Option(
            names = "--measured-every",
            paramLabel = "N",
            description = "Removals between two looks at the validation error (${DEFAULT-VALUE}).")
    private int measuredEvery = 1;

    @Option(
            names = "--labels",
            description = "Of fine-tuning and validation: file, as the data has them, or given, as the training was"
                    + " given them, those included that an experiment spoiled; for a model in its run directory"
                    + " (${DEFAULT-VALUE}).")
    private Labels labels = Labels.FILE;

    @Option(names = "--seed", description = "Seed of the pruning (${DEFAULT-VALUE}).")
    private long seed;

    /** Which labels a network is fine-tuned on. */
    enum Labels {
        /** Those of the data. */
        FILE,
        /** Those that it was trained on. */
        GIVEN
    }

    PrunePlan plan() {
        return new PrunePlan(
                by,
                Map.of(),
                normalization,
                costExponent,
                leastUnits,
                until,
                miniBatches,
                rankedBy,
                measuredEvery,
                UpdateRule.ADAM,
                learningRate,
                false,
                counting,
                miniBatchesPerPercent,
                ending);
    }

    Labels labels() {
        return labels;
    }

    int batchSize() {
        return batchSize;
    }

    long seed() {
        return seed;
    }
}
