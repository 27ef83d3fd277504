package dev.dither.data;

import dev.dither.tensor.Shape;

/**
 * How an example that is a question about a picture is put together: first the values of the picture, then the numbers of the words.
 *
 * @param picture sizes of the picture, [C, H, W], or of its features, [regions, features]
 * @param length T, the number of places for words
 * @param words largest number of a word
 */
public record QuestionForm(Shape picture, int length, int words) {}
