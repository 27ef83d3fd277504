package dev.dither.lab.report;

import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What networks wrote about the first test images, beside what people wrote: from the tables of the folder {@code captions}, those of each method's first
 * seed. Images are shown where the tables have them, else there is a table of texts.
 */
record CaptionChapter() implements Chapter {
    private static final String FOLDER = "captions";
    private static final String TITLE = "Captions";

    /** Images that are told about. */
    private static final int SHOWN = 12;

    /** Probability below which no figure is told. */
    private static final double LEAST = 0.001;

    /** Sentences by people below a picture; a table has all. */
    private static final int PEOPLE = 2;

    @Override
    public boolean shows(String metric) {
        return false;
    }

    @Override
    public List<Part> parts(RunDirectory run) {
        List<String> methods = run.rows().stream().map(Row::method).distinct().toList();
        Map<String, Told> images = told(methods, tables(run));
        if (images.isEmpty()) {
            return List.of();
        }
        String note =
                "The first test images, with what the network of each method's first seed wrote and how probable it finds"
                        + " the whole sentence; then what people wrote, or what was written for them.";
        boolean pictures = images.values().stream().noneMatch(image -> image.png.isEmpty());
        return List.of(
                pictures
                        ? new Part(TITLE, note, List.of(), List.of(), cards(images))
                        : new Part(TITLE, note, List.of(), List.of(table(methods, images)), List.of()));
    }

    /** Returns for each method the table of its first seed. */
    private static Map<String, List<List<String>>> tables(RunDirectory run) {
        Map<String, List<List<String>>> first = new LinkedHashMap<>();
        for (List<List<String>> table : Folder.tables(run, FOLDER)) {
            first.merge(table.get(0).get(0), table, (a, b) -> seed(b) < seed(a) ? b : a);
        }
        return first;
    }

    private static long seed(List<List<String>> table) {
        return Long.parseLong(table.get(0).get(1));
    }

    /**
     * An image.
     *
     * @param png the image as PNG in Base64, or empty
     * @param people what people wrote
     * @param written what methods wrote, with its probability
     */
    private record Told(String png, List<String> people, Map<String, String> written) {}

    /** From {@code method,seed,image,probability,caption,references,png}. */
    private static Map<String, Told> told(List<String> methods, Map<String, List<List<String>>> tables) {
        Map<String, Told> images = new LinkedHashMap<>();
        for (String method : methods) {
            List<List<String>> table = tables.getOrDefault(method, List.of());
            for (List<String> line : table.subList(0, Math.min(SHOWN, table.size()))) {
                images.computeIfAbsent(
                                line.get(2),
                                name -> new Told(
                                        line.get(6), line.get(5).lines().toList(), new LinkedHashMap<>()))
                        .written
                        .put(method, text(line.get(4), Double.parseDouble(line.get(3))));
            }
        }
        return images;
    }

    private static String text(String caption, double probability) {
        String p = probability < LEAST ? "p < " + LEAST : "p = " + Figures.text(probability, probability / 10);
        return (caption.isEmpty() ? "(nothing)" : caption) + ", " + p;
    }

    private static List<Part.Picture> cards(Map<String, Told> images) {
        List<Part.Picture> cards = new ArrayList<>();
        images.forEach((name, image) -> {
            List<String> lines = new ArrayList<>(List.of(name));
            image.written.forEach((method, text) -> lines.add(method + ": " + text));
            lines.add("people: " + some(image.people));
            cards.add(new Part.Picture(image.png, String.join("\n", lines)));
        });
        return cards;
    }

    private static String some(List<String> people) {
        String first = people.stream().limit(PEOPLE).collect(Collectors.joining(" "));
        return people.size() <= PEOPLE ? first : first + " … (" + (people.size() - PEOPLE) + " more)";
    }

    private static Part.Table table(List<String> methods, Map<String, Told> images) {
        List<String> head = new ArrayList<>(List.of("image"));
        head.addAll(methods);
        head.add("people");
        List<List<String>> lines = new ArrayList<>();
        images.forEach((name, image) -> {
            List<String> line = new ArrayList<>(List.of(name));
            methods.forEach(method -> line.add(image.written.getOrDefault(method, "")));
            line.add(String.join(" ", image.people));
            lines.add(line);
        });
        return new Part.Table(head, lines);
    }
}
