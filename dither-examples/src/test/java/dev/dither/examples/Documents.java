package dev.dither.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the documentation says about files: blocks of code, snippets of sources, links. */
final class Documents {
    private static final Pattern JAVA_BLOCK = Pattern.compile("(?ms)^```java\\R(.*?)^```$");
    private static final Pattern SNIPPET = Pattern.compile("(?ms)^ *// snippet: ([a-z-]+)\\R(.*?)^ *// end$");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]+)(?:#[^)\\s]*)?\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

    private Documents() {}

    /** Returns the Java blocks of a Markdown text, without indentation. */
    static List<String> javaBlocks(String markdown) {
        return matches(JAVA_BLOCK, markdown).map(m -> unindented(m.group(1))).toList();
    }

    /** Returns what stands between markers in a source, without indentation. */
    static List<String> snippets(String source) {
        return matches(SNIPPET, source).map(m -> unindented(m.group(2))).toList();
    }

    /** Returns the names of the snippets of a source. */
    static List<String> snippetNames(String source) {
        return matches(SNIPPET, source).map(m -> m.group(1)).toList();
    }

    /** Returns the targets of relative links that do not exist. */
    static List<String> brokenLinks(String markdown, Path folder) {
        return matches(LINK, BLOCK.matcher(markdown).replaceAll(""))
                .map(m -> m.group(1))
                .filter(target -> !ELSEWHERE.matcher(target).matches())
                .filter(target -> !Files.exists(folder.resolve(target)))
                .toList();
    }

    /** Returns the files below a folder whose names end so. */
    static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return new ArrayList<>(
                    all.filter(f -> f.toString().endsWith(ending)).sorted().toList());
        }
    }

    private static Stream<MatchResult> matches(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.results();
    }

    private static String unindented(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
