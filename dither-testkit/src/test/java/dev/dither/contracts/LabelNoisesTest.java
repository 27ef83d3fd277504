package dev.dither.contracts;

import dev.dither.labels.ClassFlip;
import dev.dither.labels.LabelNoise;
import dev.dither.labels.Pairwise;
import dev.dither.labels.PatriniMnist;
import dev.dither.labels.Symmetric;
import dev.dither.testkit.LabelNoiseContract;
import java.util.List;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A new kind of label noise is one more line in {@link #cases}. */
@ParameterizedClass
@MethodSource("cases")
class LabelNoisesTest implements LabelNoiseContract {
    @Parameter
    LabelNoise subject;

    static List<LabelNoise> cases() {
        return List.of(
                new ClassFlip(0.3), new Pairwise(0.45), new PatriniMnist(0.4), new Symmetric(0.2), new Symmetric(0.8));
    }

    @Override
    public LabelNoise noise() {
        return subject;
    }
}
