/** Randomness as an address: a key names a stream, children name streams below it, and nothing else is random. */
@NullMarked
package dev.dither.rng;

import org.jspecify.annotations.NullMarked;
