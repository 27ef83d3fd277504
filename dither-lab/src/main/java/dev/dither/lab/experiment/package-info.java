/** Experiment files: strict, layered by scale, resolved into a plan with every value filled in, and run. */
package dev.dither.lab.experiment;
