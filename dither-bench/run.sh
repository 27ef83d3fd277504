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
case ${1:-} in
    -h | --help) usage && exit 0 ;;
    --verify) main=dev.dither.bench.Verify && shift ;;
    --engine) main=dev.dither.bench.EngineTable && shift ;;
    --jmh) main=org.openjdk.jmh.Main && shift ;;
esac

build() {
    mvn -f "$home/pom.xml" -B -ntp -q "$@" -Dmaven.test.skip=true -Dspotless.check.skip=true -pl dither-bench -am \
        package org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath
}

# Offline first: Maven otherwise asks the network about snapshots each time.
build_offline_first() {
    build -o "$@" >/dev/null 2>&1 || build "$@"
}

find_java
build_offline_first -DincludeScope=runtime -Dmdep.outputFile=target/bench.classpath
# TensorFlow runs in a process of its own and comes with another version of JavaCPP; hence two class paths.
build_offline_first -Ptensorflow -DincludeScope=compile -Dmdep.outputFile=target/tensorflow.classpath
classes=$home/dither-bench/target/classes
classpath=$classes:$(cat "$home/dither-bench/target/bench.classpath")
tensorflow=$classes:$(cat "$home/dither-bench/target/tensorflow.classpath")
prepare_engine "$classpath"
[ "$main" = org.openjdk.jmh.Main ] || /usr/bin/python3 -c 'import torch' 2>/dev/null ||
    fail "no PyTorch for /usr/bin/python3: run dither-bench/install-peer.sh"

# Its notices at every start; what fails is thrown.
export TF_CPP_MIN_LOG_LEVEL="${TF_CPP_MIN_LOG_LEVEL:-3}"
commit=$(git -C "$home" rev-parse --short HEAD 2>/dev/null) || commit=unknown
exec "$java" "${options[@]}" "-Ddither.home=$home" "-Ddither.commit=$commit" "-Ddither.tensorflow=$tensorflow" -cp "$classpath" "$main" "$@"
