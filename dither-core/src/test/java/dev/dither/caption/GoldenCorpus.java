package dev.dither.caption;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The captions of {@code corpus.txt} and what other programs say of them. */
record GoldenCorpus(List<Candidate> candidates, Map<String, Double> scores) {
    static GoldenCorpus read() {
        try (InputStream in = Objects.requireNonNull(GoldenCorpus.class.getResourceAsStream("corpus.txt"))) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
            Map<String, Double> scores = lines.stream()
                    .filter(line -> line.contains(" = "))
                    .map(line -> line.split(" = "))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> Double.parseDouble(pair[1])));
            List<Candidate> candidates = lines.stream()
                    .filter(line -> line.contains("|"))
                    .map(line -> Arrays.asList(line.split(" \\| ")))
                    .map(parts -> Candidate.of(parts.get(0), parts.subList(1, parts.size())))
                    .toList();
            return new GoldenCorpus(candidates, scores);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    double score(String name) {
        return Objects.requireNonNull(scores.get(name), name);
    }
}
