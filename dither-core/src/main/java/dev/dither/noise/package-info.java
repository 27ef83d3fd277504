/** Families of noise: their moments, entropy, divergence and draws, as values of plain numbers. */
@NullMarked
package dev.dither.noise;

import org.jspecify.annotations.NullMarked;
