package dev.dither.lab.experiment;

import dev.dither.attack.Oracle;
import dev.dither.nn.Network;
import java.util.Locale;

/** What of a network's noise an attacker sees. */
public enum AttackerView {
    /** The average of several draws, so that gradients are those of the expected loss. */
    SAMPLE {
        @Override
        Oracle oracle(Network network, int draws) {
            return Oracle.drawing(network, draws);
        }
    },
    /** The mean network. */
    MEAN {
        @Override
        Oracle oracle(Network network, int draws) {
            return Oracle.mean(network);
        }
    };

    abstract Oracle oracle(Network network, int draws);

    /** Returns the word of experiment files and metrics. */
    public String words() {
        return name().toLowerCase(Locale.ROOT);
    }
}
