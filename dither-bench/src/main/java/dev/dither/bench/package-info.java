/**
 * Measurements: speed against eager PyTorch in Python, time to the first step, memory over a long training.
 *
 * <p>A {@link dev.dither.bench.Contest} is something both sides can do. A {@link dev.dither.bench.Contestant} runs it in a
 * long-lived child process and answers {@code round N} on its standard input with one line of JSON, so that starting up
 * is not measured and {@link dev.dither.bench.Rounds} of the contestants can alternate. {@code dither-bench/run.sh} starts
 * all of it in the environment of the launcher.
 */
package dev.dither.bench;
