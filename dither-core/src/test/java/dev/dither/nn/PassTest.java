package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.rng.RandomKey;
import org.junit.jupiter.api.Test;

class PassTest {
    private static final RandomKey KEY = RandomKey.root(3);

    @Test
    void shorthandsSetBothSwitches() {
        assertSwitches(Pass.training(KEY), NoiseMode.SAMPLE, StatisticsMode.TRACKED);
        assertSwitches(Pass.sampling(KEY), NoiseMode.SAMPLE, StatisticsMode.RUNNING);
        assertSwitches(Pass.mean(), NoiseMode.MEAN, StatisticsMode.RUNNING);
    }

    @Test
    void otherStatisticsLeaveAllElse() {
        Pass pass = Pass.sampling(KEY).in("a");
        Pass other = pass.withStatistics(StatisticsMode.BATCH);
        assertSwitches(other, NoiseMode.SAMPLE, StatisticsMode.BATCH);
        assertThat(other.key()).isEqualTo(pass.key());
        assertThat(other.path()).isEqualTo("a");
        assertThat(other.trace()).isSameAs(pass.trace());
    }

    @Test
    void childrenHaveTheirOwnKeyAndPathAndTheSameTrace() {
        Pass pass = Pass.sampling(KEY).withStatistics(StatisticsMode.BATCH);
        Pass child = pass.in("3").in("body");
        assertSwitches(child, NoiseMode.SAMPLE, StatisticsMode.BATCH);
        assertThat(child.path()).isEqualTo("3/body");
        assertThat(child.key()).isEqualTo(KEY.child("3").child("body"));
        assertThat(child.trace()).isSameAs(pass.trace());
    }

    private static void assertSwitches(Pass pass, NoiseMode noise, StatisticsMode statistics) {
        assertThat(pass.noise()).isEqualTo(noise);
        assertThat(pass.statistics()).isEqualTo(statistics);
    }
}
