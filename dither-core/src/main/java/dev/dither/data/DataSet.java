package dev.dither.data;

/**
 * Examples to train on and examples to test on.
 *
 * @param train the training examples
 * @param test the test examples, of the same shape and classes
 */
public record DataSet(Examples train, Examples test) {}
