/** The training loop: what happened is an event, what came out is a trained network, checkpoints resume bit by bit. */
@NullMarked
package dev.dither.train;

import org.jspecify.annotations.NullMarked;
