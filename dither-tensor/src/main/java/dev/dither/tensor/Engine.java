package dev.dither.tensor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** The native engine: started once, set up for speed, and able to describe itself. */
public final class Engine {
    private static final String BLAS_PROPERTY = "org.bytedeco.openblas.load";
    private static final String THREADS_VARIABLE = "OMP_NUM_THREADS";

    private Engine() {}

    /**
     * Loads the natives and sets threads; later calls return at once.
     *
     * <p>Threads are as many as there are processors, or fewer where the environment variable {@code OMP_NUM_THREADS} says so.
     */
    public static void start() {
        if (!Holder.STARTED) {
            throw new IllegalStateException("the native engine did not start");
        }
        Denormals.startThreadsOnce();
    }

    /**
     * Sets the number of threads of native operations.
     *
     * <p>Numerics: the bits of a training do not depend on it when MKL runs with strict reproducibility, as the launcher
     * sets it.
     */
    public static void threads(int threads) {
        if (!(threads >= 1)) {
            throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        }
        start();
        torch.set_num_threads(threads);
        Denormals.startThreads();
    }

    /** Returns the number of threads of native operations. */
    public static int threads() {
        start();
        return torch.get_num_threads();
    }

    /** Returns whether an NVIDIA device can be used. */
    public static boolean cuda() {
        start();
        return torch.hasCUDA();
    }

    /** Returns one line for each fact worth knowing: engine, BLAS, threads. */
    public static List<String> describe() {
        start();
        List<String> lines = new ArrayList<>();
        lines.add("engine   libtorch, natives for " + Loader.getPlatform());
        lines.add("blas     " + (usesMkl() ? "MKL" : "OpenBLAS: right, but about half as fast as MKL on x86-64"));
        lines.add("bits     " + bits());
        lines.add("threads  " + threads() + "; for several runs beside each other, give each fewer by "
                + THREADS_VARIABLE);
        lines.add("cuda     " + (cuda() ? "found, not used by this version" : "none found; the processor is used"));
        return lines;
    }

    private static String bits() {
        return String.valueOf(System.getenv("MKL_CBWR")).endsWith("STRICT")
                ? "equal for any number of threads"
                : "may differ with the number of threads: start by the launcher, or set MKL_CBWR=AUTO,STRICT";
    }

    /**
     * Returns how many threads to start with: one for each processor, or as many as the variable of OpenMP asks for if that is
     * less. Several programs that each take all processors wait for one another at every operation.
     */
    static int threads(@Nullable String asked, int processors) {
        String number = asked == null ? "" : asked.strip();
        return number.matches("[1-9]\\d{0,8}") ? Math.min(Integer.parseInt(number), processors) : processors;
    }

    private static boolean usesMkl() {
        return "mkl_rt".equals(System.getProperty(BLAS_PROPERTY));
    }

    /** Chooses MKL where its natives are on the class path: measured twice the speed of OpenBLAS on x86-64. */
    private static void chooseBlas() {
        if (System.getProperty(BLAS_PROPERTY) == null
                && Engine.class.getResource("/org/bytedeco/mkl/" + Loader.getPlatform() + "/") != null) {
            System.setProperty(BLAS_PROPERTY, "mkl_rt");
        }
    }

    /**
     * Unpacks all of the engine before the first part is loaded: a part that is not there yet would be looked for among the
     * system's libraries, where another version may be installed.
     */
    private static void unpack() {
        String folder = "/org/bytedeco/pytorch/" + Loader.getPlatform() + "/";
        try {
            Loader.cacheResources(torch.class, folder);
        } catch (IOException e) {
            throw new IllegalStateException("the native engine cannot be unpacked: " + e.getMessage(), e);
        }
    }

    private static final class Holder {
        static final boolean STARTED = started();

        private static boolean started() {
            chooseBlas();
            unpack();
            Helpers.start();
            torch.set_num_threads(1); // which the next call takes over for good
            Fourier.start();
            torch.set_num_threads(threads(
                    System.getenv(THREADS_VARIABLE), Runtime.getRuntime().availableProcessors()));
            return true;
        }
    }
}
