/**
 * Whole programs, each short enough to read aloud: a first network, wrong labels, abstaining, a table, a layer of one's
 * own.
 *
 * <p>What stands between {@code // snippet: name} and {@code // end} is quoted by the README and the guides; a test keeps
 * both equal.
 */
@NullMarked
package dev.dither.examples;

import org.jspecify.annotations.NullMarked;
