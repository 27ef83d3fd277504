# shellcheck shell=bash
# How to start Java with the native engine at its best. Sourced by dither and by dither-bench/run.sh, which define `fail`.

# Sets `java` and `java_version`.
find_java() {
    if [ -n "${JAVA_HOME:-}" ]; then
        java=$JAVA_HOME/bin/java
        [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, which has no bin/java: point it to a JDK, 17 or newer, or unset it"
    else
        java=$(command -v java) || fail "no Java found: install a JDK, 17 or newer, or set JAVA_HOME"
    fi
    local text
    text=$("$java" -version 2>&1) || fail "$java does not start: install a JDK, 17 or newer, or set JAVA_HOME"
    java_version=$(printf '%s\n' "$text" | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
    [ "${java_version:-0}" -ge 17 ] || fail "$java is too old: Dither needs a JDK, 17 or newer"
}

# Sets `options` to the JVM's, for the class path $1, and exports the environment of the native libraries.
prepare_engine() {
    # The serial collector: the heap holds little but handles, and its threads leave the cores to the native kernels.
    options=(-XX:+UseSerialGC)
    # A small nursery: what a step leaves behind is little, and a large one would grow into memory for thousands of steps.
    options+=(-Xmn32m)
    # Compiles what is hot sooner: a compiler that is still at work after thousands of steps takes memory beside them.
    options+=(-XX:CompileThresholdScaling=0.3)
    # JavaCPP otherwise reads the process's memory from /proc for every native object: a tenth of a small network's step.
    options+=(-Dorg.bytedeco.javacpp.maxphysicalbytes=0)
    # MKL is the fast BLAS on x86-64 (docs/adr/0002-blas-and-threads.md). Elsewhere the preset's OpenBLAS is used.
    case $1 in
        *mkl*redist*.jar*) options+=(-Dorg.bytedeco.openblas.load=mkl_rt) ;;
    esac
    # From JDK 22 on, native access without this flag prints warnings.
    [ "$java_version" -lt 22 ] || options+=(--enable-native-access=ALL-UNNAMED)

    # All of these are read when the native libraries load, so they must be in the environment. The user's values win.
    # What each is worth is measured by: dither-bench/run.sh --engine
    # MKL: the same bits for any number of threads; no measured cost.
    export MKL_CBWR="${MKL_CBWR:-AUTO,STRICT}"
    # OpenBLAS: its idle threads otherwise spin against the engine's own.
    export OPENBLAS_THREAD_TIMEOUT="${OPENBLAS_THREAD_TIMEOUT:-4}"
    # OpenMP: idle threads otherwise spin for milliseconds, against Java's threads and every other program on the machine.
    export GOMP_SPINCOUNT="${GOMP_SPINCOUNT:-30000}"
    # glibc: gradients are megabytes, and are otherwise mapped and unmapped at every step.
    export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"
    export MALLOC_TRIM_THRESHOLD_="${MALLOC_TRIM_THRESHOLD_:-1000000000}"
    export MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_:-1000000000}"
}
