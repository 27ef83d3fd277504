package dev.dither.lab.report;

import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How units are distributed by class: a chart for each, from the histograms of the folder {@code activations}. */
record ActivationChapter() implements Chapter {
    private static final String FOLDER = "activations";

    @Override
    public boolean shows(String metric) {
        return false;
    }

    @Override
    public List<Part> parts(RunDirectory run) {
        return Folder.tables(run, FOLDER).stream().map(ActivationChapter::part).toList();
    }

    private record Bin(String label, double from, double to, long count) {}

    /** From {@code method,seed,layer,unit,class,from,to,count}. */
    private static Part part(List<List<String>> records) {
        Map<String, List<Bin>> units = new LinkedHashMap<>();
        Set<String> classes = new LinkedHashSet<>();
        for (List<String> line : records) {
            units.computeIfAbsent("unit " + (Integer.parseInt(line.get(3)) + 1), u -> new ArrayList<>())
                    .add(new Bin(
                            line.get(4),
                            Double.parseDouble(line.get(5)),
                            Double.parseDouble(line.get(6)),
                            Long.parseLong(line.get(7))));
            classes.add(line.get(4));
        }
        Palette palette = new Palette(classes);
        List<Chart> charts = new ArrayList<>();
        units.forEach((unit, bins) -> charts.add(chart(unit, bins, palette)));
        List<String> first = records.get(0);
        return new Part(
                "Activations of " + first.get(0),
                "Density of what leaves a unit of layer " + first.get(2)
                        + ", before normalization and nonlinearity, over"
                        + " draws and the test examples of one class, one line a class; seed " + first.get(1)
                        + ". Classes that are told apart by variances alone have one mean and different widths.",
                charts,
                List.of(),
                List.of());
    }

    private static Chart chart(String unit, List<Bin> bins, Palette palette) {
        Map<String, Long> totals = new LinkedHashMap<>();
        bins.forEach(bin -> totals.merge(bin.label(), bin.count(), Long::sum));
        Chart.Builder chart = new Chart.Builder(unit, "output");
        bins.forEach(bin -> {
            double density =
                    bin.count() / (Math.max(1, totals.getOrDefault(bin.label(), 0L)) * (bin.to() - bin.from()));
            double middle = (bin.from() + bin.to()) / 2;
            chart.add(bin.label(), palette.color(bin.label()), middle, Spread.of(List.of(density)));
        });
        return chart.build();
    }
}
