package dev.dither.lab.report;

import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The two numbers of a layer of two units, drawn for examples of each class: a picture for each network, from the tables of the
 * folder {@code codes}.
 */
record CodeChapter() implements Chapter {
    private static final String FOLDER = "codes";

    @Override
    public boolean shows(String metric) {
        return false;
    }

    @Override
    public List<Part> parts(RunDirectory run) {
        List<Network> networks =
                Folder.tables(run, FOLDER).stream().map(Network::of).toList();
        if (networks.isEmpty()) {
            return List.of();
        }
        List<String> head = new ArrayList<>(List.of("network", "number"));
        head.addAll(networks.get(0).classes().keySet());
        return List.of(new Part(
                "Codes of two numbers",
                "Draws of the two numbers that a layer of two units gives for test examples, colored by class; axes are"
                        + " logarithmic away from 0. Where classes spread in the same order along both axes, the second number"
                        + " repeats the first; where they do not, each says something of its own. The table has the standard"
                        + " deviations.",
                networks.stream().map(Network::chart).toList(),
                List.of(new Part.Table(
                        head,
                        networks.stream().flatMap(of -> of.lines().stream()).toList())),
                List.of()));
    }

    private record Draw(double first, double second) {}

    /** The draws of one network by class, from {@code method,seed,class,example,draw,first,second}. */
    private record Network(String name, Map<String, List<Draw>> classes) {
        static Network of(List<List<String>> records) {
            Map<String, List<Draw>> classes = new LinkedHashMap<>();
            records.forEach(line -> classes.computeIfAbsent(line.get(2), c -> new ArrayList<>())
                    .add(new Draw(Double.parseDouble(line.get(5)), Double.parseDouble(line.get(6)))));
            List<String> first = records.get(0);
            return new Network(first.get(0) + ", seed " + first.get(1), classes);
        }

        Chart chart() {
            Scatter scatter = new Scatter(name, "across: first number, upwards: second", new Palette(classes.keySet()));
            classes.forEach((label, draws) -> draws.forEach(draw -> scatter.add(label, draw.first(), draw.second())));
            return scatter.chart();
        }

        List<List<String>> lines() {
            List<String> first = new ArrayList<>(List.of(name, "first"));
            List<String> second = new ArrayList<>(List.of(name, "second"));
            classes.values().forEach(draws -> {
                first.add(stddev(draws.stream().map(Draw::first).toList()));
                second.add(stddev(draws.stream().map(Draw::second).toList()));
            });
            return List.of(first, second);
        }

        private static String stddev(List<Double> values) {
            double stddev = Spread.of(values).stddev();
            return Figures.text(stddev, stddev / 10);
        }
    }
}
