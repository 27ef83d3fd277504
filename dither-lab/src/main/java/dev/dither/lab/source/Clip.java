package dev.dither.lab.source;

import dev.dither.rng.RandomKey;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A clip of a shape that moves over a picture without borders: what leaves on one side comes back on the other.
 *
 * <p>Where the shape is in the middle frame is uniform, its radius is 3, 4 or 5 pixels, its speed 1 or 2 pixels a frame, its brightness
 * uniform on [0.5, 1], all of them independent of each other and of where it goes; so the middle frame says nothing of the direction.
 */
public final class Clip {
    /** Width and height. */
    public static final int SIDE = 20;
    /** Number of pictures. */
    public static final int FRAMES = 6;

    private static final int MIDDLE = FRAMES / 2;

    private final float[] pixels;

    private Clip(float[] pixels) {
        this.pixels = pixels;
    }

    /** Where a shape goes. */
    enum Direction {
        /** Along rows, to the right. */
        RIGHT(1, 0),
        /** Along columns, downwards. */
        DOWN(0, 1),
        /** Along rows, to the left. */
        LEFT(-1, 0),
        /** Along columns, upwards. */
        UP(0, -1);

        private final int dx;
        private final int dy;

        Direction(int dx, int dy) {
            this.dx = dx;
            this.dy = dy;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Returns a clip.
     *
     * @param noise standard deviation of the Gaussian noise of each pixel
     */
    static Clip of(MovingShape shape, Direction direction, double noise, RandomKey key) {
        SplittableRandom generator = key.generator();
        int x = generator.nextInt(SIDE);
        int y = generator.nextInt(SIDE);
        int radius = 3 + generator.nextInt(3);
        int speed = 1 + generator.nextInt(2);
        double brightness = 0.5 + 0.5 * generator.nextDouble();
        float[] pixels = new float[FRAMES * SIDE * SIDE];
        key.child("noise").fillNormal(pixels);
        for (int i = 0; i < pixels.length; i++) {
            int gone = speed * (i / (SIDE * SIDE) - MIDDLE);
            int right = offset(i % SIDE - x - gone * direction.dx);
            int down = offset(i / SIDE % SIDE - y - gone * direction.dy);
            double shown = shape.covers(right, down, radius) ? brightness : 0;
            pixels[i] = (float) (shown + noise * pixels[i]);
        }
        return new Clip(pixels);
    }

    /** Returns a distance on the circle of a row or column, from −SIDE / 2 on. */
    private static int offset(int distance) {
        return Math.floorMod(distance + SIDE / 2, SIDE) - SIDE / 2;
    }

    /** Returns a pixel; rows and columns go round. */
    public float at(int frame, int row, int column) {
        return pixels[(frame * SIDE + Math.floorMod(row, SIDE)) * SIDE + Math.floorMod(column, SIDE)];
    }

    /** Returns a pixel of the middle frame. */
    float middle(int row, int column) {
        return at(MIDDLE, row, column);
    }

    /** Returns by how much a pixel changes from a frame to the next. */
    float change(int frame, int row, int column) {
        return at(frame + 1, row, column) - at(frame, row, column);
    }
}
