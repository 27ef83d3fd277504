package dev.dither.caption;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Stems of English words by the removal of endings in five steps.
 *
 * <p>In each list of rules the longest ending that a word has decides, whether its condition then holds or not. A word has the
 * form C?(VC)ᵐV? with runs of consonants C and vowels V; most conditions ask for the measure m of what stands before the ending.
 *
 * <p>Differs: words of one or two letters stay as they are, as in the author's own programs; without that, {@code is} would become {@code i}.
 *
 * <p>Reference: Porter, An algorithm for suffix stripping, Program 14(3), 1980.
 */
final class PorterStemmer {
    private static final List<Rule> PLURALS = rules("sses:ss ies:i ss:ss s:");
    private static final List<Rule> PAST = rules("eed:ee ed: ing:");
    private static final List<Rule> RESTORED = rules("at:ate bl:ble iz:ize");
    private static final List<Rule> DOUBLE =
            rules("ational:ate tional:tion enci:ence anci:ance izer:ize abli:able alli:al"
                    + " entli:ent eli:e ousli:ous ization:ize ation:ate ator:ate alism:al iveness:ive fulness:ful ousness:ous"
                    + " aliti:al iviti:ive biliti:ble");
    private static final List<Rule> DERIVED = rules("icate:ic ative: alize:al iciti:ic ical:ic ful: ness:");
    private static final List<Rule> LAST = rules(
            "al: ance: ence: er: ic: able: ible: ant: ement: ment: ent: ion: ou: ism:" + " ate: iti: ous: ive: ize:");

    private PorterStemmer() {}

    private record Rule(String ending, String replacement) {
        String stem(String word) {
            return word.substring(0, word.length() - ending.length());
        }

        String applied(String word) {
            return stem(word) + replacement;
        }
    }

    private static List<Rule> rules(String text) {
        return Arrays.stream(text.split(" "))
                .map(rule -> new Rule(rule.substring(0, rule.indexOf(':')), rule.substring(rule.indexOf(':') + 1)))
                .toList();
    }

    /** Returns the stem of a lower-case word. */
    static String stem(String word) {
        return word.length() <= 2 ? word : tidied(shortened(derived(doubled(ofVerb(singular(word))))));
    }

    /** Step 1a. */
    static String singular(String word) {
        return changed(word, PLURALS, stem -> true);
    }

    /** Steps 1b and 1c. */
    static String ofVerb(String word) {
        Optional<Rule> past = longest(word, PAST);
        if (past.isEmpty()) {
            return withoutY(word);
        }
        Rule rule = past.get();
        String stem = rule.stem(word);
        if (rule.ending().equals("eed")) {
            return measure(stem) > 0 ? rule.applied(word) : word;
        }
        return hasVowel(stem) ? withoutY(restored(stem)) : word;
    }

    private static String restored(String stem) {
        Optional<Rule> rule = longest(stem, RESTORED);
        if (rule.isPresent()) {
            return rule.get().applied(stem);
        }
        if (endsDouble(stem) && !stem.matches(".*[lsz]")) {
            return stem.substring(0, stem.length() - 1);
        }
        return measure(stem) == 1 && endsShort(stem) ? stem + "e" : stem;
    }

    private static String withoutY(String word) {
        boolean turns = word.endsWith("y") && hasVowel(word.substring(0, word.length() - 1));
        return turns ? word.substring(0, word.length() - 1) + "i" : word;
    }

    /** Step 2. */
    static String doubled(String word) {
        return changed(word, DOUBLE, stem -> measure(stem) > 0);
    }

    /** Step 3. */
    static String derived(String word) {
        return changed(word, DERIVED, stem -> measure(stem) > 0);
    }

    /** Step 4. */
    static String shortened(String word) {
        boolean ion =
                longest(word, LAST).filter(rule -> rule.ending().equals("ion")).isPresent();
        return changed(word, LAST, stem -> measure(stem) > 1 && (!ion || stem.matches(".*[st]")));
    }

    /** Step 5. */
    static String tidied(String word) {
        String plain = word;
        if (word.endsWith("e")) {
            String stem = word.substring(0, word.length() - 1);
            int measure = measure(stem);
            plain = measure > 1 || (measure == 1 && !endsShort(stem)) ? stem : word;
        }
        boolean twoL = plain.endsWith("ll") && measure(plain.substring(0, plain.length() - 1)) > 1;
        return twoL ? plain.substring(0, plain.length() - 1) : plain;
    }

    private static String changed(String word, List<Rule> rules, Predicate<String> condition) {
        return longest(word, rules)
                .filter(rule -> condition.test(rule.stem(word)))
                .map(rule -> rule.applied(word))
                .orElse(word);
    }

    private static Optional<Rule> longest(String word, List<Rule> rules) {
        return rules.stream()
                .filter(rule -> word.endsWith(rule.ending()))
                .max(Comparator.comparingInt(rule -> rule.ending().length()));
    }

    /** Returns m. */
    static int measure(String stem) {
        int measure = 0;
        for (int i = 1; i < stem.length(); i++) {
            measure += vowel(stem, i - 1) && !vowel(stem, i) ? 1 : 0;
        }
        return measure;
    }

    /** A letter y behind a consonant is a vowel; behind a vowel, or in front of a word, it is none. */
    private static boolean vowel(String word, int i) {
        char letter = word.charAt(i);
        return letter == 'y' ? i > 0 && !vowel(word, i - 1) : "aeiou".indexOf(letter) >= 0;
    }

    private static boolean hasVowel(String stem) {
        for (int i = 0; i < stem.length(); i++) {
            if (vowel(stem, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsDouble(String stem) {
        int last = stem.length() - 1;
        return last >= 1 && stem.charAt(last) == stem.charAt(last - 1) && !vowel(stem, last);
    }

    /** Consonant, vowel, consonant, and the last is not w, x or y. */
    private static boolean endsShort(String stem) {
        int last = stem.length() - 1;
        return last >= 2
                && !vowel(stem, last)
                && vowel(stem, last - 1)
                && !vowel(stem, last - 2)
                && "wxy".indexOf(stem.charAt(last)) < 0;
    }
}
