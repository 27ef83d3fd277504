package dev.dither.lab.source;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What moves in a drawn clip; all are symmetric, so that no side of them tells where they go. */
enum MovingShape {
    /** All pixels near in both directions. */
    SQUARE {
        @Override
        boolean covers(int dx, int dy, int radius) {
            return Math.max(Math.abs(dx), Math.abs(dy)) <= radius;
        }
    },
    /** A square on its tip. */
    DIAMOND {
        @Override
        boolean covers(int dx, int dy, int radius) {
            return Math.abs(dx) + Math.abs(dy) <= radius + 1;
        }
    },
    /** A horizontal and a vertical bar. */
    CROSS {
        @Override
        boolean covers(int dx, int dy, int radius) {
            return Math.min(Math.abs(dx), Math.abs(dy)) <= 1 && Math.max(Math.abs(dx), Math.abs(dy)) <= radius;
        }
    };

    /** Returns whether a pixel so far from the center belongs to the shape. */
    abstract boolean covers(int dx, int dy, int radius);

    /** Returns the word of experiment files. */
    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return word();
    }
}
