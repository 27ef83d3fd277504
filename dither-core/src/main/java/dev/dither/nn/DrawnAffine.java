package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A built dense layer whose weights and biases deviate from their means by noise that examples share. */
record DrawnAffine(Shape input, Tensor weight, Tensor bias, Deviation deviation) implements Layer {
    /**
     * Weights of an affine map.
     *
     * @param weight [units, I]
     * @param bias [units]
     */
    record Weights(Tensor weight, Tensor bias) {}

    /** How weights deviate from their means. */
    interface Deviation {
        /** Returns what the parameter of the mean weights is called. */
        String weightName();

        /** Returns one draw around {@code centre}. */
        Weights drawn(RandomKey key, Weights centre);

        /** Returns trained tensors of the noise. */
        default Map<String, Tensor> parameters() {
            return Map.of();
        }

        /** Returns tracked tensors of the noise. */
        default Map<String, Tensor> buffers() {
            return Map.of();
        }
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return forward(x, pass, 1);
    }

    @Override
    public Tensor forward(Tensor x, Pass pass, int draws) {
        Shapes.requireInput(pass.path(), input, x.shape());
        if (pass.noise() == NoiseMode.MEAN) {
            Tensor y = x.linear(weight, bias);
            return draws == 1 ? y : y.repeated(draws);
        }
        DrawnWeights weights = this::drawn;
        return weights.each(x, pass, draws);
    }

    @Override
    public UnaryOperator<Tensor> function(Pass pass) {
        if (pass.noise() == NoiseMode.MEAN || pass.draws() > 1) {
            return Layer.super.function(pass);
        }
        DrawnWeights weights = this::drawn;
        UnaryOperator<Tensor> affine = weights.only(pass);
        return x -> {
            Shapes.requireInput(pass.path(), input, x.shape());
            return affine.apply(x);
        };
    }

    private UnaryOperator<Tensor> drawn(RandomKey key) {
        Weights drawn = deviation.drawn(key, new Weights(weight, bias));
        return x -> x.linear(drawn.weight(), drawn.bias());
    }

    @Override
    public Map<String, Tensor> parameters() {
        Map<String, Tensor> all = new LinkedHashMap<>(Named.of(deviation.weightName(), weight, Linear.BIAS, bias));
        all.putAll(deviation.parameters());
        return all;
    }

    @Override
    public Map<String, Tensor> buffers() {
        return deviation.buffers();
    }
}
