package dev.dither.language;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Text cut into words.
 *
 * <p>A word is a sequence of letters and digits, with apostrophes inside: {@code what's} is one word, {@code left-hand} two. All
 * is in lower case, whatever the locale, and punctuation is left out.
 */
public final class Words {
    private static final String CHARACTERS = "[\\p{L}\\p{M}\\p{N}]+";
    private static final Pattern WORD = Pattern.compile(CHARACTERS + "(?:'" + CHARACTERS + ")*");

    private Words() {}

    /** Returns the words of a text in their order, none for a text without any. */
    public static List<String> of(String text) {
        String plain = text.toLowerCase(Locale.ROOT).replace('\u2019', '\'');
        return WORD.matcher(plain).results().map(MatchResult::group).toList();
    }
}
