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
 * <p>Formula: likelihood + Σₖ coefficientₖ · penaltyₖ, where the likelihood is −(1/N) Σᵢ log p(yᵢ | xᵢ) for labels that are
 * taken as given.
 *
 * <p>Units: nats. The terms of the loss are {@code nll}, whatever the likelihood, and each penalty's name; penalties of
 * one name are added.
 *
 * @param likelihood how the given labels judge the predictions
 * @param penalties penalties over the noise sites of the same pass and over the network's parameters
 */
public record CrossEntropy(LabelLoss likelihood, List<Penalty> penalties) implements Likelihood {
    /** Checks. */
    public CrossEntropy {
        penalties = List.copyOf(penalties);
        if (penalties.stream().anyMatch(penalty -> penalty.name().equals("nll"))) {
            throw new IllegalArgumentException("penalty name nll is that of the likelihood; give it another");
        }
    }

    /** Returns cross-entropy alone, with labels as given. */
    public static CrossEntropy plain() {
        return of(new AsGiven());
    }

    /** Returns cross-entropy alone, with labels that may be wrong. */
    public static CrossEntropy of(LabelLoss likelihood) {
        return new CrossEntropy(likelihood, List.of());
    }

    /** Returns cross-entropy plus one more penalty. */
    public CrossEntropy plus(Penalty penalty) {
        List<Penalty> more = new ArrayList<>(penalties);
        more.add(penalty);
        return new CrossEntropy(likelihood, more);
    }

    @Override
    public Loss loss(Network network, Batch batch, Pass pass) {
        return withPenalties(
                likelihood.mean(network.forward(batch.x(), pass).logSoftmax(), batch.labels()), network, pass);
    }

    @Override
    public Tensor logLikelihoods(Tensor outputs, Batch batch) {
        return likelihood.logLikelihoods(outputs.logSoftmax(), batch.labels());
    }

    @Override
    public Loss withPenalties(Tensor nll, Network network, Pass pass) {
        Tensor total = nll;
        Map<String, Tensor> terms = new LinkedHashMap<>();
        terms.put("nll", nll);
        for (Penalty penalty : penalties) {
            Tensor value = penalty.value(pass.trace(), network.trained());
            total = total.plus(value.times(penalty.coefficient()));
            terms.merge(penalty.name(), value, Tensor::plus);
        }
        return new Loss(total, terms);
    }
}
