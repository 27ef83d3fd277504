package dev.dither.lab.cli;

import dev.dither.data.DataFolder;
import dev.dither.data.FileStatus;
import dev.dither.data.FileStatus.State;
import dev.dither.data.KnownData;
import dev.dither.data.KnownFile.Need;
import dev.dither.data.KnownOrigin;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.source.DataSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Data sets: which are known, whether they are whole, and how they get here. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        description = "List, check, add and fetch data sets.",
        subcommands = {Data.ListCommand.class, Data.Check.class, Data.Add.class, Data.Fetch.class})
final class Data implements Runnable {
    private static final int NEGATIVE = 3;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** What is found of a whole set. */
    enum Found {
        EMBEDDED("part of the program"),
        COMPLETE("complete"),
        /** Only optional files are missing. */
        PARTIAL("usable, some training files are missing"),
        INCOMPLETE("incomplete"),
        DAMAGED("damaged"),
        MISSING("not here");

        private final String words;

        Found(String words) {
            this.words = words;
        }

        static Found of(KnownData data, List<FileStatus> files) {
            if (data.embedded()) {
                return EMBEDDED;
            }
            if (files.stream().anyMatch(f -> f.state() == State.WRONG_CHECKSUM)) {
                return DAMAGED;
            }
            if (files.stream().allMatch(f -> f.state() == State.MISSING)) {
                return MISSING;
            }
            List<FileStatus> missing =
                    files.stream().filter(f -> f.state() == State.MISSING).toList();
            boolean usable = missing.stream().allMatch(f -> f.file().need() == Need.OPTIONAL);
            return missing.isEmpty() ? COMPLETE : usable ? PARTIAL : INCOMPLETE;
        }

        String words() {
            return words;
        }

        boolean usable() {
            return this == EMBEDDED || this == COMPLETE || this == PARTIAL;
        }
    }

    /** The known sets. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List the known sets, whether they are here, their licence and source.")
    static final class ListCommand implements Callable<Integer> {
        @Mixin
        private Common common;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            Map<KnownData, Found> sets = new EnumMap<>(KnownData.class);
            for (KnownData data : KnownData.values()) {
                sets.put(data, Found.of(data, data.check(common.dataDir())));
            }
            if (common.json()) {
                Map<String, Object> object = new LinkedHashMap<>();
                object.put("folder", common.dataDir().toString());
                object.put(
                        "data",
                        sets.entrySet().stream()
                                .map(set -> json(set.getKey(), set.getValue()))
                                .toList());
                out.println(Output.json(object));
            } else {
                out.println("folder: " + common.dataDir());
                sets.forEach((data, found) -> print(out, data, found));
            }
            out.flush();
            return 0;
        }

        private static Map<String, Object> json(KnownData data, Found found) {
            Map<String, Object> set = new LinkedHashMap<>();
            set.put("name", data.id());
            set.put("embedded", data.embedded());
            set.put("state", found.words());
            set.put("licence", data.licence());
            set.put("source", data.source());
            set.put("fetch", data.origin().isPresent());
            return set;
        }

        private static void print(PrintWriter out, KnownData data, Found found) {
            out.printf(Locale.ROOT, "%n%-14s %s%n%-14s %s%n", data.id(), found.words(), "", data.licence());
            if (!data.embedded()) {
                boolean fetched = data.origin().isPresent();
                String how = fetched ? "dither data fetch " : "by hand, then dither data add ";
                String more = fetched ? "" : " DIR";
                out.printf(Locale.ROOT, "%-14s %s (%s%s%s)%n", "", data.source(), how, data.id(), more);
            }
        }
    }

    /** Checksums. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = {
                "Check the files of one set or of all.",
                "Exit code 3 if a file is damaged, or if the named set cannot be used."
            })
    static final class Check implements Callable<Integer> {
        @Mixin
        private Common common;

        @Parameters(arity = "0..1", paramLabel = "NAME", description = "Name of the set; all without it.")
        private @Nullable String name;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            List<KnownData> asked = name == null ? Arrays.asList(KnownData.values()) : List.of(DataSource.known(name));
            Map<KnownData, List<FileStatus>> checked = new LinkedHashMap<>();
            asked.forEach(data -> checked.put(data, data.check(common.dataDir())));
            PrintWriter out = spec.commandLine().getOut();
            if (common.json()) {
                out.println(Output.json(json(checked)));
            } else {
                checked.forEach((data, files) -> print(out, data, files));
            }
            out.flush();
            boolean fine = checked.entrySet().stream()
                    .map(e -> Found.of(e.getKey(), e.getValue()))
                    .allMatch(this::fine);
            return fine ? 0 : NEGATIVE;
        }

        private boolean fine(Found found) {
            return name == null ? found != Found.DAMAGED : found.usable();
        }

        private void print(PrintWriter out, KnownData data, List<FileStatus> files) {
            Found found = Found.of(data, files);
            out.printf(Locale.ROOT, "%-14s %s%n", data.id(), found.words());
            if (found != Found.MISSING || name != null) {
                files.forEach(file -> out.printf(
                        Locale.ROOT,
                        "  %-38s %s%n",
                        file.file().name(),
                        file.state() == State.OK ? "ok" : file.detail()));
            }
        }

        private static Map<String, Object> json(Map<KnownData, List<FileStatus>> checked) {
            List<Map<String, Object>> sets = new ArrayList<>();
            List<Map<String, Object>> files = new ArrayList<>();
            checked.forEach((data, found) -> {
                sets.add(
                        Map.of("name", data.id(), "state", Found.of(data, found).words()));
                found.forEach(file -> files.add(json(data, file)));
            });
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("sets", sets);
            object.put("files", files);
            return object;
        }

        private static Map<String, Object> json(KnownData data, FileStatus file) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("set", data.id());
            object.put("file", file.file().name());
            object.put("need", file.file().need().name());
            object.put("state", file.state().name());
            object.put("detail", file.detail());
            return object;
        }
    }

    /** Files that the user has. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = {
                "Copy the files of a known set from a folder into the data folder.",
                "All of them are checked first; if one is missing or damaged, nothing is changed."
            })
    static final class Add implements Callable<Integer> {
        @Mixin
        private Common common;

        @Parameters(paramLabel = "NAME", description = "Name of the set.")
        private String name;

        @Parameters(paramLabel = "DIR", description = "Folder that has its files, plain or as .gz.")
        private Path folder;

        @Option(names = "--link", description = "Link to the files instead of copying them.")
        private boolean link;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            KnownData data = DataSource.known(name);
            DataFolder target = new DataFolder(common.dataDir());
            List<FileStatus> problems =
                    target.add(data, folder, link ? DataFolder.Transfer.LINK : DataFolder.Transfer.COPY);
            PrintWriter err = spec.commandLine().getErr();
            problems.forEach(problem -> err.println("dither: " + problem.detail()));
            if (problems.isEmpty()) {
                arrived(spec, common, data);
            }
            return problems.isEmpty() ? 0 : 1;
        }
    }

    /** Files from their publisher. */
    @Command(
            name = "fetch",
            mixinStandardHelpOptions = true,
            description = {
                "Download the files of a known set that are missing or damaged.",
                "Each is checked before it takes its place."
            })
    static final class Fetch implements Callable<Integer> {
        @Mixin
        private Common common;

        @Parameters(paramLabel = "NAME", description = "Name of the set.")
        private String name;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            KnownData data = DataSource.known(name);
            if (!data.embedded()) {
                KnownOrigin origin = data.origin()
                        .orElseThrow(
                                () -> new ExperimentException(name + " cannot be fetched file by file; get it from "
                                        + data.source() + " and run: dither data add " + name + " DIR"));
                new DataFolder(common.dataDir()).fetch(data, origin);
            }
            arrived(spec, common, data);
            return 0;
        }
    }

    private static void arrived(CommandSpec spec, Common common, KnownData data) {
        Path place = common.dataDir().resolve(data.id());
        String state = Found.of(data, data.check(common.dataDir())).words();
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                common.json()
                        ? Output.json(Map.of("name", data.id(), "state", state, "folder", place.toString()))
                        : data.id() + ": " + state + (data.embedded() ? "" : ", in " + place));
        out.flush();
    }
}
