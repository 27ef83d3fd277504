package dev.dither.lab.source;

import dev.dither.data.Examples;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import dev.dither.rng.RandomKey;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Clips drawn for the experiment, as the {@link ClipFeatures} of two streams: a class is a shape and a direction, so neither what is
 * seen nor how it moves is enough. They are the same whatever the seed.
 *
 * @param movingShapes the shapes; each moves in four directions
 * @param each training clips of each class, those of validation included
 * @param testEach test clips of each class
 * @param noise standard deviation of the noise of pixels, whose shapes have a brightness of 0.5 to 1
 */
public record MovingShapes(
        List<MovingShape> movingShapes,
        @Default("50") int each,
        @Default("50") int testEach,
        @Default("0.1") double noise)
        implements DataSource {
    private static final RandomKey KEY = RandomKey.root(0).child("moving-shapes");
    private static final List<Clip.Direction> DIRECTIONS = List.of(Clip.Direction.values());

    /** Copies and checks. */
    public MovingShapes {
        movingShapes = List.copyOf(movingShapes);
        Require.that(
                !movingShapes.isEmpty() && movingShapes.stream().distinct().count() == movingShapes.size(),
                "movingShapes must name one shape or several different ones, got " + movingShapes);
        Require.that(
                each >= 2 && testEach >= 1,
                "each must be at least 2 and testEach at least 1, got " + each + " and " + testEach);
        Require.that(
                0 <= noise && noise < Double.POSITIVE_INFINITY, "noise must be finite and not negative, got " + noise);
    }

    @Override
    public String name() {
        return "moving shapes " + movingShapes;
    }

    /** Features of both streams are on scales of their own. */
    @Override
    public boolean standardize() {
        return true;
    }

    @Override
    public LoadedData load(Path dataDir) {
        return LoadedData.of(drawn(each, "train"), drawn(testEach, "test"), names());
    }

    private List<String> names() {
        return IntStream.range(0, classes()).mapToObj(this::className).toList();
    }

    private int classes() {
        return movingShapes.size() * DIRECTIONS.size();
    }

    /** Returns what a class is called, {@code square right}. */
    public String className(int label) {
        return movingShapes.get(label / DIRECTIONS.size()) + " " + DIRECTIONS.get(label % DIRECTIONS.size());
    }

    /** Returns a test clip; its class is that of its number, classes take turns. */
    public Clip testClip(int number) {
        return clip("test", number);
    }

    private Clip clip(String part, int number) {
        int label = label(number);
        MovingShape shape = movingShapes.get(label / DIRECTIONS.size());
        Clip.Direction direction = DIRECTIONS.get(label % DIRECTIONS.size());
        return Clip.of(shape, direction, noise, KEY.child(part).child(number));
    }

    /** Returns the class of a clip. */
    public int label(int number) {
        return number % classes();
    }

    private Examples drawn(int ofEach, String part) {
        ClipFeatures maps = new ClipFeatures();
        int[] labels = IntStream.range(0, ofEach * classes()).map(this::label).toArray();
        float[] features = new float[labels.length * ClipFeatures.ALL];
        for (int i = 0; i < labels.length; i++) {
            maps.write(clip(part, i), features, i * ClipFeatures.ALL);
        }
        return Examples.ofFloats(name(), new int[] {ClipFeatures.ALL}, features, labels, classes());
    }

    @Override
    public String noneElsewhere(String where) {
        return "the network was trained on clips drawn for its experiment, " + where + " has none; leave --data out";
    }
}
