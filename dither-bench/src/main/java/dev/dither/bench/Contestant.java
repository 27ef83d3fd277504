package dev.dither.bench;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A way to run a contest: a command and what is taken out of the environment.
 *
 * @param name how tables call it
 * @param command the command, without the arguments that name the contest
 * @param without variables its environment lacks
 */
record Contestant(String name, List<String> command, Set<String> without) {
    /** Name of this side. */
    static final String DITHER = "Dither";
    /** Name of the side that every table has. */
    static final String PYTHON = "PyTorch";
    /** Name of the side that trains, too. */
    static final String GRAPH = "TensorFlow";
    /** Variables by which the launcher tunes the allocator of glibc. */
    static final Set<String> ALLOCATOR = Set.of("MALLOC_ARENA_MAX", "MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_");

    private static final String MKL = "-Dorg.bytedeco.openblas.load=mkl_rt";

    /** Copies. */
    Contestant {
        command = List.copyOf(command);
        without = Set.copyOf(without);
    }

    /** Returns all variables by which the launcher tunes the native libraries for speed. */
    static Set<String> tuning() {
        Set<String> all = new HashSet<>(ALLOCATOR);
        all.add("OPENBLAS_THREAD_TIMEOUT");
        all.add("GOMP_SPINCOUNT");
        return all;
    }

    /** Refuses a peer with the reference BLAS: a win over it is no win. */
    static void requireFastBlas(Answer peer) {
        String blas = peer.text("blas");
        if (!blas.contains("OpenBLAS") && !blas.contains("MKL")) {
            throw new IllegalStateException(
                    "PyTorch runs on a slow BLAS (" + blas + "): install a fast one with dither-bench/install-peer.sh");
        }
    }

    /** Returns this side, as the launcher runs it: the options and class path of this JVM. */
    static Contestant dither() {
        return new Contestant(DITHER, jvm(Worker.class, System.getProperty("java.class.path")), Set.of());
    }

    /** Returns this side without MKL: no jar of it, hence OpenBLAS. */
    static Contestant openBlas(Settings settings) {
        return new Contestant("OpenBLAS", openBlas(Worker.class, settings), Set.of());
    }

    /**
     * Returns the command of a JVM without MKL.
     *
     * <p>It unpacks its natives into a folder of its own: in the usual one JavaCPP turns libopenblas into a link to MKL, under
     * the feet of every other process that uses it.
     */
    static List<String> openBlas(Class<?> main, Settings settings) {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("mkl-"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = jvm(main, classPath);
        command.remove(MKL);
        Path target = settings.home().resolve("dither-bench/target");
        command.add(1, "-Dorg.bytedeco.javacpp.cachedir=" + target.resolve("natives"));
        command.add(1, "-XX:ErrorFile=" + target.resolve("hs_err.log"));
        return command;
    }

    /** Returns Python, in the same environment. */
    static Contestant python(Settings settings) {
        return new Contestant(PYTHON, peer(settings, "serve"), Set.of());
    }

    /** Returns TensorFlow in Java, in the same environment. */
    static Contestant graph() {
        return new Contestant(GRAPH, graph("serve"), Set.of());
    }

    /** Returns the command of {@link GraphWorker} for one of its tasks. */
    static List<String> graph(String task) {
        List<String> command = jvm(GraphWorker.class, System.getProperty("dither.tensorflow"));
        command.add(task);
        return command;
    }

    /** Returns the command of this JVM, its options and another main class. */
    static List<String> jvm(Class<?> main, String classPath) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", classPath, main.getName()));
        return command;
    }

    /** Returns the command of {@code peer.py} for one of its tasks. */
    static List<String> peer(Settings settings, String task) {
        String script =
                settings.home().resolve("dither-bench/src/main/python/peer.py").toString();
        return List.of("/usr/bin/python3", script, task);
    }

    /** Returns this under another name and without further variables. */
    Contestant as(String other, Set<String> lacking) {
        return new Contestant(other, command, lacking);
    }

    /** Starts the child for a contest. */
    Child start(Contest contest, Settings settings) {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(contest.id(), String.valueOf(settings.seconds()), String.valueOf(settings.threads())));
        return Child.start(whole, without);
    }
}
