package dev.dither.objective;

import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Mean cross-entropy of one pass, plus penalties on its noise or on the parameters.
 *
 * <p>Formula: −(1/N) Σᵢ log p(yᵢ | xᵢ) + Σₖ coefficientₖ · penaltyₖ.
 *
 * <p>Units: nats. The terms of the loss are {@code nll} and each penalty's name; penalties of one name are added.
 *
 * @param penalties penalties over the noise sites of the same pass and over the network's parameters
 */
public record CrossEntropy(List<Penalty> penalties) implements Objective {
    /** Checks. */
    public CrossEntropy {
        penalties = List.copyOf(penalties);
        if (penalties.stream().anyMatch(penalty -> penalty.name().equals("nll"))) {
            throw new IllegalArgumentException("penalty name nll is that of the likelihood; give it another");
        }
    }

    /** Returns cross-entropy alone. */
    public static CrossEntropy plain() {
        return new CrossEntropy(List.of());
    }

    /** Returns cross-entropy plus one more penalty. */
    public CrossEntropy plus(Penalty penalty) {
        List<Penalty> more = new ArrayList<>(penalties);
        more.add(penalty);
        return new CrossEntropy(more);
    }

    @Override
    public Loss loss(Network network, Batch batch, Pass pass) {
        Tensor total = network.forward(batch.x(), pass).logSoftmax().nll(batch.labels());
        Map<String, Tensor> terms = new LinkedHashMap<>();
        terms.put("nll", total);
        for (Penalty penalty : penalties) {
            Tensor value = penalty.value(pass.trace(), network.trained());
            total = total.plus(value.times(penalty.coefficient()));
            terms.merge(penalty.name(), value, Tensor::plus);
        }
        return new Loss(total, terms);
    }
}
