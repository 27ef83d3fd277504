package dev.dither.objective;

import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.nn.Trace;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Mean cross-entropy of one pass, plus penalties on its noise.
 *
 * <p>Formula: −(1/N) Σᵢ log p(yᵢ | xᵢ) + Σₖ coefficientₖ · penaltyₖ.
 *
 * <p>Units: nats.
 *
 * @param penalties penalties over the noise sites of the same pass
 */
public record CrossEntropy(List<MaxEntropy> penalties) implements Objective {
    /** Copies. */
    public CrossEntropy {
        penalties = List.copyOf(penalties);
    }

    /** Returns cross-entropy alone. */
    public static CrossEntropy plain() {
        return new CrossEntropy(List.of());
    }

    /** Returns cross-entropy plus one penalty. */
    public CrossEntropy plus(MaxEntropy penalty) {
        return new CrossEntropy(java.util.stream.Stream.concat(penalties.stream(), java.util.stream.Stream.of(penalty))
                .toList());
    }

    @Override
    public Loss loss(Network network, Batch batch, Pass pass) {
        Tensor nll = network.forward(batch.x(), pass).logSoftmax().nll(batch.labels());
        List<Trace.Site> sites = pass.trace().sites();
        if (penalties.isEmpty() || sites.isEmpty()) {
            return new Loss(nll, Map.of("nll", nll));
        }
        Tensor total = nll;
        Tensor raw = null;
        for (MaxEntropy penalty : penalties) {
            Tensor value = penalty.value(sites);
            total = total.plus(value.times(penalty.coefficient()));
            raw = raw == null ? value : raw.plus(value);
        }
        return new Loss(total, Map.of("nll", nll, "penalty", raw));
    }
}
