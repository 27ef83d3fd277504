package dev.dither.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.nn.Layer;
import dev.dither.nn.NoiseMode;
import dev.dither.nn.Pass;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each layer here is right but for one defect, and exactly the tests that should notice it fail. */
class PlantedLayersTest {
    private static final List<Tensor> LEAKED = new ArrayList<>();

    @AfterEach
    void release() {
        LEAKED.forEach(Tensor::release);
        LEAKED.clear();
    }

    @Test
    void aRightLayerPasses() {
        var events = Planted.run(Right.class);
        assertThat(events.succeeded().count()).isEqualTo(12);
        assertThat(events.failed().count()).isZero();
    }

    @Test
    void aWrongGradientIsNoticed() {
        assertThat(Planted.failures(WrongGradient.class))
                .containsExactly(
                        "gradientsOfAMeanPassAreDifferenceQuotients", "gradientsOfATrainingPassAreDifferenceQuotients");
    }

    @Test
    void aLeakIsNoticed() {
        assertThat(Planted.failures(Leaking.class)).contains("aPassLeavesNothingAlive", "equalKeysGiveEqualBits");
    }

    @Test
    void anIgnoredKeyIsNoticed() {
        assertThat(Planted.failures(IgnoredKey.class)).containsExactly("otherKeysGiveOtherOutputsWhereThereIsNoise");
    }

    @Test
    void noiseInTheMeanIsNoticed() {
        assertThat(Planted.failures(NoisyMean.class)).containsExactly("aMeanPassHasNoNoise");
    }

    @Test
    void aMemoryBetweenPassesIsNoticed() {
        assertThat(Planted.failures(Remembering.class)).contains("equalKeysGiveEqualBits");
    }

    @Test
    void anUncheckedInputIsNoticed() {
        assertThat(Planted.failures(Unchecked.class))
                .containsExactly("wrongRanksAreRefusedWithThePath", "wrongSizesAreRefusedWithThePath");
    }

    @Test
    void aWrongPromiseOfTheShapeIsNoticed() {
        assertThat(Planted.failures(WrongPromise.class)).contains("outputsHaveThePromisedShapeAndAreFinite");
    }

    @Test
    void aMeanPassThatShouldBeRefusedIsNoticed() {
        assertThat(Planted.failures(NotRefused.class)).containsExactly("aMeanPassHasNoNoise");
    }

    @Test
    void aParameterThatIsNotOfNoiseAloneIsNoticed() {
        assertThat(Planted.failures(WrongClaim.class)).containsExactly("aMeanPassDoesNotDependOnParametersOfNoise");
    }

    /** y = W x + ε / 2. */
    static class Right implements LayerContract {
        @Override
        public Layer build(RandomKey key) {
            Tensor weight = Tensor.normal(key, Shape.of(3, 3)).owned().variable();
            return new Layer() {
                @Override
                public Tensor forward(Tensor x, Pass pass) {
                    require(x.shape(), pass);
                    Tensor y = product(x, weight);
                    return pass.noise() == NoiseMode.MEAN ? mean(y, pass) : noisy(y, pass);
                }

                @Override
                public Map<String, Tensor> parameters() {
                    return Map.of("weight", weight);
                }
            };
        }

        void require(Shape batch, Pass pass) {
            if (batch.rank() != 2 || batch.size(1) != 3) {
                throw new ShapeException(pass.path(), "[N, 3]", batch);
            }
        }

        Tensor product(Tensor x, Tensor weight) {
            return x.linear(weight, Tensor.full(0, Shape.of(3)).like(x));
        }

        Tensor mean(Tensor y, Pass pass) {
            return y;
        }

        Tensor noisy(Tensor y, Pass pass) {
            return y.plus(Tensor.normal(pass.key(), y.shape()).like(y).times(0.5));
        }

        @Override
        public Shape input() {
            return Shape.of(3);
        }

        @Override
        public Shape output() {
            return Shape.of(3);
        }

        @Override
        public Noise noise() {
            return Noise.DRAWN;
        }
    }

    /** Says that the mean does not depend on W. */
    static class WrongClaim extends Right {
        @Override
        public Set<String> parametersOfNoise() {
            return Set.of("weight");
        }
    }

    /** Half of the value is cut off from its history. */
    static class WrongGradient extends Right {
        @Override
        Tensor product(Tensor x, Tensor weight) {
            Tensor half = super.product(x, weight).times(0.5);
            return half.plus(half.detach());
        }
    }

    static class Leaking extends Right {
        @Override
        Tensor noisy(Tensor y, Pass pass) {
            LEAKED.add(Tensor.full(1, Shape.of(1)).owned());
            return super.noisy(y, pass);
        }
    }

    static class IgnoredKey extends Right {
        @Override
        Tensor noisy(Tensor y, Pass pass) {
            return y.plus(0.5);
        }
    }

    static class NoisyMean extends Right {
        @Override
        Tensor mean(Tensor y, Pass pass) {
            return noisy(y, pass);
        }
    }

    static class Remembering extends Right {
        private int passes;

        @Override
        Tensor noisy(Tensor y, Pass pass) {
            return super.noisy(y, pass).plus(passes++);
        }
    }

    /** The engine finds out, in its own words. */
    static class Unchecked extends Right {
        @Override
        void require(Shape batch, Pass pass) {}
    }

    static class WrongPromise extends Right {
        @Override
        public Shape output() {
            return Shape.of(4);
        }
    }

    static class NotRefused extends Right {
        @Override
        public Noise noise() {
            return Noise.WITHOUT_MEAN;
        }
    }
}
