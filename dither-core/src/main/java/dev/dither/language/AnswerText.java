package dev.dither.language;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Short answers in one spelling, so that {@code The Beach.} and {@code beach} are the same.
 *
 * <p>Punctuation that touches a space goes; elsewhere it becomes a space, unless a comma groups the digits of a number somewhere in
 * the answer: then all of it goes. A period stays where a digit follows. Then, in lower case, the articles go, number words up to ten
 * and {@code none} become numerals, and common contractions get their apostrophe.
 *
 * <p>Differs: the published program puts an answer given by a person through the first of these steps alone, which leaves
 * {@code two} of a person and {@code 2} of a network apart; here both are treated alike. The contractions are a list of our own;
 * words that mean something without an apostrophe, {@code well} or {@code its}, stay as they are.
 *
 * <p>Reference: evaluation of Antol et al., VQA: Visual Question Answering, 2015.
 */
public final class AnswerText {
    private static final List<String> PUNCTUATION = words("; / [ ] \" { } ( ) = + \\ _ - > < @ ` , ? !");
    private static final Pattern GROUPED_DIGITS = Pattern.compile("\\d,\\d");
    private static final Pattern LONE_PERIOD = Pattern.compile("\\.(?!\\d)");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Set<String> ARTICLES = Set.of("a", "an", "the");
    private static final Map<String, String> SPELLINGS = spellings();

    private AnswerText() {}

    /** Returns an answer in its one spelling, which may be empty. */
    public static String normalized(String answer) {
        String bare = withoutPunctuation(SPACES.matcher(answer.strip()).replaceAll(" "));
        return SPACES.splitAsStream(bare.toLowerCase(Locale.ROOT).strip())
                .filter(word -> !ARTICLES.contains(word))
                .map(word -> SPELLINGS.getOrDefault(word, word))
                .collect(Collectors.joining(" "));
    }

    private static String withoutPunctuation(String text) {
        boolean grouped = GROUPED_DIGITS.matcher(text).find();
        String bare = text;
        for (String mark : PUNCTUATION) {
            boolean loose = text.contains(mark + " ") || text.contains(" " + mark);
            bare = bare.replace(mark, loose || grouped ? "" : " ");
        }
        return LONE_PERIOD.matcher(bare).replaceAll("");
    }

    private static Map<String, String> spellings() {
        Map<String, String> spellings = new HashMap<>();
        List<String> numbers = words("zero one two three four five six seven eight nine ten");
        for (int i = 0; i < numbers.size(); i++) {
            spellings.put(numbers.get(i), String.valueOf(i));
        }
        spellings.put("none", "0");
        contract(
                spellings,
                "n't",
                "ai are ca could did does do had has have is might must need sha should was were wo would");
        contract(spellings, "'ve", "could i might must should they we who would you");
        contract(spellings, "'ll", "how it that there they what who you");
        contract(spellings, "'d", "he how it there they where who you");
        contract(spellings, "'s", "he how she that there what when where who why");
        contract(spellings, "'re", "they you");
        contract(spellings, "'m", "i");
        contract(spellings, "'clock", "o");
        contract(spellings, "'all", "y");
        return spellings;
    }

    private static void contract(Map<String, String> spellings, String ending, String stems) {
        words(stems).forEach(stem -> spellings.put(stem + ending.replace("'", ""), stem + ending));
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.split(" ", -1));
    }
}
