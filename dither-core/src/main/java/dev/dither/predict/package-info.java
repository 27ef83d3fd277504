/**
 * Predictions and how good they are.
 *
 * <p><b>Who predicts.</b> A {@link dev.dither.predict.Predictor} asks a network, or an {@link dev.dither.predict.Ensemble} of
 * several, by an {@link dev.dither.predict.Inference}: the mean, a number of draws, or as many as it takes. What comes of it
 * is a {@link dev.dither.predict.Predictive}: probabilities, accuracy, calibration, uncertainty.
 *
 * <p><b>Can the mean be believed?</b> Where weights are random, the mean of a network may be another network. {@link
 * dev.dither.predict.MeanAudit} names the layers whose noise has outgrown their means, {@link
 * dev.dither.predict.ZeroMeanBound} says how little their means can matter, and {@link dev.dither.predict.WeightControls} takes
 * them away to see.
 *
 * <p><b>What if the weights were a little different?</b> {@link dev.dither.predict.Variability} puts noise on all of them and says
 * by {@link dev.dither.predict.NoisyWeights} what accuracy and loss become, {@link dev.dither.predict.PacBayes} what that promises
 * about examples not seen.
 */
@NullMarked
package dev.dither.predict;

import org.jspecify.annotations.NullMarked;
