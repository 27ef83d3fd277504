/** Families of noise: their moments, entropy, divergence and draws, as values of plain numbers. */
package dev.dither.noise;
