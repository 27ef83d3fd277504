package dev.dither.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentationTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @Test
    void everyJavaBlockIsASnippetOfACompiledExample() throws IOException {
        List<String> snippets = new ArrayList<>();
        for (Path source : sources()) {
            snippets.addAll(Documents.snippets(Files.readString(source)));
        }
        List<Path> documents = Documents.files(ROOT.resolve("docs/guides"), ".md");
        documents.add(ROOT.resolve("README.md"));
        documents.add(ROOT.resolve("docs/neural-variability.md"));
        for (Path document : documents) {
            assertThat(Documents.javaBlocks(Files.readString(document)))
                    .as("java blocks of %s; copy them from dither-examples", ROOT.relativize(document))
                    .isNotEmpty()
                    .isSubsetOf(snippets);
        }
    }

    @Test
    void noTwoSnippetsHaveOneName() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path source : sources()) {
            names.addAll(Documents.snippetNames(Files.readString(source)));
        }
        assertThat(names).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void everyRelativeLinkPointsToAFile() throws IOException {
        List<Path> documents = Documents.files(ROOT.resolve("docs"), ".md");
        documents.add(ROOT.resolve("README.md"));
        documents.add(ROOT.resolve("CONTRIBUTING.md"));
        for (Path document : documents) {
            assertThat(Documents.brokenLinks(Files.readString(document), document.getParent()))
                    .as("broken links of %s", ROOT.relativize(document))
                    .isEmpty();
        }
    }

    @Test
    void onlyTheIndentationOfABlockMayDiffer() {
        String source = "class A {\n    // snippet: a\n    int a() {\n        return 1;\n    }\n    // end\n}\n";
        String block = "text\n```java\nint a() {\n    return %s;\n}\n```\ntext\n";
        assertThat(Documents.javaBlocks(String.format(block, 1))).isEqualTo(Documents.snippets(source));
        assertThat(Documents.javaBlocks(String.format(block, 2))).isNotEqualTo(Documents.snippets(source));
    }

    @Test
    void linksToNowhereAreFound(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("here.md"));
        String text = """
                [a](here.md#part) [b](gone.md) [c](https://example.org/gone.md) [d](#part)
                ```
                [e](code.md)
                ```
                [f](../gone)
                """;
        assertThat(Documents.brokenLinks(text, folder)).containsExactly("gone.md", "../gone");
    }

    private static List<Path> sources() throws IOException {
        return Documents.files(ROOT.resolve("dither-examples/src/main/java"), ".java");
    }
}
