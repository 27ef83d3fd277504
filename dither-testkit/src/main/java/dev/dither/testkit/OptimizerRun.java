package dev.dither.testkit;

import dev.dither.nn.Parameters;
import dev.dither.optim.OptimizerState;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.Map;

/** An optimizer under test on a target; closing it frees parameters and memory. */
final class OptimizerRun implements AutoCloseable {
    private final OptimizerContract contract;
    private final Target target;
    private final Scope scope = Scope.open();
    final Parameters parameters;
    final OptimizerState state;

    OptimizerRun(OptimizerContract contract, Target target) {
        this.contract = contract;
        this.target = target;
        this.parameters = target.start();
        this.state = contract.optimizer().init(parameters);
    }

    /** Takes {@code steps} steps at this factor of the learning rate, each in a scope of its own. */
    OptimizerRun steps(int steps, double factor) {
        for (int i = 0; i < steps; i++) {
            try (Scope step = Scope.open()) {
                contract.step(parameters, state, target::gradient, factor);
            }
        }
        return this;
    }

    double value() {
        try (Scope reading = Scope.open()) {
            return target.value(parameters);
        }
    }

    Map<String, float[]> values() {
        try (Scope reading = Scope.open()) {
            return parameters.toArrays();
        }
    }

    Map<String, float[]> memory() {
        try (Scope reading = Scope.open()) {
            return state.toArrays();
        }
    }

    @Override
    public void close() {
        state.close();
        parameters.all().forEach(Tensor::release);
        scope.close();
    }
}
