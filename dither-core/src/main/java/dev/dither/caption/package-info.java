/**
 * Captions: sentences about images, as a network learns them and as they are judged.
 *
 * <p><b>Words.</b> {@link dev.dither.caption.CaptionTokenizer} makes tokens of a sentence, lower case and without punctuation;
 * training, references and candidates all go through it. {@link dev.dither.caption.CaptionVocabulary} numbers the words that occur often
 * enough in the training captions: 0 is padding, 1 the end, 2 a word it does not have.
 *
 * <p><b>Examples.</b> {@link dev.dither.caption.CaptionedImages} are images, or features that another network computed, with several
 * sentences each. A training example is one flat row: the values of the image, then the numbers of a caption. An epoch sees each image once with
 * {@linkplain dev.dither.caption.CaptionedImages#drawn one of its captions}, drawn by key; a likelihood is measured
 * on {@linkplain dev.dither.caption.CaptionedImages#all all of them}. The label of a row says nothing: what is to be predicted stands in the row
 * itself, and {@link dev.dither.objective.SequenceLikelihood} reads it there.
 *
 * <p><b>Judgement.</b> A {@link dev.dither.caption.Candidate} is a generated caption with the references of its image. A {@link
 * dev.dither.caption.CaptionMetric} gives a corpus of them one number:
 *
 * <table>
 *   <caption>Metrics</caption>
 *   <tr><th>metric</th><th>asks</th><th>range</th></tr>
 *   <tr><td>{@link dev.dither.caption.Bleu}</td><td>which n-grams of the captions stand in a reference</td><td>0 to 1</td></tr>
 *   <tr><td>{@link dev.dither.caption.Meteor}</td><td>which words match, stems included, and in how few pieces</td><td>0 to 1</td></tr>
 *   <tr><td>{@link dev.dither.caption.RougeL}</td><td>how long the longest common subsequence is</td><td>0 to 1</td></tr>
 *   <tr><td>{@link dev.dither.caption.Cider}</td><td>whether the rare n-grams agree</td><td>0 to 10</td></tr>
 * </table>
 *
 * <pre>{@code
 * Candidate cat = Candidate.of("A cat on a mat.", List.of("The cat sat on the mat.", "A cat is on a mat."));
 * Map<String, Double> scores = CaptionScores.of(List.of(cat, dog));
 * }</pre>
 *
 * <p>Scores of a corpus are not means of single captions, and none of them is a judgement by people.
 */
@NullMarked
package dev.dither.caption;

import org.jspecify.annotations.NullMarked;
