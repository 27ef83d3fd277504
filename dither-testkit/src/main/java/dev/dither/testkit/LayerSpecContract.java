package dev.dither.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dither.nn.Layer;
import dev.dither.nn.LayerSpec;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import org.junit.jupiter.api.Test;

/** What every description of a layer keeps: its layer is as it promises, and it guards its numbers and its inputs. */
public interface LayerSpecContract extends LayerContract {
    /** Returns the description to check. */
    LayerSpec spec();

    @Override
    default Layer build(RandomKey key) {
        return spec().build(input(), key);
    }

    @Override
    default Shape output() {
        return spec().outputShape(input());
    }

    /** Returns whether examples of any shape are taken, as element-wise layers do. */
    default boolean takesAnyShape() {
        return false;
    }

    /** An example with an axis more is refused before anything is built, unless every shape is taken. */
    @Test
    default void shapesItCannotTakeAreRefusedBeforeBuilding() {
        Shape more = input().batched(1);
        if (takesAnyShape()) {
            assertThat(spec().outputShape(more).elements()).isPositive();
        } else {
            assertThatThrownBy(() -> spec().outputShape(more))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining(more.toString());
        }
    }

    /** A layer that draws says so: what precedes the first such layer is passed once for all draws. */
    @Test
    default void noiseIsAnnounced() {
        assertThat(spec().noisy()).isEqualTo(noise() != Noise.NONE);
    }

    /** NaN is refused by name in every number of the record. */
    @Test
    default void notANumberIsRefused() {
        boolean numbers = spec() instanceof Record r && !RecordCheck.numbers(r).isEmpty();
        assumeTrue(numbers, "the layer has no number of type double");
        RecordCheck.refusesNaN((Record) spec());
    }
}
