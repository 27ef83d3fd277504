/**
 * Data: examples in memory, readers of the usual file formats, and the public sets Dither knows by name.
 *
 * <p>Everything here is plain Java arrays. A file that is missing, damaged or of another format is refused with a
 * {@link dev.dither.data.DataException} that names it and says what to do.
 *
 * <p>What people said of images is of two kinds: {@link dev.dither.data.HumanLabels} are single answers about training images,
 * mistakes included, {@link dev.dither.data.SoftLabels} the shares of many answers about test images.
 */
@NullMarked
package dev.dither.data;

import org.jspecify.annotations.NullMarked;
