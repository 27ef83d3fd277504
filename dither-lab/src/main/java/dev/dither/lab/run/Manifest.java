package dev.dither.lab.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is needed to judge and repeat a run: versions, machine, command line, time and memory.
 *
 * <p>Units: wall time in seconds, memory in bytes. A fact that the system does not tell is absent, never guessed.
 */
public final class Manifest {
    private final Map<String, Object> facts = new LinkedHashMap<>();
    private final Clock clock;
    private final Instant start;
    private double secondsBefore;
    private long peakBefore;

    private Manifest(Clock clock) {
        this.clock = clock;
        this.start = clock.instant();
    }

    /**
     * Starts the clock of a run.
     *
     * @param version version of Dither
     * @param source folder in or above which {@code .git} is looked for
     * @param threads threads the run computes with
     * @param commandLine the program's arguments, its name first
     */
    public static Manifest start(String version, Path source, int threads, List<String> commandLine, Clock clock) {
        Manifest manifest = new Manifest(clock);
        manifest.with("version", version);
        commit(source).ifPresent(commit -> manifest.with("commit", commit));
        changed(source).ifPresent(changed -> manifest.with("changedSinceCommit", changed));
        return manifest.with("jvm", property("java.vm.name") + " " + property("java.runtime.version"))
                .with("system", property("os.name") + " " + property("os.version") + " " + property("os.arch"))
                .with("processors", Runtime.getRuntime().availableProcessors())
                .with("threads", threads)
                .with("device", "cpu")
                .with("commandLine", List.copyOf(commandLine))
                .with("start", manifest.start.toString());
    }

    /**
     * Goes on with the manifest of an interrupted run: its facts stay, wall times add up, and what differs about this
     * part is added to the list {@code resumed}.
     *
     * @param before the facts written by the interrupted part
     */
    public Manifest after(Map<String, Object> before) {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("at", start.toString());
        facts.forEach((key, value) -> {
            if (!key.equals("start") && before.containsKey(key) && !value.equals(before.get(key))) {
                part.put(key, value);
            }
        });
        List<Object> parts = new ArrayList<>(before.get("resumed") instanceof List<?> list ? list : List.of());
        parts.add(part);
        secondsBefore = before.get("wallSeconds") instanceof Number seconds ? seconds.doubleValue() : 0;
        peakBefore = before.get("peakMemoryBytes") instanceof Number bytes ? bytes.longValue() : 0;
        facts.putAll(before);
        return with("resumed", parts);
    }

    /** Adds or replaces a fact, for example the seeds, the checksums of the data or the verdict. */
    public Manifest with(String key, Object value) {
        facts.put(key, value);
        return this;
    }

    /** All facts, with the wall time and peak memory as of now. */
    public Map<String, Object> facts() {
        Map<String, Object> all = new LinkedHashMap<>(facts);
        all.put(
                "wallSeconds",
                secondsBefore + Duration.between(start, clock.instant()).toMillis() / 1000.0);
        peakMemory(Path.of("/proc/self/status"))
                .ifPresent(bytes -> all.put("peakMemoryBytes", Math.max(peakBefore, bytes)));
        return all;
    }

    static OptionalLong peakMemory(Path status) {
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Asks git whether files that it knows differ from the commit; empty where there is no git to ask. */
    static Optional<Boolean> changed(Path source) {
        try {
            Process git = new ProcessBuilder(
                            "git", "--no-optional-locks", "status", "--porcelain", "--untracked-files=no")
                    .directory(source.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean changed = git.getInputStream().readAllBytes().length > 0;
            return git.waitFor() == 0 ? Optional.of(changed) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Reads the checked-out commit from the files of git; a linked work tree and packed references are followed. */
    static Optional<String> commit(Path source) {
        for (Path folder = source.toAbsolutePath().normalize(); folder != null; folder = folder.getParent()) {
            Path git = folder.resolve(".git");
            if (Files.exists(git)) {
                try {
                    return head(Files.isDirectory(git) ? git : folder.resolve(pointer(git, "gitdir: ")));
                } catch (IOException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> head(Path git) throws IOException {
        String head = Files.readString(git.resolve("HEAD")).strip();
        if (!head.startsWith("ref: ")) {
            return Optional.of(head);
        }
        String reference = head.substring("ref: ".length());
        Path shared = git.resolve("commondir");
        Path common =
                Files.exists(shared) ? git.resolve(Files.readString(shared).strip()) : git;
        Path loose = common.resolve(reference);
        if (Files.exists(loose)) {
            return Optional.of(Files.readString(loose).strip());
        }
        Path packed = common.resolve("packed-refs");
        if (!Files.exists(packed)) {
            return Optional.empty();
        }
        return Files.readAllLines(packed).stream()
                .filter(line -> line.endsWith(" " + reference))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .findFirst();
    }

    private static String pointer(Path file, String prefix) throws IOException {
        String text = Files.readString(file).strip();
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }
}
