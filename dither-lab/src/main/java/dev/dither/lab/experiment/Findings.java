package dev.dither.lab.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What an evaluation found in one cell.
 *
 * @param figures become rows of the cell, in this order
 * @param pictures pages of the report's gallery; a page of the same title is replaced
 * @param files content by name below the run directory, written whole
 */
record Findings(List<Figure> figures, List<Gallery.Page> pictures, Map<String, byte[]> files) {
    Findings {
        figures = List.copyOf(figures);
        pictures = List.copyOf(pictures);
        files = Map.copyOf(files);
    }

    /** Returns figures alone. */
    static Findings of(List<Figure> figures) {
        return new Findings(figures, List.of(), Map.of());
    }

    Findings with(Gallery.Page page) {
        return new Findings(
                figures, Stream.concat(pictures.stream(), Stream.of(page)).toList(), files);
    }

    /**
     * Returns these with a file.
     *
     * @param name name below the run directory, {@code suspicious.csv}
     */
    Findings with(String name, byte[] content) {
        Map<String, byte[]> more = new LinkedHashMap<>(files);
        more.put(name, content);
        return new Findings(figures, pictures, more);
    }
}
