package dev.dither.caption;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Sentences as lower-case tokens without punctuation, in the manner of the Penn Treebank.
 *
 * <p>Contractions are parted before their apostrophe and before {@code n't}, {@code cannot} is two words; words with hyphens,
 * numbers with separators inside and abbreviations like {@code u.s.} stay one. Signs that are no punctuation, such as {@code &}, are tokens.
 *
 * <p>Differs: it follows the tokens that the COCO evaluation asks of the Stanford tokenizer and then drops, by the few rules that
 * captions need; its rules for dates, addresses, fractions and assimilations ({@code gonna}) are left out.
 *
 * <p>Reference: Marcus, Santorini and Marcinkiewicz 1993; Chen et al., Microsoft COCO captions, 2015, section 3.
 */
public final class CaptionTokenizer {
    private static final String ENDING = "'(?:s|m|re|ve|ll|d)\\b";
    private static final String PLAIN = "[\\p{L}\\p{M}\\p{N}]+";
    private static final Pattern TOKEN = Pattern.compile(String.join(
            "|",
            "\\d+(?:[.,:]\\d+)+",
            "(?:\\p{L}\\.){2,}",
            "can(?=not\\b)",
            "(?<=\\bcan)not\\b",
            "[\\p{L}\\p{M}\\p{N}]+?(?=n't\\b)",
            "n't\\b",
            ENDING,
            PLAIN + "(?:-" + PLAIN + "|(?!" + ENDING + ")'" + PLAIN + ")*",
            "\\S"));
    private static final Pattern PUNCTUATION =
            Pattern.compile("[.,:;?!'\"`\u2018\u201c\u201d\u2026\u2013\u2014()\\[\\]{}-]");

    private CaptionTokenizer() {}

    /** Returns the tokens of a sentence, none of an empty one. */
    public static List<String> words(String sentence) {
        String plain = sentence.toLowerCase(Locale.ROOT).replace('\u2019', '\'');
        return TOKEN.matcher(plain)
                .results()
                .map(MatchResult::group)
                .filter(token -> !PUNCTUATION.matcher(token).matches())
                .toList();
    }
}
