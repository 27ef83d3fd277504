package dev.dither.lab.experiment;

import dev.dither.lab.key.Require;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * One of the trainings of a cell. Most have one. A loss that needs an estimate of the noise has one before it, whose network
 * makes the estimate; an ensemble has one for each member.
 *
 * @param number which, from 1
 * @param of how many there are
 * @param kind what several of them are for
 */
public record Stage(int number, int of, Kind kind) {
    /** The stage of cells that have one alone. */
    static final Stage ONLY = new Stage(1, 1);

    /** What the trainings of a cell are for. */
    public enum Kind {
        /** Each prepares the next; the network of the last is evaluated. */
        STAGE,
        /** Each is independent of the others; all networks are evaluated together. */
        MEMBER;

        /** Returns the word of progress, checkpoints and events. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private String plural() {
            return word() + "s";
        }
    }

    /** Checks. */
    public Stage {
        Require.that(1 <= number && number <= of, "stage must be in [1, " + of + "], got " + number);
    }

    /** A stage that prepares the next. */
    public Stage(int number, int of) {
        this(number, of, Kind.STAGE);
    }

    /** Returns whether no other stage comes behind. */
    public boolean last() {
        return number == of;
    }

    /** Returns whether the network of this stage is one that is evaluated. */
    boolean evaluated() {
        return last() || kind == Kind.MEMBER;
    }

    /** Returns another of the same cell. */
    Stage at(int other) {
        return new Stage(other, of, kind);
    }

    /** Returns the words of progress, {@code stage 1/2}, or nothing where there is one stage alone. */
    public String words() {
        return of == 1 ? "" : kind.word() + " " + number + "/" + of;
    }

    /** Returns the ending of a name that differs between the stages, {@code -member2}; the only one, or the last of those that prepare another, has none. */
    String ending() {
        return of == 1 || (last() && kind == Kind.STAGE) ? "" : "-" + kind.word() + number;
    }

    /** Adds what events tell of it: nothing where there is one stage alone. */
    void tell(Map<String, Object> event) {
        if (of > 1) {
            event.put(kind.word(), number);
            event.put(kind.plural(), of);
        }
    }

    /** Returns the number of the stage that an event is of. */
    static int number(Map<String, Object> event) {
        return Arrays.stream(Kind.values())
                .map(kind -> event.get(kind.word()))
                .filter(Number.class::isInstance)
                .mapToInt(number -> ((Number) number).intValue())
                .findFirst()
                .orElse(1);
    }

    /** Writes it to the metadata of a checkpoint. */
    void write(Map<String, String> metadata) {
        metadata.put(kind.word(), number + "/" + of);
    }

    /**
     * Reads it from the metadata of a checkpoint.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Stage read(Map<String, String> metadata) {
        for (Kind kind : Kind.values()) {
            String text = metadata.get(kind.word());
            if (text != null) {
                String[] parts = text.split("/", 2);
                return new Stage(Integer.parseInt(parts[0]), Integer.parseInt(parts[parts.length - 1]), kind);
            }
        }
        throw new IllegalArgumentException("no stage");
    }
}
