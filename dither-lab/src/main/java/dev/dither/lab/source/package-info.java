/**
 * Where the examples of an experiment come from: the key {@code data} of its file.
 *
 * <p>A {@link dev.dither.lab.source.DataSource} is a set known by name, files on disk, or something drawn on the spot; it becomes {@link
 * dev.dither.lab.source.LoadedData}, examples with what a run has to remember about them: class names, checksums, how inputs were
 * standardized. Questions about pictures bring their words along ({@link dev.dither.lab.source.Questionnaire}), captions have sources of their own
 * ({@link dev.dither.lab.source.CaptionSource}). Nothing here knows what is trained.
 */
@NullMarked
package dev.dither.lab.source;

import org.jspecify.annotations.NullMarked;
