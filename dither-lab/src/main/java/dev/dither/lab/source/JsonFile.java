package dev.dither.lab.source;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dither.lab.key.ExperimentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Data files in JSON; what is not understood is one line with its place. */
final class JsonFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String MISSING = "Missing required creator property";

    private JsonFile() {}

    /** Reads a file; keys that a record does not have are passed over. */
    static <T> T read(Path file, Class<T> type) {
        try {
            T content = JSON.readValue(file.toFile(), type);
            if (content == null) {
                throw new ExperimentException(file + ": empty; get it again");
            }
            return content;
        } catch (JsonProcessingException e) {
            throw new ExperimentException(file + ": " + where(e) + what(e) + "; get it again");
        } catch (IOException e) {
            boolean missing = e instanceof NoSuchFileException || !Files.exists(file);
            throw new ExperimentException(
                    file + (missing ? ": no such file; check the path" : ": cannot be read (" + e.getMessage() + ")"));
        }
    }

    /** Returns the place in the file, and for a value of the wrong kind its path. */
    private static String where(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        String place = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
        return e instanceof JsonMappingException mapping ? place + path(mapping) : place;
    }

    private static String path(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining(" "));
        return path.isEmpty() ? "" : path + ": ";
    }

    /** Returns what is wrong, without names of classes. */
    private static String what(JsonProcessingException e) {
        if (e instanceof JsonMappingException) {
            return e.getOriginalMessage().startsWith(MISSING) ? "missing" : "unexpected value";
        }
        return e.getOriginalMessage().lines().findFirst().orElse("not understood");
    }
}
