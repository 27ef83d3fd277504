package dev.dither.lab.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** Gives each method one colour on all charts of a section. */
final class Palette {
    private static final int COLORS = 8;
    private final List<String> methods;

    Palette(Collection<String> methods) {
        this.methods = new ArrayList<>(new LinkedHashSet<>(methods));
    }

    int color(String method) {
        return Math.floorMod(methods.indexOf(method), COLORS);
    }
}
