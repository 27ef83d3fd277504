/** The training loop: what happened is an event, what came out is a trained network, checkpoints resume bit by bit. */
package dev.dither.train;
