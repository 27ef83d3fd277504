package dev.dither.optim;

import dev.dither.nn.Parameters;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One rule with factors of learning rate and weight decay for some parameters.
 *
 * <p>A parameter belongs to the first group whose pattern matches its path; one that no pattern matches moves by the rule
 * as it stands. Weight decay that enters the gradient is multiplied by the group's learning rate too, as in Caffe.
 *
 * @param base the rule
 * @param groups in order of precedence
 */
public record Grouped(Rule base, List<ParameterGroup> groups) implements Optimizer {
    private static final ParameterGroup REST = new ParameterGroup(".*", 1, 1);

    /** Copies. */
    public Grouped {
        groups = List.copyOf(groups);
    }

    /** Returns a rule with groups, in order of precedence. */
    public static Grouped of(Rule base, ParameterGroup... groups) {
        return new Grouped(base, List.of(groups));
    }

    @Override
    public OptimizerState init(Parameters parameters) {
        List<Map<String, Tensor>> members = members(parameters);
        List<OptimizerState> parts = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            Parameters own = new Parameters(members.get(i));
            parts.add(i < groups.size() && groups.get(i).frozen() ? OptimizerState.zeros(own) : base.init(own));
        }
        return OptimizerState.of(parameters, parts);
    }

    private List<Map<String, Tensor>> members(Parameters parameters) {
        List<Map<String, Tensor>> members = new ArrayList<>();
        all().forEach(group -> members.add(new LinkedHashMap<>()));
        parameters.byName().forEach((path, tensor) -> members.get(groupOf(path)).put(path, tensor));
        for (int i = 0; i < groups.size(); i++) {
            if (members.get(i).isEmpty()) {
                throw Require.noMembers(groups.get(i).pattern(), parameters);
            }
        }
        return members;
    }

    private List<ParameterGroup> all() {
        List<ParameterGroup> all = new ArrayList<>(groups);
        all.add(REST);
        return all;
    }

    private int groupOf(String path) {
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).holds(path)) {
                return i;
            }
        }
        return groups.size();
    }

    @Override
    public void step(
            Parameters parameters, OptimizerState state, GradientOracle oracle, double rateFactor, RandomKey key) {
        IdentityHashMap<Tensor, Tensor> gradients = byParameter(parameters, oracle.gradient(parameters));
        state.nextStep(parameters);
        GradientOracle known = own -> own.all().stream().map(gradients::get).toList();
        List<ParameterGroup> all = all();
        for (int i = 0; i < all.size(); i++) {
            move(all.get(i), state.parts().get(i), known, rateFactor, key.child(i));
        }
    }

    private static IdentityHashMap<Tensor, Tensor> byParameter(Parameters parameters, List<Tensor> gradients) {
        IdentityHashMap<Tensor, Tensor> byParameter = new IdentityHashMap<>();
        List<Tensor> tensors = parameters.all();
        for (int i = 0; i < tensors.size(); i++) {
            byParameter.put(tensors.get(i), gradients.get(i));
        }
        return byParameter;
    }

    private void move(
            ParameterGroup group, OptimizerState part, GradientOracle known, double rateFactor, RandomKey key) {
        if (group.frozen() || part.parameters().byName().isEmpty()) {
            return;
        }
        base.withWeightDecay(base.weightDecay() * group.weightDecayFactor())
                .step(part.parameters(), part, known, rateFactor * group.learningRateFactor(), key);
    }
}
