/** Experiment files: strict, layered by scale, resolved into a plan with every value filled in, and run. */
@NullMarked
package dev.dither.lab.experiment;

import org.jspecify.annotations.NullMarked;
