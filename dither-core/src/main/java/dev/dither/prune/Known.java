package dev.dither.prune;

import java.util.Comparator;
import java.util.Map;

/** Layers with units, and what is said about one that is not there. */
final class Known {
    private Known() {}

    /** Returns the number of units of a layer. */
    static int width(Map<String, Integer> widths, String path) {
        Integer width = widths.get(path);
        if (width == null) {
            throw new IllegalArgumentException("no layer with units at " + path + "; " + hint(widths, path));
        }
        return width;
    }

    private static String hint(Map<String, Integer> widths, String path) {
        return widths.keySet().stream()
                .min(Comparator.comparingInt(known -> distance(known, path)))
                .map(known -> "did you mean " + known + "?")
                .orElse("the network has none");
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[above.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
