/** Optimizers as values: a rule is a record, its memory is another value, gradients come from an oracle. */
package dev.dither.optim;
