package dev.dither.lab.experiment;

import dev.dither.lab.key.ExperimentException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The shipped experiments, planned ones included. */
public final class Catalogue {
    private static final List<String> IMPLEMENTED = List.of(
            "se-snn/label-noise-mnist",
            "se-snn/depth",
            "se-snn/convergence",
            "se-snn/sensitivity",
            "se-snn/pruning-lenet5",
            "se-snn/pruning-vgg16-cifar10",
            "se-snn/pruning-vgg-cifar100",
            "se-snn/combined",
            "se-snn/adversarial-fgs",
            "se-snn/adversarial-cw",
            "variance/classification",
            "variance/families",
            "variance/elbo",
            "variance/phase-transition",
            "variance/ensembling",
            "variance/antisymmetric",
            "variance/reinforcement",
            "variance/kl",
            "variance/pruning",
            "variance/adversarial",
            "variance/toy",
            "variance/activations",
            "nvrm/weight-perturbation",
            "nvrm/label-noise",
            "nvrm/generalization",
            "nvrm/forgetting",
            "nvrm/ewc",
            "nvrm/split",
            "nvrm/denoising",
            "nvrm/noise-types",
            "nvrm/gradient-noise",
            "iwsgd/bound",
            "iwsgd/vqa",
            "iwsgd/cifar",
            "iwsgd/action",
            "iwsgd/captioning");
    private static final List<String> PLANNED = List.of("se-snn/market1501");

    private Catalogue() {}

    /** Returns the ids that can be run. */
    public static List<String> implemented() {
        return IMPLEMENTED;
    }

    /** Returns the ids that cannot be run yet. */
    public static List<String> planned() {
        return PLANNED;
    }

    /** Returns the file of an id, {@code demo} included. */
    public static ExperimentFile file(String id) {
        if (PLANNED.contains(id)) {
            throw new ExperimentException(id + " is planned, not implemented; see: dither reproduce list");
        }
        String resource = "/experiments/" + id + ".yaml";
        try (InputStream in = Catalogue.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new ExperimentException("no experiment " + id + "; see: dither reproduce list");
            }
            return ExperimentFile.parse(id, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ExperimentException(id + ": cannot be read: " + e.getMessage());
        }
    }
}
