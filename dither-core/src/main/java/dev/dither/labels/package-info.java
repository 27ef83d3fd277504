/**
 * Label noise: known corruptions of clean training labels, with the transition matrix that made them.
 *
 * <p>Test labels stay clean; only the labels of a training set are meant to be corrupted.
 */
@NullMarked
package dev.dither.labels;

import org.jspecify.annotations.NullMarked;
