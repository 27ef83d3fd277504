package dev.dither.lab.experiment;

import dev.dither.optim.Optimizer;
import dev.dither.optim.Rule;

/** A section of a method that says what is put around the rule of its training. */
interface AroundRule {
    /** Returns the key of the section. */
    String key();

    /** Returns the optimizer. */
    Optimizer around(Rule rule);
}
