package dev.dither.bench;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time of drawing N(0, 1), into an array and into a new tensor: {@code dither-bench/run.sh --jmh NoiseBenchmark}. */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NoiseBenchmark {
    /** How many numbers are drawn at a time. */
    @Param({"4096", "1000000", "15000000"})
    public int size;

    private float[] target;
    private Shape shape;
    private RandomKey key;

    /** Allocates. */
    @Setup
    public void prepare() {
        target = new float[size];
        shape = Shape.of(size);
        key = RandomKey.root(4);
    }

    /** {@link RandomKey#fillNormal}. */
    @Benchmark
    public float[] array() {
        key = key.child(1);
        key.fillNormal(target);
        return target;
    }

    /** {@link Tensor#normal}. */
    @Benchmark
    public Tensor tensor() {
        key = key.child(1);
        try (Scope scope = Scope.open()) {
            return Tensor.normal(key, shape);
        }
    }
}
