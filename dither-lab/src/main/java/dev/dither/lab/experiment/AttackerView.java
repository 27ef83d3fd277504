package dev.dither.lab.experiment;

import dev.dither.attack.Oracle;
import dev.dither.predict.Ensemble;
import java.util.Locale;

/** What of the noise of a network or ensemble an attacker sees. */
public enum AttackerView {
    /** The average of several draws, so that gradients are those of the expected loss. */
    SAMPLE {
        @Override
        Oracle oracle(Ensemble ensemble, int draws) {
            return Oracle.drawing(ensemble, draws);
        }
    },
    /** The mean. */
    MEAN {
        @Override
        Oracle oracle(Ensemble ensemble, int draws) {
            return Oracle.mean(ensemble);
        }
    };

    abstract Oracle oracle(Ensemble ensemble, int draws);

    /** Returns the word of experiment files and metrics. */
    public String words() {
        return name().toLowerCase(Locale.ROOT);
    }
}
