package dev.dither.lab.cli;

import dev.dither.tensor.Engine;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Where tensors live and are computed. */
enum Device {
    /** The processor. */
    CPU,
    /** An NVIDIA device. */
    CUDA;

    /**
     * Makes the engine compute here; the only place that chooses.
     *
     * @throws ParameterException if the engine cannot
     */
    void select(CommandLine line) {
        if (this == CUDA) {
            String reason = Engine.cuda()
                    ? "this version computes on the CPU only, though the engine finds a device; leave --device out"
                    : "the engine finds no CUDA device: build with the CUDA natives, mvn -Pcuda package, on a machine"
                            + " with an NVIDIA driver, or leave --device out";
            throw new ParameterException(line, "--device cuda: " + reason);
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
