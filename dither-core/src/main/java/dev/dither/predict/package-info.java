/** Predictions and how good they are: inference modes, probabilities, accuracy, calibration, uncertainty. */
@NullMarked
package dev.dither.predict;

import org.jspecify.annotations.NullMarked;
