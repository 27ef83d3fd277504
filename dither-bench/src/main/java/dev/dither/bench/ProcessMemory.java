package dev.dither.bench;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Memory of this process in MiB, as the kernel tells it; Linux only. */
final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessMemory() {}

    /** Returns what is resident now. */
    static double resident() {
        return mebibytes("VmRSS");
    }

    /** Returns the most that has been resident since the process started. */
    static double peak() {
        return mebibytes("VmHWM");
    }

    private static double mebibytes(String field) {
        Matcher matcher = Pattern.compile(field + ":\\s*(\\d+) kB").matcher(Machine.read(STATUS));
        if (!matcher.find()) {
            throw new IllegalStateException("no " + field + " in " + STATUS + ": memory is measured on Linux only");
        }
        return Long.parseLong(matcher.group(1)) / 1024.0;
    }
}
