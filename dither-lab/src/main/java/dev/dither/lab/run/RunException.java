package dev.dither.lab.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** A run directory could not be read or written; the message is one line for the person at the terminal. */
public final class RunException extends RuntimeException {

    public RunException(String message) {
        super(oneLine(message));
    }

    public RunException(String message, Throwable cause) {
        super(oneLine(message), cause);
    }

    static RunException cannot(String action, Path path, IOException cause) {
        return new RunException("cannot " + action + " " + path + ": " + reason(cause), cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (cause instanceof NotDirectoryException || cause instanceof FileAlreadyExistsException) {
            return "a file of that name is in the way";
        }
        if (cause instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        if (cause instanceof JsonProcessingException json) {
            return place(json) + json.getOriginalMessage();
        }
        return String.valueOf(cause.getMessage());
    }

    private static String place(JsonProcessingException json) {
        int line = json.getLocation() == null ? 0 : json.getLocation().getLineNr();
        return line > 0 ? "line " + line + ": " : "";
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\R\\s*", " ").strip();
    }
}
