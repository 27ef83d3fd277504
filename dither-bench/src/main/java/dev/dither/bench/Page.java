package dev.dither.bench;

import dev.dither.bench.Contest.Kind;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The page of benchmarks, in Markdown, part by part. */
final class Page {
    private static final String INTRODUCTION = """
            # Benchmarks

            The same work done by Dither, by eager PyTorch in Python and, where networks are trained, by graphs of TensorFlow in Java, in
            turn on one machine. Generated; do not edit.
            """;

    private static final String READING = """
            ## How to read this

            - A ratio above 1 means that Dither is faster. It is the median over the rounds of the ratio within each round; in brackets its
              least and greatest value. A range that includes 1 shows no difference.
            - All sides are processes that live for all rounds and answer in turn, one after the other. Before its rounds count each
              works for the time above, in which the virtual machine compiles what it runs; how long a start takes is measured apart.
              They run in the same environment, that of the launcher ([ADR 2](adr/0002-blas-and-threads.md)), with the same number of threads and with
              denormals flushed. What the environment is worth to Python's side and this one is shown by `dither-bench/run.sh --engine`.
            - This side is `Trainer` on bytes in memory, as a user gets it: gathering batches, drawing noise, checking that the loss is finite.
              Python's is `dither-bench/src/main/python/peer.py`: plain modules, `torch.optim` with its defaults, floats in a tensor indexed by a random permutation.
              TensorFlow's is `GraphTraining`: one static graph of plain operations and the fused updates, floats in a variable of the graph of which
              random rows are gathered, images with channels last. Its updates wait for all gradients: without that some of them were taken
              at weights already changed, which `--verify` showed; it costs nothing that could be measured.
            - Python's is the version that the distribution packages, older than the engine used here; newer ones may be faster. Its BLAS is the fast one
              (`dither-bench/install-peer.sh`).
            - That all train the same network is checked by `dither-bench/run.sh --verify`: equal terms of the loss at equal weights and
              mean noise, and again after three steps of the optimizer, one of VGG-16. Left out are the variance LeNet-5, whose mean is a constant,
              and the optimizer that draws.
            - Draws of noise: Dither's are addressed by 64-bit keys and drawn in Java, the other side's come from the engine's generator.
            """;

    private final Settings settings;
    private final StringBuilder text = new StringBuilder();

    private Page(Settings settings) {
        this.settings = settings;
    }

    static Page begin(Settings settings) {
        Page page = new Page(settings);
        page.text.append(INTRODUCTION);
        return page;
    }

    /** Adds what was run and on what. */
    void machine(List<Rounds> played) {
        String command = "dither-bench/run.sh " + String.join(" ", settings.arguments());
        line("");
        if (settings.quick()) {
            line("**A quick run**, which shows that everything works; its figures are no comparison.");
            line("");
        }
        line("| | |");
        line("|---|---|");
        line("| command | `%s` |", command.strip());
        line(
                "| date, commit | %s, %s |",
                LocalDate.now(ZoneOffset.UTC), System.getProperty("dither.commit", "unknown"));
        line("| machine | %s |", Machine.processor());
        line(
                "| rounds | %d of at least %s s, alternating, after %.0f s each |",
                settings.rounds(), settings.seconds(), settings.warmUp());
        line("| threads | %d on all sides |", settings.threads());
        if (!played.isEmpty()) {
            played.get(0).descriptions().forEach((name, answer) -> line("| %s | %s |", name, description(answer)));
        }
    }

    private static String description(Answer answer) {
        return answer.text("runtime") + ", " + answer.text("engine") + ", " + answer.text("blas");
    }

    /** Adds the table of one kind of contests. */
    void rounds(Kind kind, List<Rounds> played) {
        if (played.isEmpty()) {
            return;
        }
        double unit = kind.unit();
        section(kind.heading());
        Set<String> peers = new LinkedHashSet<>();
        played.forEach(rounds -> peers.addAll(rounds.speeds().keySet()));
        peers.remove(Contestant.DITHER);
        line("| | Dither |"
                + peers.stream().map(peer -> " " + peer + " | ratio |").collect(Collectors.joining()));
        line("|---|---:|" + "---:|---:|".repeat(peers.size()));
        for (Rounds rounds : played) {
            Sample ours = rounds.speeds().get(Contestant.DITHER);
            String cells = peers.stream()
                    .map(peer -> beside(ours, rounds.speeds().get(peer), unit))
                    .collect(Collectors.joining());
            line(
                    "| %s: %s | %s |%s",
                    rounds.contest().id(), rounds.contest().title(), figure(ours.median() / unit), cells);
        }
    }

    private static String beside(Sample ours, @Nullable Sample theirs, double unit) {
        return theirs == null ? " | |" : " " + figure(theirs.median() / unit) + " | " + ratio(ours.over(theirs)) + " |";
    }

    /** Adds the times of starting. */
    void startUp(StartUp startUp) {
        section("Start");
        line(
                "From starting the process to the end of the first training step of `mlp-128`; median of the warm starts, alternating.");
        line("");
        line("| | seconds | least to greatest |");
        line("|---|---:|---:|");
        line("| Dither | %.2f | %s |", startUp.ours().median(), range(startUp.ours()));
        line("| PyTorch | %.2f | %s |", startUp.theirs().median(), range(startUp.theirs()));
    }

    /** Adds what attacks and pruning cost. */
    void costs(Answer found) {
        section("Attacks, pruning and draws beside what they are made of");
        line("Of Dither alone, in one process; median, least and greatest.");
        line("");
        line("| | median | least to greatest |");
        line("|---|---:|---:|");
        line(
                "| FGS with 10 draws over 10,000 images, 784-128-128-10, in plain passes forward and backward over them | %s |",
                cost(found, "attack"));
        line(
                "| a pruning step of LeNet-5 without fine-tuning, by entropy of 64 examples: rank, remove, rebuild; ms | %s |",
                cost(found, "entropy"));
        line("| the same by Taylor | %s |", cost(found, "taylor"));
        line(
                "| twenty draws in one pass, variance LeNet-5, of which only the dense layer draws, 500 images, in twenty passes | %s |",
                share(found, "stackedDraws"));
        line("| the same draws by a predictor, one after the other | %s |", share(found, "predictedDraws"));
        line(
                "| a step of VGG-16 whose gradient is taken at perturbed weights, SGD with momentum, batch 32, in plain steps; %d rounds | %s |",
                Costs.PERTURBED_ROUNDS, share(found, "perturbed"));
    }

    /** Adds what steps by several draws cost. */
    void draws(Answer found) {
        section("Eight weighted draws of an example, in training steps by one");
        line(
                "Of Dither alone, in one process, in turn; median (least to greatest). What precedes the noise is computed once for");
        line("all draws, or anew in separate passes.");
        line("");
        line("| | shared | separate |");
        line("|---|---:|---:|");
        for (ManyDraws.Case each : ManyDraws.Case.values()) {
            line(
                    "| %s | %s | %s |",
                    each.title(), times(found, each.id() + "Shared"), times(found, each.id() + "Separate"));
        }
    }

    /**
     * Adds the memory of several draws.
     *
     * @param found for each network the peaks by one draw, by all at once, and by some at a time
     */
    void drawMemory(Map<ManyDraws.Case, List<Double>> found) {
        line("");
        line(
                "The most memory that was resident, in MiB, in a process for each figure; virtual machine and engine are some three hundred of it.");
        line("");
        line("| | one draw | eight | eight, `drawBatch` %d |", Paired.AT_A_TIME);
        line("|---|---:|---:|---:|");
        found.forEach((each, peaks) ->
                line("| %s | %.0f | %.0f | %.0f |", each.title(), peaks.get(0), peaks.get(1), peaks.get(2)));
    }

    private static String times(Answer found, String name) {
        return spread("%.2f (%.2f to %.2f)", found, name);
    }

    private static String share(Answer found, String name) {
        return spread("%.3f | %.3f to %.3f", found, name);
    }

    private static String cost(Answer found, String name) {
        return spread("%.1f | %.1f to %.1f", found, name);
    }

    private static String spread(String format, Answer found, String name) {
        return String.format(
                Locale.ROOT, format, found.number(name), found.number(name + "Least"), found.number(name + "Greatest"));
    }

    /** Adds the growth of memory, by network. */
    void memory(Map<Subject, Answer> found) {
        section("Memory");
        line(
                "Resident memory of Dither in MiB while it trains, `VmRSS` read a hundred times at equal distances. At half: mean of the ten");
        line("readings around it; at the end: mean of the last ten.");
        line("");
        line("| | steps | at half | at the end | growth |");
        line("|---|---:|---:|---:|---:|");
        found.forEach((subject, answer) -> line(
                "| %s | %s | %.1f | %.1f | %+.2f |",
                subject.id(),
                answer.text("steps"),
                answer.number("half"),
                answer.number("end"),
                answer.number("growth")));
    }

    String end() {
        line("");
        return text.append(READING).toString();
    }

    private void section(String heading) {
        line("");
        line("## %s", heading);
        line("");
    }

    private void line(String format, Object... values) {
        text.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
                .append('\n');
    }

    static String figure(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 1000 ? "%.1f" : "%.0f", value);
    }

    private static String ratio(Sample ratio) {
        return String.format(Locale.ROOT, "%.2f (%s)", ratio.median(), range(ratio));
    }

    private static String range(Sample sample) {
        return String.format(Locale.ROOT, "%.2f to %.2f", sample.least(), sample.greatest());
    }
}
