package dev.dither.optim;

import dev.dither.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parameters at other values until it is closed.
 *
 * <p>Numerics: the memory with the clean values is set aside, not written, so that they come back bit by bit. The cost is the
 * memory of the other values, once.
 */
final class Shift implements AutoCloseable {
    private final Map<Tensor, Tensor> values;

    /**
     * Moves parameters.
     *
     * @param values tensors of the innermost scope, by parameter; they hold the clean values for as long as this is open
     */
    Shift(Map<Tensor, Tensor> values) {
        this.values = new LinkedHashMap<>(values);
        exchange();
    }

    private void exchange() {
        values.forEach(Tensor::exchange);
    }

    @Override
    public void close() {
        exchange();
    }
}
