package dev.dither.lab.cli;

import dev.dither.data.FileStatus;
import dev.dither.data.KnownData;
import dev.dither.lab.experiment.Runner;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Data sets: which are known, and whether they are whole. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        description = "List and check data sets.",
        subcommands = {Data.ListCommand.class, Data.Check.class})
final class Data implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** The known sets. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List the known sets, their licence and source.")
    static final class ListCommand implements Callable<Integer> {
        @Mixin
        private Common common;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            List<Map<String, Object>> sets = new ArrayList<>();
            for (KnownData data : KnownData.values()) {
                Map<String, Object> set = new LinkedHashMap<>();
                set.put("name", data.id());
                set.put("embedded", data.embedded());
                set.put("licence", data.licence());
                set.put("source", data.source());
                sets.add(set);
            }
            if (common.json()) {
                out.println(Output.json(Map.of("data", sets)));
            } else {
                out.println("folder: " + common.dataDir());
                sets.forEach(s -> out.printf(
                        "%-14s %s%n%-14s %s%n",
                        s.get("name"),
                        s.get("licence"),
                        "",
                        (boolean) s.get("embedded") ? "part of the program" : s.get("source")));
            }
            out.flush();
            return 0;
        }
    }

    /** Checksums. */
    @Command(name = "check", mixinStandardHelpOptions = true, description = "Check the files of one set or of all.")
    static final class Check implements Callable<Integer> {
        @Mixin
        private Common common;

        @Parameters(arity = "0..1", paramLabel = "NAME", description = "Name of the set; all without it.")
        private String name;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            List<KnownData> asked = name == null ? Arrays.asList(KnownData.values()) : List.of(Runner.known(name));
            List<Map<String, Object>> files = new ArrayList<>();
            for (KnownData data : asked) {
                for (FileStatus status : data.check(common.dataDir())) {
                    files.add(Map.of(
                            "set",
                            data.id(),
                            "file",
                            status.file().name(),
                            "state",
                            status.state().name(),
                            "detail",
                            status.detail()));
                }
            }
            if (common.json()) {
                out.println(Output.json(Map.of("files", files)));
            } else {
                files.forEach(f -> out.printf(
                        "%-14s %-28s %s%n",
                        f.get("set"), f.get("file"), f.get("state").equals("OK") ? "ok" : f.get("detail")));
            }
            out.flush();
            return files.stream().allMatch(f -> f.get("state").equals("OK")) ? 0 : 3;
        }
    }
}
