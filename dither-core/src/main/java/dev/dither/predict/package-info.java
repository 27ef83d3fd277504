/** Predictions and how good they are: inference modes, probabilities, accuracy, calibration, uncertainty. */
package dev.dither.predict;
