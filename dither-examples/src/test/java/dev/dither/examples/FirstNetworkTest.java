package dev.dither.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.data.DataSet;
import dev.dither.data.KnownData;
import dev.dither.predict.Predictive;
import dev.dither.tensor.Engine;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FirstNetworkTest {
    private static final DataSet DATA = KnownData.FASHION_MINI.load(Path.of("data"));
    private static Predictive found;

    @BeforeAll
    static void train() {
        Engine.threads(1);
        found = FirstNetwork.predictions(DATA);
    }

    @Test
    void mostImagesAreRecognized() {
        assertThat(found.accuracy(DATA.test().labels())).isGreaterThan(0.7);
    }

    @Test
    void probabilitiesAreAveragedOverTwentyDraws() {
        assertThat(found.draws()).isEqualTo(20);
    }

    @Test
    void theNetworkIsLessSureWhereItIsWrong() {
        double[] sums = new double[2];
        int[] counts = new int[2];
        for (int i = 0; i < found.size(); i++) {
            int wrong = found.predicted(i) == DATA.test().label(i) ? 0 : 1;
            sums[wrong] += found.entropy(i);
            counts[wrong]++;
        }
        assertThat(sums[1] / counts[1]).isGreaterThan(1.5 * sums[0] / counts[0]);
    }
}
