/**
 * Data: examples in memory, readers of the usual file formats, and the public sets Dither knows by name.
 *
 * <p>Everything here is plain Java arrays. A file that is missing, damaged or of another format is refused with a
 * {@link dev.dither.data.DataException} that names it and says what to do.
 */
@NullMarked
package dev.dither.data;

import org.jspecify.annotations.NullMarked;
