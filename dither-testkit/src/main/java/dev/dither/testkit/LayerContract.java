package dev.dither.testkit;

import static dev.dither.testkit.BuiltLayer.KEY;
import static dev.dither.testkit.BuiltLayer.PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.nn.Layer;
import dev.dither.nn.Pass;
import dev.dither.nn.Trace;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every built layer keeps: promised shapes, refused shapes, gradients, randomness by key alone, no leaks.
 *
 * <p>The inputs are standard normal draws, but for {@link #words}, the same in every test. If one of them falls next to a kink of the layer, so
 * that the gradient test fails without fault, change {@link #examples}.
 */
@ExtendWith(LeakCheck.class)
public interface LayerContract {
    /** What the key of a pass does to a layer. */
    enum Noise {
        /** Nothing: the output is a function of the input. */
        NONE,
        /** In a training pass the layer draws, in a mean pass it does not. */
        DRAWN,
        /** In a training pass the layer draws, a mean pass it refuses. */
        WITHOUT_MEAN
    }

    /** Returns the layer to check, with initial values from {@code key} and memory of its own. */
    Layer build(RandomKey key);

    /** Returns the shape of one example before the layer: small, since gradients are checked on it. */
    Shape input();

    /** Returns the shape of one example behind the layer. */
    Shape output();

    /** Returns what the key of a pass does. */
    default Noise noise() {
        return Noise.NONE;
    }

    /** Returns the names of parameters that noise alone depends on: a mean pass has no gradient in them. */
    default Set<String> parametersOfNoise() {
        return Set.of();
    }

    /** Returns how many of the last features of an example are numbers of words, words 1 and 2 and padding 0 behind them. */
    default int words() {
        return 0;
    }

    /** Returns the number of examples in a batch of the tests, 2 or more. */
    default int examples() {
        return 4;
    }

    /** Shapes: [N, …] becomes [N, …] for every N, also 1. */
    @Test
    default void outputsHaveThePromisedShapeAndAreFinite() {
        try (BuiltLayer built = new BuiltLayer(this)) {
            for (long n : new long[] {1, examples()}) {
                var y = built.forward(n, Pass.sampling(KEY));
                assertThat(y.shape()).isEqualTo(output().batched(n));
                assertThat(y.finite()).isTrue();
            }
        }
    }

    /** One more in any axis of an example is refused in Java, with the path of the layer and the shape that came. */
    @Test
    default void wrongSizesAreRefusedWithThePath() {
        try (BuiltLayer built = new BuiltLayer(this)) {
            for (int axis = 0; axis < input().rank(); axis++) {
                long[] sizes = input().toArray();
                sizes[axis]++;
                requireRefusal(built, Shape.of(sizes).batched(examples()));
            }
        }
    }

    /** An axis more, or an example without a batch, is refused likewise. */
    @Test
    default void wrongRanksAreRefusedWithThePath() {
        try (BuiltLayer built = new BuiltLayer(this)) {
            requireRefusal(built, input());
            requireRefusal(built, input().batched(1).batched(examples()));
        }
    }

    private static void requireRefusal(BuiltLayer built, Shape batch) {
        assertThatThrownBy(() -> built.forward(batch, Pass.sampling(KEY)))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith(PATH)
                .hasMessageContaining(batch.toString());
    }

    /** By {@link GradientCheck}, in the input and in every parameter, with the noise of a training pass frozen. */
    @Test
    default void gradientsOfATrainingPassAreDifferenceQuotients() {
        try (BuiltLayer built = new BuiltLayer(this)) {
            built.gradients(Pass.training(KEY), Set.of()).run(KEY.child("directions"));
        }
    }

    /** Likewise in a mean pass, where there is one. */
    @Test
    default void gradientsOfAMeanPassAreDifferenceQuotients() {
        try (BuiltLayer built = new BuiltLayer(this)) {
            if (noise() != Noise.WITHOUT_MEAN) {
                built.gradients(Pass.mean(), parametersOfNoise()).run(KEY.child("directions"));
            }
        }
    }

    /** What is said to belong to noise alone does. */
    @Test
    default void aMeanPassDoesNotDependOnParametersOfNoise() {
        try (BuiltLayer built = new BuiltLayer(this)) {
            for (String name : parametersOfNoise()) {
                Tensor parameter =
                        Objects.requireNonNull(built.layer.parameters().get(name), name);
                Tensor sum = built.forward(examples(), Pass.mean()).sum();
                assertThatThrownBy(() -> Gradients.of(sum, List.of(parameter)))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    /** Initial values are a function of the key of the build. */
    @Test
    @Tag("determinism")
    default void equalKeysBuildEqualLayers() {
        Map<String, float[]> values = new HashMap<>();
        try (BuiltLayer built = new BuiltLayer(this, KEY.child("a"))) {
            built.layer.parameters().forEach((name, tensor) -> values.put(name, tensor.toFloats()));
        }
        try (BuiltLayer built = new BuiltLayer(this, KEY.child("a"))) {
            assertThat(built.layer.parameters().keySet()).isEqualTo(values.keySet());
            built.layer
                    .parameters()
                    .forEach((name, tensor) ->
                            assertThat(tensor.toFloats()).as(name).isEqualTo(values.get(name)));
        }
    }

    /** Two passes with one key give the same bits: a layer remembers nothing and draws from nowhere else. */
    @Test
    @Tag("determinism")
    default void equalKeysGiveEqualBits() {
        try (BuiltLayer built = new BuiltLayer(this)) {
            float[] once = built.values(Pass.training(KEY));
            built.values(Pass.training(KEY.child("other")));
            assertThat(built.values(Pass.training(KEY))).isEqualTo(once);
        }
    }

    /** Other keys give other outputs if, and only if, the layer has noise. */
    @Test
    @Tag("determinism")
    default void otherKeysGiveOtherOutputsWhereThereIsNoise() {
        try (BuiltLayer built = new BuiltLayer(this)) {
            float[] once = built.values(Pass.training(KEY));
            float[] other = built.values(Pass.training(KEY.child("other")));
            assertThat(Arrays.equals(once, other)).isEqualTo(noise() == Noise.NONE);
        }
    }

    /** A mean pass does not depend on the key, or is refused by a layer without a mean path. */
    @Test
    default void aMeanPassHasNoNoise() {
        try (BuiltLayer built = new BuiltLayer(this)) {
            if (noise() == Noise.WITHOUT_MEAN) {
                assertThatThrownBy(() -> built.values(Pass.mean()))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining(PATH);
            } else {
                assertThat(built.values(Pass.mean().in("a")))
                        .isEqualTo(built.values(Pass.mean().in("b")));
            }
        }
    }

    /** Whatever a layer reports to the trace bears its path, is finite and has a batch of log σ as large as of means. */
    @Test
    default void sitesInTheTraceBearThePathAndAreFinite() {
        try (BuiltLayer built = new BuiltLayer(this)) {
            Pass pass = Pass.training(KEY);
            built.forward(examples(), pass);
            for (Trace.Site site : pass.trace().sites()) {
                assertThat(site.path()).startsWith(PATH);
                assertThat(site.mean().shape()).isEqualTo(site.logStddev().shape());
                assertThat(site.mean().shape().size(0)).isEqualTo(examples());
                assertThat(site.mean().finite() && site.logStddev().finite()).isTrue();
            }
        }
    }

    /** What a pass makes is gone when the scope around it is closed. */
    @Test
    default void aPassLeavesNothingAlive() {
        try (BuiltLayer built = new BuiltLayer(this)) {
            long before = Scope.liveTensors();
            try (Scope scope = Scope.open()) {
                built.forward(examples(), Pass.training(KEY));
            }
            assertThat(Scope.liveTensors()).isEqualTo(before);
        }
    }
}
