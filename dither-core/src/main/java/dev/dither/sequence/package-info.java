/**
 * Texts that are written word by word.
 *
 * <p>A {@link dev.dither.sequence.WordModel} says how probable each next word is behind the words so far. {@link
 * dev.dither.sequence.Beam} looks for the text that is most probable as a whole; with a width of 1 that is the greedy text,
 * which takes the most probable word each time. {@link dev.dither.sequence.Captions} is the model of a network that is a
 * {@link dev.dither.nn.CaptionDecoder}: it writes what it sees in an image.
 *
 * <p>Words are numbers, as in {@link dev.dither.nn.CaptionDecoder}: 0 is padding, which is never written, 1 ends a text.
 */
@NullMarked
package dev.dither.sequence;

import org.jspecify.annotations.NullMarked;
