/**
 * Layers and networks.
 *
 * <p>A {@link dev.dither.nn.LayerSpec} says what a layer is; building it with a shape and a key gives the
 * {@link dev.dither.nn.Layer}. What may differ between two passes is a {@link dev.dither.nn.Pass}; what the noise did
 * during a pass is its {@link dev.dither.nn.Trace}.
 */
package dev.dither.nn;
