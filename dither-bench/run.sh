#!/usr/bin/env bash
# Measures Dither against eager PyTorch in Python and TensorFlow in Java, and writes docs/benchmarks.md.
set -euo pipefail

usage() {
    cat <<'END'
usage: dither-bench/run.sh [--quick] [--rounds N] [--seconds S] [--threads N] [--only ID,...] [--page FILE]
       dither-bench/run.sh --verify [--only ID,...]    all sides compute the same loss at the same weights
       dither-bench/run.sh --engine [--quick] [...]    what BLAS, threads and allocator are worth
       dither-bench/run.sh --jmh [JMH arguments]       micro-benchmarks

A whole run writes docs/benchmarks.md; --quick and --only write dither-bench/target/benchmarks.md. --quick comes first: later options win.
IDs: mlp-64 mlp-128 mlp-1024 lenet-5 variance-lenet variational-lenet vgg-16 perturbed-vgg-16, fgs-10 cw-l2, costs, draws, array-N and tensor-N for N of 4096, 1000000 and 15000000, start-up, memory.
Python's side is installed by dither-bench/install-peer.sh; TensorFlow's natives, 160 MB, come with the first build.
END
}

fail() {
    printf 'run.sh: %s\n' "$1" >&2
    exit 1
}

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=../config/engine.sh
. "$home/config/engine.sh"

main=dev.dither.bench.Paired
# TensorFlow runs in a process of its own and comes with another version of JavaCPP; hence a class path of its own.
peers=-Ptensorflow
options_of_peers=()
case ${1:-} in
    -h | --help) usage && exit 0 ;;
    --verify) main=dev.dither.bench.Verify && shift ;;
    --engine) main=dev.dither.bench.EngineTable && peers= && shift ;;
    --jmh) main=org.openjdk.jmh.Main && peers= && shift ;;
esac

build() {
    mvn -f "$home/pom.xml" -B -ntp -q "$@" $peers -Dmaven.test.skip=true -Dspotless.check.skip=true -pl dither-bench -am \
        -DincludeScope=runtime -Dmdep.outputFile=target/bench.classpath \
        package org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath
}

find_java
# Offline first: Maven otherwise asks the network about snapshots each time.
build -o >/dev/null 2>&1 || build
classes=$home/dither-bench/target/classes
classpath=$classes:$(cat "$home/dither-bench/target/bench.classpath")
[ -z "$peers" ] || options_of_peers=("-Ddither.tensorflow=$classes:$(cat "$home/dither-bench/target/tensorflow.classpath")")
prepare_engine "$classpath"
[ "$main" = org.openjdk.jmh.Main ] || /usr/bin/python3 -c 'import torch' 2>/dev/null ||
    fail "no PyTorch for /usr/bin/python3: run dither-bench/install-peer.sh"

# TensorFlow has notices at every start; what fails is thrown.
export TF_CPP_MIN_LOG_LEVEL="${TF_CPP_MIN_LOG_LEVEL:-3}"
commit=$(git -C "$home" rev-parse --short HEAD 2>/dev/null) || commit=unknown
exec "$java" "${options[@]}" "-Ddither.home=$home" "-Ddither.commit=$commit" "${options_of_peers[@]}" -cp "$classpath" "$main" "$@"
