package dev.dither.data;

import java.util.Locale;

/** Data that cannot be used as asked; the message is one line: what, where, what was expected, what to do. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception from its one-line message. */
    public DataException(String message) {
        super(message);
    }

    /** Creates the exception from its one-line message and the failure behind it. */
    public DataException(String message, Throwable cause) {
        super(message, cause);
    }

    static void require(boolean condition, String format, Object... arguments) {
        if (!condition) {
            throw new DataException(String.format(Locale.ROOT, format, arguments));
        }
    }
}
