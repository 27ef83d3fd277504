package dev.dither.lab.cli;

import dev.dither.data.KnownData;
import dev.dither.tensor.Engine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What is here, and what to do about what is missing. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Show the JVM, the engine, its threads and devices, and the data found.")
final class Doctor implements Callable<Integer> {
    @Mixin
    private Common common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<String> lines = new ArrayList<>();
        lines.add("jvm      " + System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        lines.addAll(Engine.describe());
        lines.add("cores    " + Runtime.getRuntime().availableProcessors());
        lines.add("data     " + common.dataDir());
        for (KnownData data : KnownData.values()) {
            lines.add("         " + data.id() + ": " + found(data, common.dataDir()));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("facts", lines.stream().map(String::strip).toList());
            out.println(Output.json(object));
        } else {
            lines.forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private static String found(KnownData data, Path folder) {
        Data.Found found = Data.Found.of(data, data.check(folder));
        return found == Data.Found.EMBEDDED || found == Data.Found.COMPLETE
                ? found.words()
                : found.words() + "; " + advice(data, found);
    }

    private static String advice(KnownData data, Data.Found found) {
        boolean fetch = found == Data.Found.MISSING && data.origin().isPresent();
        return fetch ? "get it: dither data fetch " + data.id() : "see: dither data check " + data.id();
    }
}
