/**
 * The files of runs.
 *
 * <p>A {@link dev.dither.lab.run.RunDirectory} is the only interface between training and reports: figures are
 * {@link dev.dither.lab.run.Row}s, what made them is a {@link dev.dither.lab.run.Manifest}, weights and checkpoints are
 * {@link dev.dither.lab.run.SafeTensors}. One process at a time has the {@link dev.dither.lab.run.Claim} to write. Every
 * file is whole at any moment: a whole file is renamed into its place, a line without its end is no line, and damage is
 * found by checksums.
 */
@NullMarked
package dev.dither.lab.run;

import org.jspecify.annotations.NullMarked;
