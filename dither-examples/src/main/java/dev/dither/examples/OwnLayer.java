package dev.dither.examples;

import dev.dither.data.DataSet;
import dev.dither.data.Examples;
import dev.dither.data.KnownData;
import dev.dither.nn.Dense;
import dev.dither.nn.Layer;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Trains a layer that the library does not have, below one that it has, in a loop of its own. */
public final class OwnLayer {
    private static final int BATCH = 100;
    private static final double LEARNING_RATE = 0.3;

    private OwnLayer() {}

    /** Prints the negative log-likelihood of digits that were not trained on; guessing gives log 10 = 2.303 nats. */
    public static void main(String[] args) {
        DataSet digits = KnownData.DIGITS.load(Path.of("data"));
        System.out.printf(Locale.ROOT, "nll  %.3f nats%n", nll(digits, 400));
    }

    static double nll(DataSet data, int steps) {
        RandomKey root = RandomKey.root(2);
        try (NoisyMaxout hidden = NoisyMaxout.of(64, 32, root.child(Stream.INIT).child("hidden"));
                Network head = Network.build(Shape.of(32), List.of(Dense.of(10)), root)) {
            Layer model = (x, pass) -> head.forward(hidden.forward(x, pass.in("hidden")), pass.in("head"));
            List<Tensor> variables = new ArrayList<>(hidden.parameters().values());
            variables.addAll(head.parameters().values());
            for (int i = 0; i < steps; i++) {
                int start = i * BATCH % (data.train().size() - BATCH);
                Pass pass = Pass.training(root.child(Stream.TRAIN_NOISE).child(i));
                step(model, variables, data.train(), start, pass);
            }
            return nll(model, data.test());
        }
    }

    private static void step(Layer model, List<Tensor> variables, Examples training, int start, Pass pass) {
        try (Scope scope = Scope.open()) {
            int[] labels = Arrays.copyOfRange(training.labels(), start, start + BATCH);
            Tensor logits = model.forward(Predictor.batch(training, start, BATCH), pass);
            Tensor nll = logits.logSoftmax().nll(Tensor.ofLabels(labels));
            List<Tensor> gradients = Gradients.of(nll, variables);
            try (Gradients.Off off = Gradients.off()) {
                for (int i = 0; i < gradients.size(); i++) {
                    variables.get(i).scaleAndAdd(1, gradients.get(i), -LEARNING_RATE);
                }
            }
        }
    }

    private static double nll(Layer model, Examples test) {
        try (Scope scope = Scope.open();
                Gradients.Off off = Gradients.off()) {
            Tensor logits = model.forward(Predictor.batch(test, 0, test.size()), Pass.mean());
            return logits.logSoftmax().nll(Tensor.ofLabels(test.labels())).item();
        }
    }
}
