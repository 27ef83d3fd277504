/** Randomness as an address: a key names a stream, children name streams below it, and nothing else is random. */
package dev.dither.rng;
