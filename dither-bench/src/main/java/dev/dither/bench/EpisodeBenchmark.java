package dev.dither.bench;

import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.rl.Choice;
import dev.dither.rl.Environment;
import dev.dither.rl.Environments;
import dev.dither.rl.Episode;
import dev.dither.rl.PolicyGradient;
import dev.dither.rl.PolicyKind;
import dev.dither.rl.PolicyNetwork;
import dev.dither.rl.Reinforce;
import dev.dither.rl.Rollout;
import dev.dither.rng.RandomKey;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time of an episode: of the environment alone, played by a policy of drawn weights, and learned from: {@code dither-bench/run.sh
 * --jmh EpisodeBenchmark}. The acrobot is cut off after 500 steps, which untrained policies reach.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EpisodeBenchmark {
    /** How many steps are timed of an environment alone. */
    private static final int STEPS = 1000;

    /** What is played. */
    @Param({"CartPole-v0", "Acrobot-v1"})
    public String environment;

    private Environment task;
    private Network policy;
    private PolicyGradient learner;
    private RandomKey key;

    /** Builds a policy. */
    @Setup
    public void prepare() {
        task = Environments.named(environment);
        key = RandomKey.root(6);
        policy = PolicyNetwork.of(PolicyKind.VARIANCE).build(task, key);
        learner = new PolicyGradient(policy, task, Reinforce.DEFAULT, key);
    }

    /** Frees it. */
    @TearDown
    public void release() {
        learner.close();
        policy.close();
    }

    /** A thousand steps of the environment with its starts, without a policy. */
    @Benchmark
    public double thousandSteps() {
        double reward = 0;
        Environment.Trial trial = null;
        int played = 0;
        for (int step = 0; step < STEPS; step++, played++) {
            if (trial == null || played == task.stepLimit()) {
                key = key.child(step);
                trial = task.start(key);
                played = 0;
            }
            Environment.Step done = trial.step(step % task.actions());
            reward += done.reward();
            trial = done.terminated() ? null : trial;
        }
        return reward;
    }

    /** {@link Rollout#play}. */
    @Benchmark
    public Episode played() {
        key = key.child(1);
        return new Rollout(task, Choice.SAMPLED).play(policy, Pass.sampling(key.child("weights")), key);
    }

    /** {@link PolicyGradient#episode}. */
    @Benchmark
    public double learned() {
        return learner.episode().totalReward();
    }
}
