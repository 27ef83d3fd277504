package dev.dither.lab.source;

import dev.dither.rng.RandomKey;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A picture of one shape on a pale ground.
 *
 * <p>Units: pixels; a pixel is of the shape if its middle is.
 *
 * @param shape what is drawn
 * @param color its color
 * @param ground level of the ground, 0 … 255, the same for all three planes
 * @param side pixels along each side of the picture
 * @param x column of the middle of the shape
 * @param y row of it
 * @param width half of the shape's width
 * @param height half of its height
 */
record ShapePicture(Shape shape, Color color, int ground, int side, double x, double y, double width, double height) {
    private static final int PALEST = 255;
    private static final int DARKEST = 225;

    /** Half of the smallest and of the largest size, in sides of the picture. */
    private static final double SMALL = 0.14;

    private static final double LARGE = 0.32;

    /** Names of all shapes in questions. */
    static final List<String> SHAPES =
            Arrays.stream(Shape.values()).map(Shape::word).toList();

    /** Names of all colors in questions. */
    static final List<String> COLORS =
            Arrays.stream(Color.values()).map(Color::word).toList();

    /** What is drawn. */
    enum Shape {
        CIRCLE {
            @Override
            boolean covers(double across, double down) {
                return across * across + down * down <= 1;
            }
        },
        RECTANGLE {
            @Override
            boolean covers(double across, double down) {
                return Math.abs(across) <= 1 && Math.abs(down) <= 1;
            }
        },
        TRIANGLE {
            @Override
            boolean covers(double across, double down) {
                return Math.abs(down) <= 1 && Math.abs(across) <= (1 + down) / 2;
            }
        };

        /** Returns its name in questions. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Returns whether a point is covered; the box of the shape reaches from −1 to 1 both ways. */
        abstract boolean covers(double across, double down);
    }

    /** Its color. */
    enum Color {
        RED(0xFF0000),
        GREEN(0x008000),
        BLUE(0x0000FF),
        YELLOW(0xFFFF00),
        GRAY(0x808080),
        TEAL(0x008080),
        BLACK(0x000000),
        BROWN(0xA52A2A);

        private final int rgb;

        Color(int rgb) {
            this.rgb = rgb;
        }

        /** Returns its name in questions. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns a picture of any shape, color, size and place. */
    static ShapePicture drawn(int side, RandomKey key) {
        float[] uniform = new float[7];
        key.child("picture").fillUniform(uniform);
        Shape shape = Shape.values()[(int) (uniform[0] * Shape.values().length)];
        Color color = Color.values()[(int) (uniform[1] * Color.values().length)];
        int ground = DARKEST + (int) (uniform[2] * (PALEST - DARKEST));
        double width = side * (SMALL + uniform[3] * (LARGE - SMALL));
        double height = shape == Shape.CIRCLE ? width : side * (SMALL + uniform[4] * (LARGE - SMALL));
        double x = width + uniform[5] * (side - 2 * width);
        double y = height + uniform[6] * (side - 2 * height);
        return new ShapePicture(shape, color, ground, side, x, y, width, height);
    }

    /** Writes the planes red, green and blue into {@code pixels} from {@code offset} on. */
    void paint(byte[] pixels, int offset) {
        int plane = side * side;
        for (int i = 0; i < plane; i++) {
            int row = i / side;
            double across = (i % side + 0.5 - x) / width;
            double down = (row + 0.5 - y) / height;
            boolean covered = shape.covers(across, down);
            for (int channel = 0; channel < 3; channel++) {
                int level = covered ? color.rgb >> (16 - 8 * channel) & 0xFF : ground;
                pixels[offset + channel * plane + i] = (byte) level;
            }
        }
    }
}
