/**
 * Layers and networks.
 *
 * <p><b>What a network is made of.</b> A {@link dev.dither.nn.LayerSpec} is a value that says what a layer is: {@link
 * dev.dither.nn.Dense}, {@link dev.dither.nn.Conv}, {@link dev.dither.nn.BatchNorm}, {@link dev.dither.nn.Residual} and so
 * on. It knows which shape comes out for which goes in, so a network is checked before anything is allocated. Building it
 * with a shape and a key gives a {@link dev.dither.nn.Layer}; a {@link dev.dither.nn.Network} is built from a list, and
 * {@link dev.dither.nn.Networks} has the lists of published experiments.
 *
 * <p><b>What it owns.</b> {@link dev.dither.nn.Parameters} are trained, {@link dev.dither.nn.Buffers} tracked: the running
 * statistics of batch normalization. Both go by path, {@code 3/body/0/weight} being the weight of the first layer in the
 * body of the residual block that is the fourth layer. The same path leads through errors about shapes, through the trace
 * and through the keys of the noise.
 *
 * <p><b>What may differ between two passes.</b> A {@link dev.dither.nn.Pass} says it: whether noise is drawn, which
 * statistics normalize, the key of the noise, and the {@link dev.dither.nn.Trace} in which noise sites note their mean and
 * log σ. A network has no mode of its own. The usual choices:
 *
 * <table>
 *   <caption>Passes</caption>
 *   <tr><th>purpose</th><th>noise</th><th>statistics</th></tr>
 *   <tr><td>training</td><td>SAMPLE</td><td>TRACKED</td></tr>
 *   <tr><td>predicting by the mean</td><td>MEAN</td><td>RUNNING</td></tr>
 *   <tr><td>predicting by draws, attacking</td><td>SAMPLE</td><td>RUNNING</td></tr>
 *   <tr><td>variance networks as published</td><td>SAMPLE</td><td>BATCH</td></tr>
 * </table>
 *
 * <p><b>Where the noise sits.</b> {@link dev.dither.nn.StochasticDense} and {@link dev.dither.nn.StochasticConv} predict a
 * mean and a standard deviation for each activation, and draw from a {@link dev.dither.nn.NoiseFamily}. {@link
 * dev.dither.nn.Dropout} is noise like theirs, on exactly when noise is drawn. A draw depends on the key of the pass and the
 * path of the layer alone.
 *
 * <p><b>Where weights are random.</b> {@link dev.dither.nn.ZeroMeanDense} and {@link dev.dither.nn.ZeroMeanConv} have weights
 * with mean 0 and trained scales, drawn as {@link dev.dither.nn.WeightNoise} says: what they learn is in the variances, and a
 * pass by the mean, which would say nothing of the input, is refused. {@link dev.dither.nn.VariationalDense} and {@link
 * dev.dither.nn.VariationalConv} have means as well, and variances as {@link dev.dither.nn.Posterior} says; the trace gets
 * both, for the divergence from a prior. {@link dev.dither.nn.DropConnectDense} and {@link dev.dither.nn.DropConnectConv} set
 * weights to zero. Weights that a batch shares differ between the draws of {@link
 * dev.dither.nn.Network#forward(dev.dither.tensor.Tensor, Pass, int)}: behind the first layer that draws, a pass says how many
 * draws its batch holds.
 *
 * <p><b>Where texts are read and written.</b> {@link dev.dither.nn.TextEncoder} makes a vector of a text, {@link
 * dev.dither.nn.VisualQuestion} one of an image and a question about it, {@link dev.dither.nn.CaptionDecoder} the log-odds of each
 * word of a text about an image. Examples stay flat: numbers of words are features like others, behind those of the image. {@link
 * dev.dither.nn.CaptionSteps} takes a decoder word by word.
 *
 * <p><b>Where noise explores.</b> {@link dev.dither.nn.NoisyDense} trains scales of noise around its weights, {@link
 * dev.dither.nn.PerturbedDense} has one scale that is tracked. {@link dev.dither.nn.Network#function} is a network with its pass fixed:
 * weights are drawn once and held for any number of batches.
 */
@NullMarked
package dev.dither.nn;

import org.jspecify.annotations.NullMarked;
