/**
 * Words as numbers, and answers in words judged.
 *
 * <p><b>From text to numbers.</b> {@link dev.dither.language.Words} cuts a text into words: lower case, punctuation left out. A
 * {@link dev.dither.language.Vocabulary} numbers the words of the training texts. What it has never seen gets a number of its own, {@link
 * dev.dither.language.Vocabulary#UNKNOWN}, and places behind the end of a text get {@link
 * dev.dither.language.Vocabulary#PADDING}, so that all texts are equally long:
 *
 * <pre>{@code
 * Vocabulary vocabulary = Vocabulary.of(trainingQuestions.stream().map(Words::of).toList());
 * int[] ids = vocabulary.ids(Words.of("Is there a circle?"), 9);
 * }</pre>
 *
 * <p>A vocabulary belongs to its network as its weights do: a number means nothing without it.
 *
 * <p><b>From answers to a figure.</b> People say the same in several ways, so {@link dev.dither.language.AnswerText} removes
 * articles and punctuation and writes number words as numerals. {@link dev.dither.language.VqaAccuracy} holds an answer against those
 * of several people, where an answer that three of them gave is right and one that fewer gave is right in part.
 */
@NullMarked
package dev.dither.language;

import org.jspecify.annotations.NullMarked;
